package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.advice.Prover.Verdict;
import dev.stele.migrations.advice.Prover.Verdict.Helps;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever index is tried with whatever statement: if it is accepted, it is used when it is built, and saves what was promised.
 *
 * <p>{@code -Dstele.random.seed=…} runs others, {@code -Dstele.random.trials=…} more of them.
 */
class RandomIndexesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql(NoteTables.SQL);

    private static final long SEED = Long.getLong("stele.random.seed", 1);
    private static final int TRIALS = Integer.getInteger("stele.random.trials", 16);

    private static final List<String> CONDITIONS = List.of(
            "author_id = ?",
            "author_id = any(?)",
            "score = ?",
            "score > ?",
            "score between ? and ? + 10",
            "kind = ?",
            "kind = 'b'",
            "created_at > ?",
            "(created_at, id) < (?, ?)",
            "lower(title) = ?",
            "score is null",
            "meta @> ?");

    private static final List<String> ORDERS = List.of(
            "", "", " order by created_at desc limit ?", " order by score, id limit 10", " order by id desc limit 5");

    private static final List<String> KEYS =
            List.of("author_id", "score", "kind", "created_at", "created_at desc", "lower(title)", "id");

    private final Random random = new Random(SEED);

    @Test
    void whatACopyAcceptsIsKept() throws SQLException {
        requireKept(ProofOptions.defaults());
    }

    @Test
    void whatASampleAcceptsIsKept() throws SQLException {
        requireKept(ProofOptions.defaults().withCopied(4 << 20));
    }

    @Test
    void whatStatisticsAcceptIsKept() throws SQLException {
        assumeTrue(postgres.majorVersion() >= 18, "statistics can be imported from version 18 on");

        requireKept(ProofOptions.defaults().withRows(ProofOptions.Rows.NONE));
    }

    private void requireKept(ProofOptions options) throws SQLException {
        System.out.println("seed " + SEED);
        List<Trial> trials = IntStream.range(0, TRIALS).mapToObj(this::trial).toList();

        List<Verdict> verdicts =
                new IndexProver(new ProofPlaces(postgres.dataSource(), postgres.config()), options).prove(trials);

        int accepted = 0;
        for (int i = 0; i < trials.size(); i++) {
            if (verdicts.get(i) instanceof Helps helps) {
                accepted++;
                assertThat(helps.proofs()).as("seed " + SEED).isNotEmpty();
                NoteTables.requireKept(postgres, trials.get(i), helps.proofs());
            }
        }
        System.out.println("seed " + SEED + ": " + accepted + " of " + trials.size() + " accepted");
    }

    private Trial trial(int number) {
        List<String> conditions = new ArrayList<>(CONDITIONS);
        Collections.shuffle(conditions, random);
        String where = String.join(" and ", conditions.subList(0, 1 + random.nextInt(2)));
        String sql = "select " + (random.nextBoolean() ? "*" : "id, score") + " from note where " + where
                + ORDERS.get(random.nextInt(ORDERS.size()));
        return NoteTables.trial("random_" + number, definition(conditions), sql);
    }

    private String definition(List<String> conditions) {
        if (conditions.get(0).startsWith("meta") && random.nextBoolean()) {
            return "using gin (meta jsonb_path_ops)";
        }
        List<String> keys = new ArrayList<>();
        // Random indexes rarely serve; those of columns that are asked for do sometimes.
        for (String condition : conditions.subList(0, 2)) {
            KEYS.stream()
                    .filter(condition::startsWith)
                    .filter(key -> random.nextInt(4) > 0)
                    .forEach(keys::add);
        }
        keys.add(KEYS.get(random.nextInt(KEYS.size())));
        List<String> distinct = keys.stream()
                .filter(key -> !key.equals("created_at") || !keys.contains("created_at desc"))
                .distinct()
                .toList();
        boolean covers = random.nextInt(4) == 0 && !distinct.contains("id") && !distinct.contains("score");
        return "(" + String.join(", ", distinct) + ")" + (covers ? " include (id, score)" : "")
                + (random.nextInt(6) == 0 ? " where kind = 'b'" : "");
    }
}
