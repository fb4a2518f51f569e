package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.plan.Explain;
import dev.stele.migrations.plan.QueryPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlanFindingsTest {

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table thread (id bigint primary key, team_id bigint, title text, meta jsonb, body text)",
                    "insert into thread select i, i % 500, 'Title ' || i, jsonb_build_object('kind', i % 300),"
                            + " repeat('x', 1200) from generate_series(1, 30000) i",
                    "create table stale (id bigint primary key, kind int) with (autovacuum_enabled = off)",
                    "analyze");

    private final Explain explain = Explain.on(postgres.dataSource());

    @Test
    void namesRowsThatAreReadToBeThrownAway() throws SQLException {
        String sql = "select id from thread where team_id = ?";

        assertThat(of(explain.analyzed(sql)))
                .containsExactly(new Finding(
                        Problem.MISSING_INDEX,
                        "thread",
                        "30,000 rows of thread are read to throw 29,940 of them away by what is asked of team_id",
                        sql));
        assertThat(of(explain.generic(sql))).extracting(Finding::problem).containsExactly(Problem.MISSING_INDEX);
    }

    @Test
    void tellsSearchesInDocumentsAndTextsApart() throws SQLException {
        assertThat(of(explain.analyzed("select id from thread where meta @> '{\"kind\": 7}'")))
                .extracting(Finding::problem)
                .containsExactly(Problem.JSON_SEARCH);
        assertThat(of(explain.analyzed("select id from thread where title ilike '%29999%'")))
                .extracting(Finding::problem)
                .containsExactly(Problem.TEXT_SEARCH);
    }

    @Test
    void namesRowsThatAreLeftOut() throws SQLException {
        assertThat(of(explain.analyzed("select id from thread order by id limit 20 offset 25000")))
                .extracting(Finding::problem, Finding::sentence)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Problem.DEEP_OFFSET, "25,000 rows are found and left out to give the 20 that follow them"));
    }

    @Test
    void namesCountsOfManyRows() throws SQLException {
        assertThat(of(explain.generic("select count(*) from thread")))
                .extracting(Finding::problem, Finding::subject, Finding::sentence)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Problem.EXACT_COUNT, "thread", "30,000 rows are visited to say how many they are"));
    }

    @Test
    void namesSortsThatDoNotFit() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set work_mem = '64kB'");

            assertThat(of(Explain.on(connection).analyzed("select id from thread order by title")))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.problem()).isEqualTo(Problem.SPILLED);
                        assertThat(finding.sentence())
                                .matches("a sort of 30,000 rows did not fit work_mem and wrote [\\d,]+ kB to disk");
                    });
        }
    }

    @Test
    void namesWideRows() throws SQLException {
        assertThat(of(explain.generic("select * from thread where id < 10000")))
                .extracting(Finding::problem)
                .containsExactly(Problem.WIDE_ROWS);
    }

    @Test
    void namesEstimatesFarFromWhatWasMet() throws SQLException {
        postgres.execute(
                "insert into stale select i, 1 from generate_series(1, 100) i",
                "analyze stale",
                "update stale set kind = 2 where id > 50",
                "insert into stale select i, 2 from generate_series(101, 100000) i",
                "update pg_class set relpages = 1, reltuples = 100 where relname = 'stale'");

        assertThat(of(explain.analyzed("select id from stale where kind = 3 or id > 10 and kind = 2")))
                .extracting(Finding::problem)
                .contains(Problem.STALE_STATISTICS);
    }

    @Test
    void hasNothingToSayOfWhatAnIndexServes() throws SQLException {
        for (String sql : List.of(
                "select title from thread where id = ?",
                "select title from thread order by id desc limit 20",
                "select title from thread where id > ? order by id limit 20",
                "select id from thread where team_id > ? limit 5",
                "select count(*) from thread where id < 500",
                "update thread set title = ? where id = ?")) {
            assertThat(of(explain.generic(sql))).as(sql).isEmpty();
        }
    }

    private static List<Finding> of(QueryPlan plan) throws SQLException {
        try (Connection connection = postgres.connect()) {
            Map<String, TableFigures> tables = ServerStatistics.read(connection, List.of(), 0).tables().stream()
                    .collect(Collectors.toMap(TableFigures::name, table -> table));
            return PlanFindings.of(plan, tables);
        }
    }
}
