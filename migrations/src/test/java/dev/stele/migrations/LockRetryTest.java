package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table in use: its users are held up for no longer than the limit, and the migration comes through. */
class LockRetryTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    private final List<String> reasons = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void makeABusyTable() {
        postgres.execute("drop schema public cascade", "create schema public", "create table busy (id int)");
    }

    @Test
    void aChangesetThatMeetsALockIsTriedAgainUntilTheTableIsFree() throws Exception {
        try (Connection other = holding("access share")) {
            Migrations migrations = migrations("""
                    --changeset a:add
                    create table first (id int);
                    alter table busy add n int;
                    """, Duration.ofMinutes(5), () -> {
                if (reasons.size() == 3) {
                    other.rollback();
                }
            });

            assertThat(migrations.upgrade().applied()).hasSize(1);
        }

        assertThat(reasons).hasSize(3).allSatisfy(reason -> assertThat(reason)
                .matches("canceling statement due to lock timeout \\(SQLSTATE 55P03\\), the oldest open transaction is"
                        + " that of process \\d+ of the server, application \"the holder\", open for \\d+ ms"));
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void whoGivesUpSaysHowOftenItTriedAndWhoIsInTheWay() throws Exception {
        try (Connection other = holding("access share")) {
            Migrations migrations =
                    migrations("--changeset a:add\nalter table busy add n int;\n", Duration.ofMillis(200), () -> {});

            assertThatThrownBy(migrations::upgrade)
                    .hasMessageMatching("changeset \"a:add\" of x/0001-x.sql failed at statement 1 of 1:"
                            + " canceling statement due to lock timeout \\(SQLSTATE 55P03\\)\n"
                            + "  hint: tried \\d+ times in \\d+ ms, the oldest open transaction is that of process \\d+ of"
                            + " the server, application \"the holder\", open for \\d+ ms;"
                            + " nothing of this changeset is kept; mend it and run again");
            assertThat(other.isClosed()).isFalse();
        }
        assertThat(reasons).isNotEmpty();
    }

    @Test
    void withoutRetryItIsTriedOnce() throws Exception {
        try (Connection other = holding("access share")) {
            Migrations migrations =
                    migrations("--changeset a:add\nalter table busy add n int;\n", Duration.ZERO, () -> {});

            assertThatThrownBy(migrations::upgrade)
                    .hasMessageContaining("hint: tried once, the oldest open transaction");
            assertThat(reasons).isEmpty();
            assertThat(other.isClosed()).isFalse();
        }
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        Migrations migrations = migrations("""
                --changeset a:raise splitStatements:false
                do $$ begin
                    if nextval('attempts') < 3 then raise exception 'met another' using errcode = '40P01'; end if;
                end $$;
                """, Duration.ofMinutes(5), () -> {});
        postgres.execute("create sequence attempts");

        assertThat(migrations.upgrade().applied()).hasSize(1);

        assertThat(reasons).hasSize(2).allSatisfy(reason -> assertThat(reason)
                .startsWith("met another (SQLSTATE 40P01)"));
    }

    @Test
    void concurrentlyWaitsWithoutALimitAndIsNotTriedAgain() throws Exception {
        List<String> waits = new ArrayList<>();
        try (Connection other = holding("row exclusive")) {
            Migrations migrations = migrations("""
                    --changeset a:index runInTransaction:false
                    create index concurrently busy_id_idx on busy (id);
                    """, Duration.ofMinutes(5), () -> {});
            Thread free = new Thread(() -> {
                awaitWaitLongerThan(Duration.ofMillis(300));
                waits.add("freed");
                rollback(other);
            });
            free.start();

            assertThat(migrations.upgrade().applied()).hasSize(1);
            free.join();
        }

        assertThat(waits).containsExactly("freed");
        assertThat(reasons).isEmpty();
        assertThat(postgres.value(Boolean.class, "select indisvalid from pg_index where indrelid = 'busy'::regclass"))
                .isTrue();
    }

    @Test
    void outsideATransactionTheStatementAtHandIsTriedAgain() throws Exception {
        try (Connection other = holding("access share")) {
            Migrations migrations = migrations("""
                    --changeset a:both runInTransaction:false
                    create table once (id int);
                    alter table busy add n int;
                    create index concurrently busy_n_idx on busy (n);
                    """, Duration.ofMinutes(5), () -> {
                if (reasons.size() == 2) {
                    other.rollback();
                }
            });

            assertThat(migrations.upgrade().applied()).hasSize(1);
        }
        assertThat(reasons).hasSize(2);
    }

    private Connection holding(String mode) throws SQLException {
        Connection other = postgres.connect();
        try (Statement statement = other.createStatement()) {
            statement.execute("set application_name = 'the holder'");
            other.setAutoCommit(false);
            statement.execute("lock table busy in " + mode + " mode");
        }
        return other;
    }

    private Migrations migrations(String text, Duration retry, Heard heard) throws IOException {
        Files.writeString(folder.resolve("0001-x.sql"), "--liquibase formatted sql\n" + text);
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults()
                        .withChangelog(Changelog.directory(folder, "x"))
                        .withLockTimeout(Duration.ofMillis(100))
                        .withLockRetry(retry)
                        .withListener(new MigrationListener() {
                            @Override
                            public void retrying(Progress progress, String reason, Duration pause) {
                                reasons.add(reason);
                                pauses.add(pause);
                                try {
                                    heard.retrying();
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        }));
    }

    private static void awaitWaitLongerThan(Duration limit) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            if (!postgres.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database() and clock_timestamp() - query_start > '"
                            + limit.toMillis() + " ms'")
                    .isEmpty()) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody waited for the table");
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Heard {
        void retrying() throws SQLException;
    }
}
