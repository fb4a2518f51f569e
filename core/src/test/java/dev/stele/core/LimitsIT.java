package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Retryable;
import dev.stele.core.error.TimedOut;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What takes too long is cut off on the server too, and what a vanished client held is freed. */
class LimitsIT {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql("create table item (id int primary key)", "insert into item values (1)");

    private static DatabaseConfig limited(DatabaseConfig config) {
        return config.withApplicationName("limited")
                .withTimeouts(
                        config.timeouts().withStatement(LIMIT).withLock(LIMIT).withIdleInTransaction(LIMIT));
    }

    @Test
    void aSlowStatementEndsOnTheServerToo() {
        try (Database database = Database.open(limited(postgres.config()))) {
            DatabaseException error = cutInTime(() -> ask(database, "select pg_sleep(60)::text"));

            assertThat(error).isInstanceOf(TimedOut.class);
            assertThat(postgres.query("select 1 from pg_stat_activity"
                            + " where application_name = 'limited' and state = 'active'"))
                    .isEmpty();
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aWaitForALockEndsOnTheServerToo() throws Exception {
        DatabaseConfig config = limited(postgres.config());
        try (Database database =
                        Database.open(config.withTimeouts(config.timeouts().withStatement(Duration.ofSeconds(30))));
                Connection other = postgres.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("update item set id = 1 where id = 1");

            DatabaseException error =
                    cutInTime(() -> ask(database, "update item set id = 1 where id = 1 returning id"));

            assertThat(error).isInstanceOf(Retryable.class).hasMessageStartingWith("a lock was not to be had");
            assertThat(postgres.query("select 1 from pg_locks where not granted"))
                    .isEmpty();
        }
    }

    @Test
    void theLocksOfAVanishedClientAreFreed() throws Exception {
        try (FaultProxy line = FaultProxy.before(postgres.config());
                Database vanishing = Database.open(limited(line.config(postgres.config())));
                Database other = Database.open(postgres.config())) {
            Throwable lost = catchThrowable(() -> vanishing.tx().run(() -> {
                ask(vanishing, "update item set id = 1 where id = 1 returning id");
                line.blackhole();
                assertThat(ask(other, "update item set id = 1 where id = 1 returning id"))
                        .isEqualTo("1");
            }));

            assertThat(lost).isInstanceOf(DatabaseException.class);
        }
    }

    /** The error of a call, which must not come before the limit, nor long after. */
    private static DatabaseException cutInTime(Runnable call) {
        long began = System.nanoTime();
        Throwable error = catchThrowable(call::run);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(LIMIT.multipliedBy(8).dividedBy(10), LIMIT.multipliedBy(2));
        return (DatabaseException) error;
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
