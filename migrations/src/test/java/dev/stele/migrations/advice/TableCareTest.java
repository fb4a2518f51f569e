package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.plan.Explain;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one statement mends, run once. */
class TableCareTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String READ = "select count(*) from t where a = 1";
    private static final Duration LATER = Duration.ofHours(1);

    @BeforeEach
    void makeATable() throws SQLException {
        postgres.execute(
                "drop schema public cascade",
                "create schema public",
                "create table t (id int primary key, a int) with (autovacuum_enabled = off)");
        fill(1, 20_000);
    }

    @Test
    void aTableThatWasNeverAnalyzedIsToBe() throws SQLException {
        assertThat(care(Duration.ZERO)).singleElement().satisfies(proposal -> {
            assertThat(proposal.findings().get(0).sentence())
                    .isEqualTo("the planner knows nothing of the rows of t, which was never analyzed");
            assertThat(proposal.remedy()).isEqualTo(new Remedy.Maintenance("analyze public.t"));
        });
    }

    @Test
    void oneIsStaleWhenHalfOfItsRowsChangedAndNobodyLooksAgain() throws SQLException {
        postgres.execute("analyze t");
        assertThat(care(LATER)).isEmpty();

        fill(20_001, 39_000);

        assertThat(care(LATER))
                .flatExtracting(Proposal::findings)
                .extracting(Finding::sentence)
                .containsExactly("19,000 rows of t changed since it was analyzed, of 20,000");
    }

    @Test
    void oneThatWasJustAnalyzedIsNotStaleThoughRowsAreToldOfLate() throws SQLException {
        postgres.execute("analyze t");
        fill(20_001, 39_000);

        assertThat(care(Duration.ZERO)).isEmpty();
    }

    @Test
    void oneThatNoStatementReadsIsLeftAlone() throws SQLException {
        assertThat(new TableCare(learnt(List.of(), List.of()), Instant.now()).proposals())
                .isEmpty();
    }

    @Test
    void anIndexHalfOfAirIsBuiltAnewWhereItIsLarge() throws SQLException {
        List<IndexFigures> indexes = List.of(index("t_pkey", 9 << 20, 0.6), index("small", 1 << 20, 0.9));

        List<Proposal> proposals = new TableCare(learnt(List.of(), indexes), Instant.now()).proposals();

        assertThat(proposals).singleElement().satisfies(proposal -> {
            assertThat(proposal.findings().get(0).problem()).isEqualTo(Problem.BLOATED_INDEX);
            assertThat(proposal.remedy()).isEqualTo(new Remedy.Maintenance("reindex index concurrently public.t_pkey"));
        });
    }

    private static IndexFigures index(String name, long bytes, double air) {
        return new IndexFigures(name, "t", "", Optional.empty(), bytes, 1, OptionalDouble.of(air));
    }

    private static List<Proposal> care(Duration later) throws SQLException {
        List<ExaminedStatement> read = StatementExaminer.examine(
                new CountedHere().slow("sql", READ, 1).figures(),
                List.of(),
                AdvisorOptions.defaults(),
                Explain.on(postgres.dataSource())::generic);
        return new TableCare(learnt(read, List.of()), Instant.now().plus(later)).proposals();
    }

    private static Learnt learnt(List<ExaminedStatement> read, List<IndexFigures> indexes) throws SQLException {
        try (Connection connection = postgres.connect()) {
            return new Learnt(SchemaReader.read(connection, List.of()), indexes, read, List.of(), Instant.EPOCH);
        }
    }

    private static void fill(int from, int to) throws SQLException {
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("insert into t select i, i from generate_series(" + from + ", " + to + ") i");
            statement.execute("select pg_stat_force_next_flush()");
        }
    }
}
