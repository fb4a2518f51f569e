package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.advice.IndexShape.Order;
import dev.stele.migrations.advice.ServerIndex.Role;
import dev.stele.migrations.advice.ServerIndex.Use;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexShapeTest {
    private static final Prover.Table NOTE = new Prover.Table("public", "note");
    private static final IndexKey TEAM = IndexKey.of("team_id");
    private static final IndexKey STATE = IndexKey.of("state");
    private static final IndexKey AT = IndexKey.of("at");
    private static final IndexKey NEWEST = new IndexKey("at", "", "", new Order(true, true));

    @Test
    void isWrittenAsAPersonWould() {
        IndexShape shape = new IndexShape(
                NOTE,
                "btree",
                List.of(
                        TEAM,
                        NEWEST,
                        new IndexKey("title", "text_pattern_ops", "\"C\"", new Order(true, false)),
                        new IndexKey("lower((email)::text)", "", "", new Order(false, true)),
                        IndexKey.of("(votes + 1)")),
                List.of("body"),
                "done is null");

        assertThat(shape.definition("note"))
                .isEqualTo("note (team_id, at desc, title collate \"C\" text_pattern_ops desc nulls last,"
                        + " (lower((email)::text)) nulls first, ((votes + 1))) include (body) where done is null");
        assertThat(new IndexShape(NOTE, "gin", List.of(IndexKey.of("labels")), List.of(), "").definition("note"))
                .isEqualTo("note using gin (labels)");
    }

    @Test
    void anIndexServesWhatIsComparedByEqualityInWhateverOrder() {
        assertThat(serves(List.of(STATE, TEAM), List.of(TEAM, STATE), 2)).isTrue();
        assertThat(serves(List.of(STATE, AT), List.of(TEAM, STATE), 2)).isFalse();
        assertThat(serves(List.of(STATE), List.of(TEAM, STATE), 2)).isFalse();
    }

    @Test
    void anIndexServesAnOrderForwardsAndBackwardsButNotMixed() {
        assertThat(serves(List.of(TEAM, AT), List.of(TEAM, NEWEST), 1)).isTrue();
        assertThat(serves(List.of(TEAM, NEWEST, STATE), List.of(TEAM, NEWEST), 1))
                .isTrue();
        assertThat(serves(List.of(AT, STATE), List.of(NEWEST, STATE), 0)).isFalse();
        assertThat(serves(List.of(AT, TEAM), List.of(TEAM, NEWEST), 1)).isFalse();
        IndexKey nullsLast = new IndexKey("at", "", "", new Order(true, false));
        assertThat(serves(List.of(TEAM, AT), List.of(TEAM, nullsLast), 1)).isFalse();
    }

    @Test
    void aPartialOrInvalidIndexOrOneOfAnotherClassOrCollationServesNotAll() {
        IndexShape wanted = IndexShape.tree(NOTE, List.of(TEAM));
        assertThat(index(wanted.withPredicate("(done IS NULL)"), true).serves(wanted, 1))
                .isFalse();
        assertThat(index(wanted.withPredicate("(done IS NULL)"), true).serves(wanted.withPredicate("done is null"), 1))
                .isTrue();
        assertThat(index(wanted, true).serves(wanted.withPredicate("done is null"), 1))
                .isTrue();
        assertThat(index(wanted, false).serves(wanted, 1)).isFalse();
        IndexKey pattern = new IndexKey("team_id", "text_pattern_ops", "", Order.RISING);
        assertThat(serves(List.of(pattern), List.of(TEAM), 1)).isFalse();
        IndexKey collated = new IndexKey("team_id", "", "\"C\"", Order.RISING);
        assertThat(serves(List.of(collated), List.of(TEAM), 1)).isFalse();
    }

    @Test
    void expressionsAreTheSameHoweverTheyArePrinted() {
        assertThat(serves(List.of(IndexKey.of("lower(email::text)")), List.of(IndexKey.of("lower((email)::text)")), 1))
                .isTrue();
    }

    @Test
    void theGeneralClassOfJsonServesTheNarrowOne() {
        IndexShape wanted = new IndexShape(
                NOTE, "gin", List.of(new IndexKey("labels", "jsonb_path_ops", "", Order.RISING)), List.of(), "");
        IndexShape general = new IndexShape(NOTE, "gin", List.of(IndexKey.of("labels")), List.of(), "");

        assertThat(index(general, true).serves(wanted, 0)).isTrue();
        assertThat(index(wanted, true).serves(general, 0)).isFalse();
    }

    @Test
    void oneCandidateTakesTheNeedsOfAnotherWhereItsKeysMayChangePlaces() {
        Candidate both = candidate(2, "a", TEAM, STATE, NEWEST);
        Candidate one = candidate(1, "b", STATE);

        Candidate merged = both.merged(one).orElseThrow();

        assertThat(merged.shape().keys()).containsExactly(STATE, TEAM, NEWEST);
        assertThat(merged.needs()).hasSize(2);
        assertThat(both.merged(candidate(1, "c", STATE, NEWEST))).isEmpty();
        assertThat(both.merged(candidate(1, "d", AT))).isEmpty();
        assertThat(candidate(0, "e", NEWEST, TEAM)
                        .merged(candidate(0, "f", NEWEST))
                        .orElseThrow()
                        .needs())
                .hasSize(2);
    }

    private static Candidate candidate(int equal, String sql, IndexKey... keys) {
        Candidate.Need need =
                new Candidate.Need(new Prover.Served(sql, List.of(NOTE)), "is slow", Duration.ZERO, false);
        return new Candidate(IndexShape.tree(NOTE, List.of(keys)), equal, Problem.MISSING_INDEX, "note", List.of(need));
    }

    private static boolean serves(List<IndexKey> there, List<IndexKey> wanted, int equal) {
        return index(IndexShape.tree(NOTE, there), true).serves(IndexShape.tree(NOTE, wanted), equal);
    }

    private static ServerIndex index(IndexShape shape, boolean valid) {
        return new ServerIndex("i", shape, new Role(false, "", valid, false), new Use(0, 0, "", "public.i"));
    }
}
