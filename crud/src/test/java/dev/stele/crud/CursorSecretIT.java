package dev.stele.crud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Invalid;
import dev.stele.crud.page.Cursor;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cursors hold wherever the settings name the same secret, and nowhere else. */
class CursorSecretIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @BeforeAll
    static void insertAuthors() {
        try (Database database = NotesFixture.open(postgres)) {
            Dao<Author, Long> authors = new Dao<>(database, Author.class);
            authors.insert(new Author.Create("ada", null));
            authors.insert(new Author.Create("grace", null));
        }
    }

    @Test
    void aCursorOfOneProcessIsReadByAnotherWithTheSameSecret() {
        Cursor cursor = firstCursor(SECRET);

        try (Database other = open(SECRET)) {
            assertThat(page(other, PageRequest.after(cursor, 1)).items())
                    .extracting(Author.Ref::name)
                    .containsExactly("grace");
        }
    }

    @Test
    void aCursorSignedWithAnotherSecretIsRefused() {
        Cursor cursor = firstCursor(SECRET);

        try (Database other = open(SECRET.toUpperCase(Locale.ROOT))) {
            assertThatThrownBy(() -> page(other, PageRequest.after(cursor, 1))).isInstanceOf(Invalid.class);
        }
    }

    private static Cursor firstCursor(String secret) {
        try (Database database = open(secret)) {
            return Objects.requireNonNull(page(database, PageRequest.first(1)).next());
        }
    }

    private static Page<Author.Ref> page(Database database, PageRequest request) {
        Dao<Author, Long> authors = new Dao<>(database, Author.class);
        return authors.page(Author.Ref.class, Where.everything(Author.class), Sort.asc(Author_.name), request);
    }

    private static Database open(String secret) {
        return Database.open(postgres.config().withCursorSecret(secret), NotesFixture.ENTITIES);
    }
}
