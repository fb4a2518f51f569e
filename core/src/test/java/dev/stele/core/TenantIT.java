package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection serves everybody, so whatever stays behind on it is seen. */
class TenantIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static Database database;

    @BeforeAll
    static void open() {
        DatabaseConfig config = postgres.config();
        PoolSettings one = new PoolSettings(
                PoolSettings.Mode.POOLED, 1, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30));
        database = Database.open(config.withPool(one));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void isNamedForTheWholeTransaction() {
        database.tx().serializable().readOnly().tenant("user:1").run(() -> {
            assertThat(tenant()).isEqualTo("user:1");
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> database.savepoint(() -> ask("select 1/0")));
            assertThat(tenant()).isEqualTo("user:1");
        });
    }

    @Test
    void endsWithItsTransactionHoweverThatEnds() {
        database.tx().tenant("user:1").run(() -> assertThat(tenant()).isEqualTo("user:1"));
        assertThat(tenant()).isNullOrEmpty();

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> database.tx().tenant("user:2").run(() -> ask("select 1/0")));
        assertThat(tenant()).isNullOrEmpty();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.tx().tenant("user:3").run(() -> {
                    tenant();
                    throw new IllegalStateException("no");
                }));
        assertThat(tenant()).isNullOrEmpty();
        assertThat(database.tx().call(TenantIT::tenant)).isNullOrEmpty();
    }

    @Test
    void isNamedAnewForEachAttempt() {
        int[] attempts = new int[1];

        database.tx().retry(2).tenant("user:1").run(() -> {
            assertThat(tenant()).isEqualTo("user:1");
            if (attempts[0]++ == 0) {
                ask("do $$ begin raise exception using errcode = '40001'; end $$");
            }
        });

        assertThat(attempts[0]).isEqualTo(2);
    }

    @Test
    void aUnitOfWorkOfTheSameTenantOrOfNoneJoins() {
        database.tx().tenant("user:1").run(() -> {
            assertThat(database.tx().tenant("user:1").call(TenantIT::tenant)).isEqualTo("user:1");
            assertThat(database.tx().call(TenantIT::tenant)).isEqualTo("user:1");
        });
    }

    @Test
    void aUnitOfWorkOfAnotherTenantCannotJoin() {
        Transactions other = database.tx().tenant("user:2");

        for (Transactions around :
                new Transactions[] {database.tx(), database.tx().tenant("user:1")}) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> around.run(() -> other.run(TenantIT::tenant)))
                    .withMessage("""
                            a unit of work of a tenant cannot join a transaction of another tenant, or of none
                              hint: name the tenant where the outermost transaction begins""");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\0", "é", "a\n"})
    void refusesANameThatTheServerMightReadAsAnother(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.tx().tenant(name))
                .withMessage("a tenant's name must be 1 to 200 visible ASCII characters");
    }

    private static String tenant() {
        return ask("select current_setting('stele.tenant', true)");
    }

    private static String ask(String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!statement.execute(sql)) {
                    return null;
                }
                ResultSet row = statement.getResultSet();
                row.next();
                return row.getString(1);
            }
        });
    }
}
