package dev.stele.crud;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.Misuse;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.models.CreateOf;
import dev.stele.models.ViewOf;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.SQLRestriction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordFaultsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static Database database;
    private static Dao<Author, Long> authors;
    private static Dao<Note, Long> notes;

    @BeforeAll
    static void open() {
        NotesFixture.open(postgres).close();
        database = Database.open(postgres.config(), Misfit.class, Author.class, Note.class, Tag.class);
        authors = new Dao<>(database, Author.class);
        notes = new Dao<>(database, Note.class);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void listsEveryFaultOfEveryRecordAtOnce() {
        assertThatThrownBy(() -> new Dao<>(database, Misfit.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the records of Misfit do not fit it:\n  - ")
                .satisfies(e -> assertThat(((ConfigurationException) e)
                                .faults().stream()
                                        .map(fault -> fault.replaceAll(
                                                "expected one of [^;]*?(, or a path.*|$)", "expected one of …$1")))
                        .containsExactly(
                                "Misfit.Create.name has type int; expected String",
                                "Misfit.Create.colour is called after no attribute of Misfit; expected one of …",
                                "Misfit.Create.computed is called after an attribute that cannot be inserted; expected"
                                        + " none",
                                "Misfit.Create has no component for owner, which is NOT NULL and has no default;"
                                        + " expected \"ownerId\"",
                                "Misfit.Out.size has type int but can be NULL; expected Integer",
                                "Misfit.Out.ownerId has type String; expected Long",
                                "Misfit.Out.owner is called after a reference alone but is no view of Author; expected"
                                        + " \"ownerId\"",
                                "Misfit.Out.ownerNme is called after no attribute of Misfit; expected one of …, or a"
                                        + " path over a reference",
                                "Misfit.Update.ownerName is called after no attribute of Misfit; expected one of …",
                                "Misfit.Update.name has type String; expected Field<String>",
                                "Misfit.Update.size has type Field<Long>; expected Field<Integer>",
                                "Misfit.Update.id is called after the id, which no change may touch; leave it out",
                                "Misfit.Update.version is called after the version, which every change raises by itself;"
                                        + " leave it out",
                                "Misfit.Update.updatedAt is called after the time of the last change, which every change"
                                        + " sets by itself; leave it out",
                                "Misfit.Update.code is called after a natural id, which no change may touch; mark it"
                                        + " @NaturalId(mutable = true), or leave it out",
                                "Misfit.Update.computed is called after an attribute that is mapped as not updatable;"
                                        + " leave it out, or let its mapping update it"))
                .satisfies(e ->
                        assertThat(e.getMessage()).contains("expected one of ").contains("ownerId"));
    }

    @Entity
    @SQLRestriction("id > 0")
    static class Hidden {
        @Id
        long id;
    }

    @Test
    void anEntityThatOnlyHibernateCanServeGetsNoDao() {
        try (Database other = Database.open(postgres.config(), Hidden.class)) {
            assertThatThrownBy(() -> new Dao<>(other, Hidden.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("""
                            no DAO can serve Hidden:
                              - Hidden has a @SQLRestriction, which only Hibernate's sessions heed
                              hint: give the condition to the DAO's calls, or enforce it by a policy; or use\
                             database.hibernate(...)""");
        }
    }

    @Entity
    static class Counted {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        String name;

        record Create(String name) implements CreateOf<Counted> {}
    }

    @Entity
    @Table(name = "drawn")
    static class Drawn {
        @Id
        @GeneratedValue
        @ColumnDefault("nextval('drawn_seq')")
        long id;

        String name;

        record Create(String name) implements CreateOf<Drawn> {}
    }

    @Test
    void anIdThatHibernateWouldDrawIsAskedFor() {
        try (Database other = Database.open(postgres.config(), Counted.class)) {
            assertThatThrownBy(() -> new Dao<>(other, Counted.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("""
                            the records of Counted do not fit it:
                              - Counted.Create has no component for id, which is NOT NULL and has no default; expected\
                             "id", or the id as @GeneratedValue(strategy = GenerationType.IDENTITY)""");
        }
    }

    @Test
    void anIdMayComeFromASequenceThatIsTheColumnsDefault() {
        postgres.execute(
                "create sequence drawn_seq",
                "create table drawn (id bigint default nextval('drawn_seq') primary key, name text)");
        try (Database other = Database.open(postgres.config(), Drawn.class)) {
            Dao<Drawn, Long> dao = new Dao<>(other, Drawn.class);

            assertThat(List.of(dao.insert(new Drawn.Create("a")), dao.insert(new Drawn.Create("b"))))
                    .containsExactly(1L, 2L);
        }
    }

    record Elsewhere(String nme) implements ViewOf<Author> {}

    record Refusing(String name) implements ViewOf<Author> {
        Refusing {
            throw new IllegalArgumentException("never content");
        }
    }

    @Test
    void checksRecordsFromElsewhereWhenGivenOrUsed() {
        assertThatThrownBy(() -> new Dao<Author, Long>(database, Author.class, Elsewhere.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("  - RecordFaultsIT.Elsewhere.nme is called after no attribute of Author");
        assertThatThrownBy(() -> authors.find(1L, Elsewhere.class)).isInstanceOf(ConfigurationException.class);
    }

    static final class Mistaken extends Dao<Author, Integer> {
        Mistaken() {
            super(database, Author.class);
        }
    }

    @Test
    void refusesADaoWithTheWrongTypeOfId() {
        assertThatThrownBy(Mistaken::new)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the records of Author do not fit it:\n"
                        + "  - RecordFaultsIT.Mistaken has ids of type Integer; expected Long");
    }

    @Test
    void saysThatARecordsConstructorRefusesARow() {
        long id = authors.insert(new Author.Create("x", null));

        assertThatThrownBy(() -> authors.find(id, Refusing.class))
                .isInstanceOf(Misuse.class)
                .hasMessage("a row cannot be read as RecordFaultsIT.Refusing: its constructor refuses the values\n"
                        + "  hint: let the record accept what the table holds, or mend the rows; the cause says what"
                        + " was refused")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void translatesConstraintsToFieldsOfTheEntity() {
        authors.insert(new Author.Create("twice", null));

        assertThatThrownBy(() -> authors.insert(new Author.Create("twice", null)))
                .isInstanceOf(Duplicate.class)
                .hasMessage("Author with the same name (constraint \"author_name_key\") already exists\n"
                        + "  hint: pick other values, or use upsert() or insertIgnore() of a Dao");
        assertThatThrownBy(() -> notes.insert(new Note.Create("t", 999)))
                .isInstanceOf(MissingReference.class)
                .satisfies(e -> assertThat(((MissingReference) e).fields()).containsExactly("author"));
    }

    @Test
    void saysWhatIsWrongWithACondition() {
        assertThatThrownBy(() -> eq(Note_.body, null))
                .isInstanceOf(Misuse.class)
                .hasMessage("a condition that compares with null holds for no row\n  hint: use isNull() or andIf()");
        assertThatThrownBy(() -> Where.<Note, String>eq(
                        (jakarta.persistence.metamodel.SingularAttribute<Note, String>) null, "x"))
                .isInstanceOf(Misuse.class)
                .hasMessage("an attribute of the static metamodel is null\n"
                        + "  hint: open the Database first, which fills it, or start with SortKeys.of(X.class) or"
                        + " everything(X.class)");
        assertThatThrownBy(() -> Where.in(Note_.title, java.util.Arrays.asList("a", null)))
                .isInstanceOf(Misuse.class)
                .hasMessageStartingWith("a condition that compares with null holds for no row");
        assertThatThrownBy(() -> notes.count(eq(Note_.title, 5L)))
                .isInstanceOf(Misuse.class)
                .hasMessage("a value of type Long cannot be used where String is expected\n  hint: give a String");
        assertThatThrownBy(() -> Where.matches("english'; drop", "x", Note_.title))
                .isInstanceOf(Misuse.class)
                .hasMessage("a full text search needs a configuration's name and an attribute at least\n"
                        + "  hint: say matches(\"english\", query, Note_.title)");
        assertThatThrownBy(() -> authors.links(Author_.notes))
                .isInstanceOf(Misuse.class)
                .hasMessage("Author.notes has no link table between simple ids\n"
                        + "  hint: use links() with a many-to-many attribute");
        authors.insert(new Author.Create("one", null));
        authors.insert(new Author.Create("two", null));
        assertThatThrownBy(() -> authors.one(Author.Ref.class, everything(Author.class)))
                .isInstanceOf(Misuse.class)
                .hasMessage("more than one Author meets a condition for one\n"
                        + "  hint: use list(), or a condition on a unique key");
    }

    @Test
    void takesInjectedSqlAsTheTextItIs() {
        String evil = "'; drop table author; -- \\ %_ \" $$";
        long id = authors.insert(new Author.Create(evil, evil));

        assertThat(authors.count(eq(Author_.name, evil))).isEqualTo(1);
        assertThat(authors.count(Where.contains(Author_.name, evil))).isEqualTo(1);
        assertThat(authors.count(Where.startsWith(Author_.city, evil.substring(0, 30))))
                .isEqualTo(1);
        assertThat(authors.count(Where.in(Author_.name, List.of(evil)))).isEqualTo(1);
        assertThat(authors.list(Author.Ref.class, eq(Author_.id, id), Sort.byId(), 1))
                .containsExactly(new Author.Ref(id, evil));
    }
}
