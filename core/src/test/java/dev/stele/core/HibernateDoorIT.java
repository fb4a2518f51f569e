package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Stale;
import dev.stele.core.error.StillReferenced;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HibernateDoorIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql("""
                    create table author (id bigint primary key, version int not null,
                                         pen_name text not null constraint author_pen_name_key unique)""", """
                    create table book (id bigint primary key, author_id bigint not null
                                       constraint book_author_fk references author)""");

    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config(), Author.class, Book.class);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void fill() {
        postgres.execute(
                "truncate author, book",
                "insert into author values (1, 0, 'ada'), (2, 0, 'bob')",
                "insert into book values (10, 1)");
    }

    @Test
    void runsASessionInAutocommit() {
        String name = database.hibernate(session -> session.get(Author.class, 1L).penName);

        assertThat(name).isEqualTo("ada");
    }

    @Test
    void joinsTheTransactionAroundIt() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.tx().run(() -> {
                    database.hibernate(session -> {
                        session.insert(new Author(3, "cid"));
                        return null;
                    });
                    long seen = database.sql(connection -> {
                        try (var row =
                                connection.createStatement().executeQuery("select count(*) from author where id = 3")) {
                            row.next();
                            return row.getLong(1);
                        }
                    });
                    assertThat(seen).isOne();
                    throw new IllegalStateException("undo");
                }));

        assertThat(postgres.value(Long.class, "select count(*) from author")).isEqualTo(2);
    }

    @Test
    void runsHqlUpdatesWithoutATransaction() {
        int changed = database.hibernate(session -> session.createMutationQuery(
                        "update HibernateDoorIT$Author set penName = 'dora' where id = 1")
                .executeUpdate());

        assertThat(changed).isOne();
        assertThat(postgres.value(String.class, "select pen_name from author where id = 1"))
                .isEqualTo("dora");
    }

    @Test
    void translatesAViolationIntoEntityAndAttribute() {
        Duplicate error = catchThrowableOfType(
                Duplicate.class,
                () -> database.hibernate(session -> {
                    session.insert(new Author(3, "ada"));
                    return null;
                }));

        assertThat(error).hasMessage("""
                        Author with the same penName (constraint "author_pen_name_key") already exists
                          hint: pick other values, or use upsert() or insertIgnore() of a Dao""");
        assertThat(error.table()).isEqualTo("author");
        assertThat(error.fields()).containsExactly("penName");
    }

    @Test
    void namesBothEntitiesOfAReference() {
        StillReferenced error = catchThrowableOfType(
                StillReferenced.class,
                () -> database.sql(
                        connection -> connection.createStatement().execute("delete from author where id = 1")));

        assertThat(error).hasMessage("""
                        Author cannot be deleted or re-keyed: rows of Book.author still refer to it (constraint "book_author_fk")
                          hint: delete or move the referring rows first""");
        assertThat(error.fields()).containsExactly("id");
    }

    @Test
    void saysThatARowMovedOn() {
        assertThatExceptionOfType(Stale.class)
                .isThrownBy(() -> database.hibernate(session -> {
                    Author author = session.get(Author.class, 1L);
                    postgres.execute("update author set version = version + 1");
                    session.update(author);
                    return null;
                }))
                .withMessageContaining("Author \"1\" is no longer as expected");
    }

    @Test
    void saysWhatToDoAboutALazyAssociation() {
        Book book = database.hibernate(session -> session.get(Book.class, 10L));

        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.hibernate(session -> book.author.penName()))
                .withMessage("""
                        an association that was not fetched is read after its session has ended
                          hint: fetch it in the query, or select what is needed into a record""");
    }

    @Entity
    @Table(name = "author")
    static class Author {
        @Id
        long id;

        @Version
        int version;

        @Column(name = "pen_name")
        String penName;

        Author() {}

        Author(long id, String penName) {
            this.id = id;
            this.penName = penName;
        }

        String penName() {
            return penName;
        }
    }

    @Entity
    @Table(name = "book")
    static class Book {
        @Id
        long id;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        Author author;
    }
}
