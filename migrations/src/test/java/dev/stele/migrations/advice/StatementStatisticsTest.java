package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.TestServer;
import dev.stele.core.TestStandby;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.advice.ServerStatistics.CountedStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementStatisticsTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = TestServer.start(Map.of("shared_preload_libraries", "pg_stat_statements", "track_io_timing", "on"));
        execute(
                server.config(),
                "create table thread (id bigint primary key, title text)",
                "insert into thread select i, 'title' || i from generate_series(1, 1000) i",
                "create role counted_other login password 'other-pw-1'",
                "grant select on thread to counted_other");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void install() throws SQLException {
        execute(
                server.config(),
                "drop extension if exists pg_stat_statements",
                "create extension pg_stat_statements",
                "select pg_stat_statements_reset()");
    }

    @Test
    void countsStatementsByShapeWithTheirTimes() throws SQLException {
        runs(server.config(), 7);

        assertThat(only(read(server.config()))).satisfies(counted -> {
            StatementFigures figures = counted.figures();
            assertThat(counted.unplannable()).isEmpty();
            assertThat(figures.sql()).isEqualTo("select title from thread where id = $1");
            assertThat(figures.calls()).isEqualTo(7);
            assertThat(figures.rows()).isEqualTo(7);
            assertThat(figures.times().total()).isPositive();
            assertThat(figures.times().least())
                    .isLessThanOrEqualTo(figures.times().median());
            assertThat(figures.times().median())
                    .isLessThanOrEqualTo(figures.times().p95());
            assertThat(figures.times().p95())
                    .isLessThanOrEqualTo(figures.times().p99());
            assertThat(figures.times().p99())
                    .isLessThanOrEqualTo(figures.times().most());
        });
    }

    @Test
    void readsTheColumnsOfAnOlderVersionOfTheExtension() throws SQLException {
        execute(
                server.config(),
                "drop extension pg_stat_statements",
                "create extension pg_stat_statements version '1.7'");
        runs(server.config(), 3);

        assertThat(only(read(server.config())).figures().calls()).isEqualTo(3);
    }

    @Test
    void countsNeitherItselfNorTheCatalogNorWhatHasNoPlan() throws SQLException {
        read(server.config());
        execute(server.config(), "select count(*) from pg_catalog.pg_class", "vacuum thread", "set work_mem = '4MB'");

        assertThat(read(server.config()).statements()).isEmpty();
    }

    @Test
    void aTextOfARoleThatMayNotActAsThisOneIsNotForPlanning() throws SQLException {
        execute(server.config(), "drop role if exists counted_reader");
        execute(
                server.config(),
                "create role counted_reader login password 'reader-pw-3' in role pg_read_all_stats",
                "grant select on thread to counted_reader");
        DatabaseConfig reader = as("counted_reader", "reader-pw-3");
        runs(as("counted_other", "other-pw-1"), 2);

        assertThat(only(read(reader)).unplannable())
                .isEqualTo(
                        "it was run by the role counted_other, which may not act as this role: planning calls functions"
                                + " that are in it");
    }

    @Test
    void saysHowManyStatementsAreHiddenFromTheRole() throws SQLException {
        runs(server.config(), 2);

        assertThat(read(as("counted_other", "other-pw-1")).notes())
                .anyMatch(note -> note.matches(
                        "\\d+ statements of other roles are hidden; grant pg_read_all_stats to this role to see them"));
    }

    @Test
    void aServerThatDoesNotLoadTheLibrarySaysSo() throws SQLException {
        try (TestServer bare = TestServer.start(Map.of())) {
            execute(bare.config(), "create extension pg_stat_statements");

            assertThat(read(bare.config()).notes())
                    .contains(
                            "the server's figures of statements could not be read: pg_stat_statements is installed but"
                                    + " not in shared_preload_libraries (SQLSTATE 55000)");
        }
    }

    @Test
    void aStandbyIsReadAndNamedAsOne() throws SQLException {
        try (TestServer primary = TestServer.start(Map.of("shared_preload_libraries", "pg_stat_statements"))) {
            execute(
                    primary.config(),
                    "create extension pg_stat_statements",
                    "create table thread (id bigint primary key)");
            try (TestStandby standby = TestStandby.of(primary)) {
                ServerStatistics statistics = read(standby.config());

                assertThat(statistics.standby()).isTrue();
                assertThat(statistics.tables()).extracting(TableFigures::name).contains("thread");
                assertThat(statistics.notes())
                        .contains("this server is a standby: what it counts ran here, not on its primary");
            }
        }
    }

    private static CountedStatement only(ServerStatistics statistics) {
        assertThat(statistics.statements()).hasSize(1);
        return statistics.statements().get(0);
    }

    private static DatabaseConfig as(String role, String password) {
        return DatabaseConfig.of(server.config().jdbcUrl(), role, password);
    }

    private static void runs(DatabaseConfig config, int times) throws SQLException {
        try (Connection connection = connect(config);
                PreparedStatement statement = connection.prepareStatement("select title from thread where id = ?")) {
            for (int i = 1; i <= times; i++) {
                statement.setLong(1, i);
                statement.executeQuery().close();
            }
        }
    }

    private static ServerStatistics read(DatabaseConfig config) throws SQLException {
        try (Connection connection = connect(config)) {
            return ServerStatistics.read(connection, List.of(), 10);
        }
    }

    private static void execute(DatabaseConfig config, String... all) throws SQLException {
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            for (String sql : all) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(DatabaseConfig config) throws SQLException {
        return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
    }
}
