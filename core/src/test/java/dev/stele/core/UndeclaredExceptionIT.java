package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.config.PoolSettings;
import java.io.IOException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kotlin and Lombok throw checked exceptions that no signature declares; a transaction ends by them as by any. */
class UndeclaredExceptionIT {
    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id integer primary key)");

    @Test
    void rollsBackAndGivesTheConnectionBack() {
        try (Database database = Database.open(postgres.config().withPool(PoolSettings.DEFAULT.withMaxSize(1)))) {
            assertThatThrownBy(() -> database.tx().run(() -> {
                        insert(database, 1);
                        throw UndeclaredExceptionIT.<RuntimeException>undeclared();
                    }))
                    .isInstanceOf(IOException.class);
            database.tx().run(() -> {
                insert(database, 2);
                assertThatThrownBy(() -> database.savepoint(() -> {
                            insert(database, 3);
                            throw UndeclaredExceptionIT.<RuntimeException>undeclared();
                        }))
                        .isInstanceOf(IOException.class);
            });
        }

        assertThat(postgres.value(Integer.class, "select sum(id)::integer from item"))
                .isEqualTo(2);
    }

    private static void insert(Database database, int id) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("insert into item values (" + id + ")");
            }
        });
    }

    @SuppressWarnings("unchecked") // the very point
    private static <X extends Throwable> X undeclared() throws X {
        throw (X) new IOException("not declared");
    }
}
