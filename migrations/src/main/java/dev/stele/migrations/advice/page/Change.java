package dev.stele.migrations.advice.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do, as it is shown.
 *
 * @param anchor tells it apart within the file
 * @param name its name
 * @param sentence what to do and why it helps
 * @param mends what it mends, a sentence each
 * @param remedy what to run or to write
 * @param price what it costs
 * @param tried what it did when it was tried, or null
 */
public record Change(
        String anchor,
        String name,
        String sentence,
        List<String> mends,
        Remedy remedy,
        List<Page.Fact> price,
        @Nullable Tried tried) {

    /**
     * What to run or to write.
     *
     * @param kind its kind, in words
     * @param code the statement or call
     * @param rollback the statement that takes it back, or null
     */
    public record Remedy(String kind, Code code, @Nullable Code rollback) {}

    /**
     * What a change did when it was tried.
     *
     * @param where in words
     * @param factor by how much it got better
     * @param pairs the same figure before and after
     * @param before the plan without it
     * @param after the plan with it
     */
    public record Tried(String where, Page.Fact factor, List<Pair> pairs, PlanTree before, PlanTree after) {}

    /**
     * One figure before and after, as bars of one scale.
     *
     * @param label what it is
     * @param before without the change
     * @param after with it
     */
    public record Pair(String label, Page.Bar before, Page.Bar after) {}
}
