package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.Misuse;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.CollectionAttribute;
import jakarta.persistence.metamodel.ListAttribute;
import jakarta.persistence.metamodel.MapAttribute;
import jakarta.persistence.metamodel.SetAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamedAttributeTest {
    @Test
    void fillsEveryKindOfAttributeAndNothingElse() {
        StaticMetamodel.fill(Shelf.class);

        assertThat(List.of(Shelf_.title, Shelf_.books, Shelf_.tags, Shelf_.loans, Shelf_.prices))
                .extracting(Attribute::getName)
                .containsExactly("title", "books", "tags", "loans", "prices");
        assertThat(Shelf_.title).hasToString("Shelf.title");
        assertThat(Shelf_.title.getDeclaringType().getJavaType()).isEqualTo(Shelf.class);
        assertThat(Shelf_.title.getJavaType()).isEqualTo(String.class);
        assertThat(Shelf_.books.getBindableJavaType()).isEqualTo(Long.class);
        assertThat(Shelf_.own).isNull();
    }

    @Test
    void leavesWhatIsThere() {
        StaticMetamodel.fill(Shelf.class);
        var before = Shelf_.title;

        StaticMetamodel.fill(Shelf.class);

        assertThat(Shelf_.title).isSameAs(before);
    }

    @Test
    void saysThatTheRestIsKnownToHibernateOnly() {
        StaticMetamodel.fill(Shelf.class);

        assertThatThrownBy(() -> Shelf_.title.isOptional())
                .isInstanceOf(Misuse.class)
                .hasMessage("isOptional() needs Hibernate's metamodel, which is not built yet\n"
                        + "  hint: use the attribute inside database.hibernate(...)");
        assertThatThrownBy(() -> Shelf_.books.getElementType())
                .isInstanceOf(Misuse.class)
                .hasMessageStartingWith("getElementType() needs");
        assertThatThrownBy(() -> Shelf_.prices.getKeyType())
                .isInstanceOf(Misuse.class)
                .hasMessageStartingWith("getKeyType() needs");
    }

    static final class Shelf {}

    /** As a processor would generate it. */
    @SuppressWarnings("NullAway") // filled from outside
    static final class Shelf_ {
        static volatile SingularAttribute<Shelf, String> title;
        static volatile ListAttribute<Shelf, Long> books;
        static volatile SetAttribute<Shelf, String> tags;
        static volatile CollectionAttribute<Shelf, String> loans;
        static volatile MapAttribute<Shelf, String, Long> prices;
        static volatile @Nullable OwnAttribute own;

        private Shelf_() {}
    }

    interface OwnAttribute extends Attribute<Shelf, String> {}
}
