package dev.stele.migrations.advice;

import static dev.stele.migrations.advice.NoteTables.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import dev.stele.migrations.advice.Prover.Verdict.Untried;
import dev.stele.migrations.advice.Prover.Verdict.Useless;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a trial cannot know, it does not promise. */
class ProofLimitsTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql(NoteTables.SQL);

    private static final ProofOptions OPTIONS = ProofOptions.defaults();
    private static final ProofOptions WITHOUT_ROWS = OPTIONS.withRows(ProofOptions.Rows.NONE);

    /** Without the index the newest five may be found long before the end, however large the table is. */
    @Test
    void aSampleDoesNotPromiseThatAPlanWhichEndsEarlyGrowsWithTheTable() throws SQLException {
        Trial trial = trial(
                "note_author_score",
                "(author_id, score)",
                "select * from note where author_id = ? and score > ? order by id desc limit 5");

        Verdict verdict = prove(OPTIONS.withCopied(4 << 20), trial);

        assertThat(verdict).isInstanceOf(Helps.class);
        NoteTables.requireKept(postgres, trial, ((Helps) verdict).proofs());
    }

    @Test
    void anIndexOnRowsThatOnlyAParameterAsksForIsUseless() {
        Trial trial =
                trial("note_b", "(author_id) where kind = 'b'", "select * from note where author_id = ? and kind = ?");

        assertThat(prove(OPTIONS, trial))
                .isEqualTo(
                        new Useless("it holds rows of some values only, and which ones are wanted a parameter tells"));
    }

    @Test
    void anIndexOnRowsThatTheTextAsksForIsNot() {
        Trial asked = trial(
                "note_b", "(author_id) where kind = 'b'", "select * from note where author_id = ? and kind = 'b'");
        Trial there = trial("note_scored", "(score) where score is not null", "select id from note where score = ?");

        assertThat(prover(OPTIONS).prove(List.of(asked, there))).allMatch(Helps.class::isInstance);
    }

    @Test
    void indexesThatServeTogetherOnlyAreTriedTogether() {
        String sql = "select * from note where author_id = ? or score = ?";
        Trial one = trial("note_author", "(author_id)", sql);
        Trial both = new Trial(
                one.name(),
                one.table(),
                List.of(),
                one.create(),
                one.statements(),
                List.of(new Prover.Beside(
                        "note_score", "create index concurrently note_score on public.note (score)")));

        List<Verdict> verdicts = prover(OPTIONS).prove(List.of(one, both));

        assertThat(verdicts.get(0)).isEqualTo(new Useless("the planner does not take it"));
        assertThat(verdicts.get(1)).isInstanceOf(Helps.class);
        withHypoPg(() -> assertThat(prove(OPTIONS, both))
                .isInstanceOfSatisfying(Helps.class, helps -> assertThat(helps.proofs())
                        .allMatch(proof -> proof.where() == Proof.Where.HYPOTHETICAL)));
    }

    private static void withHypoPg(Runnable work) {
        if (!postgres.query("select from pg_available_extensions where name = 'hypopg'")
                .isEmpty()) {
            postgres.execute("create extension hypopg");
            try {
                work.run();
            } finally {
                postgres.execute("drop extension hypopg");
            }
        }
    }

    @Test
    void howSoonTheFirstRowsOfAnExpressionComeNoStatisticsTell() {
        assumeTrue(postgres.majorVersion() >= 18, "statistics can be imported from version 18 on");
        Trial limited = trial(
                "note_score_title",
                "(score, lower(title))",
                "select id, score from note where lower(title) = ? order by score, id limit 10");
        Trial whole = trial("note_title", "(lower(title))", "select id from note where lower(title) = ?");

        List<Verdict> verdicts = prover(WITHOUT_ROWS).prove(List.of(limited, whole));

        assertThat(verdicts.get(0)).isEqualTo(new Untried("rows are needed to try an index of this kind"));
        assertThat(verdicts.get(1)).isInstanceOf(Helps.class);
    }

    private static Verdict prove(ProofOptions options, Trial trial) {
        return prover(options).prove(List.of(trial)).get(0);
    }

    private static IndexProver prover(ProofOptions options) {
        return new IndexProver(new ProofPlaces(postgres.dataSource(), postgres.config()), options);
    }
}
