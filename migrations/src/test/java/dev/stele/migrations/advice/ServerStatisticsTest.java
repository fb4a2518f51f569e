package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerStatisticsTest {

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create schema audit",
                    "create table author (id bigint primary key, email varchar(200) not null)",
                    "alter table author add constraint author_email_key unique (email)",
                    "create table post (id bigint primary key, author_id bigint not null references author,"
                            + " editor_id bigint references author, body text)",
                    "create index post_editor on post (editor_id) where editor_id is not null",
                    "create table audit.entry (at timestamptz, \"Who\" text) partition by range (at)",
                    "create table audit.entry_old partition of audit.entry for values from (minvalue) to (now())",
                    "create index entry_at on audit.entry (at)",
                    "insert into author select i, 'author' || i || '@example.org' from generate_series(1, 20000) i",
                    "insert into post select i, 1 + i % 20000, null, repeat('x', 100) from generate_series(1, 5000) i",
                    "insert into audit.entry select '2020-01-01'::timestamptz + i * interval '1 hour', 'me'"
                            + " from generate_series(1, 1000) i",
                    "vacuum analyze");

    @Test
    void knowsTablesWithTheirColumnsAndReferences() throws SQLException {
        assertThat(table(read(), "post")).satisfies(post -> {
            assertThat(post.columns()).first().isEqualTo(new TableFigures.Column("id", "bigint", true));
            assertThat(post.references())
                    .containsExactlyInAnyOrder(
                            new TableFigures.Reference(List.of("author_id"), "author", false),
                            new TableFigures.Reference(List.of("editor_id"), "author", true));
            assertThat(post.size().rows()).isEqualTo(5000);
            assertThat(post.size().bytes()).isGreaterThan(500_000);
            assertThat(post.size().indexBytes()).isPositive();
            assertThat(post.activity().analyzed()).isNotNull();
        });
    }

    @Test
    void sumsUpPartitionsUnderTheNameOfTheirTable() throws SQLException {
        ServerStatistics statistics = read();

        assertThat(table(statistics, "audit.entry").size().rows()).isEqualTo(1000);
        assertThat(table(statistics, "audit.entry").columns())
                .extracting(TableFigures.Column::name)
                .containsExactly("at", "Who");
        assertThat(index(statistics, "audit.entry_at").bytes()).isPositive();
        assertThat(statistics.server()).startsWith("PostgreSQL " + postgres.majorVersion());
        assertThat(statistics.standby()).isFalse();
    }

    @Test
    void looksAtTheSchemasAskedForOnly() throws SQLException {
        try (Connection connection = postgres.connect()) {
            assertThat(ServerStatistics.read(connection, List.of("audit"), 5).tables())
                    .extracting(TableFigures::name)
                    .containsExactly("audit.entry", "audit.entry_old");
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @Test
    void knowsIndexesWithTheirConstraints() throws SQLException {
        assertThat(index(read(), "author_email_key")).satisfies(index -> {
            assertThat(index.table()).isEqualTo("author");
            assertThat(index.constraint()).isEqualTo(Optional.of("author_email_key"));
            assertThat(index.definition()).contains("UNIQUE INDEX author_email_key ON public.author");
            assertThat(index.bytes()).isPositive();
        });
        assertThat(index(read(), "post_editor").constraint()).isEmpty();
    }

    @Test
    void estimatesBloatWhereNothingMeasuresIt() throws SQLException {
        postgres.execute(
                "create table swollen (id bigint primary key)",
                "insert into swollen select generate_series(1, 50000)",
                "analyze swollen");
        double before = index(read(), "swollen_pkey").bloat().orElseThrow();
        postgres.execute("delete from swollen where id % 10 <> 0", "vacuum analyze swollen");

        ServerStatistics after = read();

        assertThat(before).isLessThan(0.1);
        assertThat(index(after, "swollen_pkey").bloat().orElseThrow()).isCloseTo(0.9, within(0.1));
        assertThat(after.notes())
                .contains("bloat of indexes is estimated; the extension pgstattuple and the right of"
                        + " pg_stat_scan_tables to call it measure it");
    }

    @Test
    void measuresBloatWhereItMay() throws SQLException {
        postgres.execute(
                "create table shrunk (id bigint primary key)",
                "insert into shrunk select generate_series(1, 50000)",
                "delete from shrunk where id % 2 = 0",
                "vacuum analyze shrunk",
                "create extension pgstattuple");
        try {
            ServerStatistics statistics = read();

            assertThat(index(statistics, "shrunk_pkey").bloat().orElseThrow()).isCloseTo(0.5, within(0.05));
            assertThat(statistics.notes()).noneMatch(note -> note.contains("pgstattuple"));
        } finally {
            postgres.execute("drop extension pgstattuple");
        }
    }

    @Test
    void saysWhatIsNotInstalledAndWhatItTakes() throws SQLException {
        assertThat(read().notes())
                .contains("statements of other programs are not known: pg_stat_statements is not installed in this"
                        + " database; name it in shared_preload_libraries, restart, and run CREATE EXTENSION"
                        + " pg_stat_statements");
    }

    @Test
    void namesIndexesThatAreNotValid() throws SQLException {
        postgres.execute("create table twice (a int)", "insert into twice values (1), (1)");
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("create unique index concurrently twice_a on twice (a)");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("23505");
        }

        assertThat(read().notes())
                .contains("index twice_a is not valid, as one is whose CREATE INDEX CONCURRENTLY failed: no query uses"
                        + " it and every write keeps it; drop it or reindex it");
    }

    @Test
    void aRoleThatMayReadNothingStillGetsTheCatalog() throws SQLException {
        postgres.execute(
                "drop role if exists statistics_reader", "create role statistics_reader login password 'reader-pw-2'");
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), "statistics_reader", "reader-pw-2")) {
            ServerStatistics statistics = ServerStatistics.read(connection, List.of(), 5);

            assertThat(table(statistics, "post").size().rows()).isEqualTo(5000);
            assertThat(index(statistics, "author_email_key").bloat()).isEmpty();
        } finally {
            postgres.execute("drop role statistics_reader");
        }
    }

    @Test
    void aLockedTableLeavesANoteInsteadOfWaiting() throws SQLException {
        try (Connection locker = postgres.connect();
                var statement = locker.createStatement()) {
            locker.setAutoCommit(false);
            statement.execute("lock table post in access exclusive mode");

            assertThat(read().notes())
                    .contains(
                            "the server's figures of tables could not be read: canceling statement due to lock timeout"
                                    + " (SQLSTATE 55P03)");
        }
    }

    @Test
    void readsNoTableOfTheApplication() throws SQLException {
        long before = scans();

        read();

        assertThat(scans()).isEqualTo(before);
    }

    private static long scans() {
        postgres.execute("select pg_stat_force_next_flush()");
        return postgres.value(
                Long.class, "select sum(seq_scan + coalesce(idx_scan, 0))::bigint from pg_stat_user_tables");
    }

    private static ServerStatistics read() throws SQLException {
        try (Connection connection = postgres.connect()) {
            return ServerStatistics.read(connection, List.of(), 10);
        }
    }

    private static TableFigures table(ServerStatistics statistics, String name) {
        return statistics.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static IndexFigures index(ServerStatistics statistics, String name) {
        return statistics.indexes().stream()
                .filter(index -> index.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
