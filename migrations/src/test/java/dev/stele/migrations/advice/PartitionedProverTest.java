package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.advice.Prover.Served;
import dev.stele.migrations.advice.Prover.Table;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An index of a partitioned table is tried on its partitions, whose parts of it have names of their own. */
class PartitionedProverTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table visit (id bigint not null, at timestamptz not null, page_id integer not null,"
                            + " note text not null, primary key (id, at)) partition by range (at)",
                    "create table visit_1 partition of visit for values from ('2026-01-01') to ('2026-02-01')",
                    "create table visit_2 partition of visit for values from ('2026-02-01') to ('2026-03-01')",
                    "create table visit_rest partition of visit default",
                    "insert into visit select n, timestamptz '2026-01-01' + n * interval '2 minutes', n * 7919 % 3000,"
                            + " repeat('x', 100) from generate_series(1, 40000) n",
                    "vacuum analyze visit");

    private static final Trial TRIAL = new Trial(
            "visit_page",
            new Table("public", "visit"),
            List.of(),
            "create index visit_page on public.visit (page_id, at)",
            List.of(
                    new Served("select id from visit where page_id = ?", List.of(new Table("public", "visit_1"))),
                    new Served(
                            "select id from visit where page_id = ? order by at desc limit 5",
                            List.of(new Table("public", "visit")))));

    @Test
    void withRows() throws SQLException {
        requireKept(ProofOptions.defaults(), Proof.Where.SCRATCH_ROWS);
    }

    @Test
    void withASample() throws SQLException {
        requireKept(ProofOptions.defaults().withCopied(2 << 20), Proof.Where.SCRATCH_ROWS);
    }

    @Test
    void withStatistics() throws SQLException {
        assumeTrue(postgres.majorVersion() >= 18, "statistics can be imported from version 18 on");

        requireKept(ProofOptions.defaults().withRows(ProofOptions.Rows.NONE), Proof.Where.SCRATCH_STATISTICS);
    }

    private static void requireKept(ProofOptions options, Proof.Where where) throws SQLException {
        Prover.Verdict verdict = new IndexProver(new ProofPlaces(postgres.dataSource(), postgres.config()), options)
                .prove(List.of(TRIAL))
                .get(0);

        assertThat(verdict).isInstanceOf(Helps.class);
        assertThat(((Helps) verdict).proofs()).isNotEmpty().allMatch(proof -> proof.where() == where);
        NoteTables.requireKept(postgres, TRIAL, ((Helps) verdict).proofs());
    }
}
