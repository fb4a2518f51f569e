package dev.stele.migrations.plan;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan.
 *
 * @param kind as the server calls it, such as {@code Seq Scan}
 * @param relation the table it scans, or null
 * @param index the index it scans, or null
 * @param estimate what the planner expects
 * @param actual what was met, or null where it was not run
 * @param conditions its conditions and keys as the server prints them
 * @param children the steps that feed it, in the plan's order
 */
public record PlanNode(
        String kind,
        @Nullable Relation relation,
        @Nullable String index,
        Estimate estimate,
        @Nullable Actual actual,
        Conditions conditions,
        List<PlanNode> children) {
    public PlanNode {
        children = List.copyOf(children);
    }

    /** This step and all below it, each before its children. */
    public Stream<PlanNode> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(PlanNode::all));
    }

    /**
     * A table in a plan.
     *
     * @param schema its schema
     * @param name its name
     * @param alias how the statement calls it
     */
    public record Relation(String schema, String name, String alias) {}

    /**
     * What the planner expects of a step.
     *
     * @param startup cost until its first row, in the planner's units
     * @param total cost until its last row
     * @param rows rows it gives, for each run; where it was not run and several processes share the work, of all of them
     * @param width bytes a row
     */
    public record Estimate(double startup, double total, double rows, int width) {}

    /**
     * What a step that ran met.
     *
     * @param rows rows it gave, over all runs
     * @param loops how often it ran
     * @param millis time in it and below, over all runs
     * @param removed rows that its filters threw away, over all runs
     * @param buffers pages asked for by it and below, found in memory or read
     * @param read those of them that were read from the disk or the system's cache
     * @param spilled kilobytes that a sort or hash wrote to disk, 0 where it kept in memory
     */
    public record Actual(
            double rows, double loops, double millis, double removed, long buffers, long read, long spilled) {}

    /**
     * The conditions and keys of a step, as the server prints them with qualified columns.
     *
     * @param index what the index was asked, or ""
     * @param filter what each row was asked, or ""
     * @param join what pairs of rows were asked, or ""
     * @param sortKeys by what it sorts
     * @param output what it gives
     */
    public record Conditions(String index, String filter, String join, List<String> sortKeys, List<String> output) {
        public Conditions {
            sortKeys = List.copyOf(sortKeys);
            output = List.copyOf(output);
        }
    }
}
