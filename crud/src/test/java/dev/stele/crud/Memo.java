package dev.stele.crud;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.*;

import dev.stele.core.Database;
import dev.stele.crud.page.*;
import dev.stele.crud.query.*;
import dev.stele.models.*;
import jakarta.persistence.*;
import java.time.Instant;
import org.hibernate.annotations.NaturalId;
import org.jspecify.annotations.Nullable;

@Entity
class Memo extends Versioned {
    @NaturalId
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Author author;

    @NaturalId
    @Column(nullable = false)
    String title;

    @Nullable
    String body;

    record Create(String title, @Nullable String body, long authorId) implements CreateOf<Memo> {}

    record Update(Field<@Nullable String> body) implements PatchOf<Memo> {}

    record Out(long id, String title, @Nullable String body, String authorName, Instant updatedAt)
            implements ViewOf<Memo> {}

    static final class Memos extends Dao<Memo, Long> {
        static final SortKeys<Memo> SORTS =
                SortKeys.of(Memo.class).key("updated", Memo_.updatedAt).key("title", Memo_.title);

        Memos(Database database) {
            super(database, Memo.class);
        }

        Page<Out> by(String author, @Nullable String part, @Nullable String sort, PageRequest page) {
            var where = Where.<Memo, String>eq(path(Memo_.author, Author_.name), author)
                    .andIf(part, p -> contains(Memo_.title, p));
            return page(Out.class, where, SORTS.parse(sort, desc(Memo_.updatedAt)), page);
        }

        Upserted<Out> put(Create memo) {
            return upsert(memo, Key.on(Memo_.author, Memo_.title), Out.class);
        }
    }
}
