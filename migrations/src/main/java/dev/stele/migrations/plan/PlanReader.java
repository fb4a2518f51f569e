package dev.stele.migrations.plan;

import dev.stele.core.mapping.Json;
import dev.stele.migrations.plan.PlanNode.Actual;
import dev.stele.migrations.plan.PlanNode.Conditions;
import dev.stele.migrations.plan.PlanNode.Estimate;
import dev.stele.migrations.plan.PlanNode.Relation;
import dev.stele.migrations.plan.QueryPlan.Execution;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@code EXPLAIN (VERBOSE, FORMAT JSON)} prints, of version 15 and later. */
final class PlanReader {
    private final Map<?, ?> step;

    private PlanReader(Map<?, ?> step) {
        this.step = step;
    }

    /**
     * The plan of a statement.
     *
     * @throws IllegalArgumentException if the text is no plan
     */
    static QueryPlan read(String sql, QueryPlan.Values values, String json) {
        // A rule may make several statements of one; the first one is what was asked.
        if (Json.parse(json) instanceof List<?> all
                && !all.isEmpty()
                && all.get(0) instanceof Map<?, ?> first
                && first.get("Plan") instanceof Map<?, ?> plan) {
            PlanReader root = new PlanReader(plan);
            return new QueryPlan(sql, values, root.node(1), execution(new PlanReader(first), root), json);
        }
        throw new IllegalArgumentException("the server's answer to EXPLAIN holds no plan");
    }

    private static @Nullable Execution execution(PlanReader statement, PlanReader root) {
        return statement.step.containsKey("Execution Time")
                ? new Execution(statement.number("Planning Time"), statement.number("Execution Time"), root.buffers())
                : null;
    }

    /**
     * This step.
     *
     * @param processes how many times what one process is expected to meet all of them meet together
     */
    private PlanNode node(double processes) {
        double below = text("Node Type").startsWith("Gather") ? together() : processes;
        // What was met is counted for each process, too.
        double share =
                Boolean.TRUE.equals(step.get("Parallel Aware")) && !step.containsKey("Actual Loops") ? processes : 1;
        return new PlanNode(
                text("Node Type"),
                relation(),
                step.get("Index Name") instanceof String index ? index : null,
                new Estimate(number("Startup Cost"), number("Total Cost"), Math.rint(number("Plan Rows") * share), (int)
                        number("Plan Width")),
                actual(),
                conditions(),
                steps("Plans").map(child -> child.node(below)).toList());
    }

    /** As the planner reckons: the leader helps the less the more workers there are to serve. */
    private double together() {
        double workers = number("Workers Planned");
        return Math.max(1, workers + Math.max(0, 1 - 0.3 * workers));
    }

    private @Nullable Relation relation() {
        return step.get("Relation Name") instanceof String name
                ? new Relation(text("Schema"), name, step.get("Alias") instanceof String alias ? alias : name)
                : null;
    }

    private @Nullable Actual actual() {
        if (!step.containsKey("Actual Loops")) {
            return null;
        }
        double loops = number("Actual Loops");
        double removed = number("Rows Removed by Filter")
                + number("Rows Removed by Join Filter")
                + number("Rows Removed by Index Recheck");
        return new Actual(
                number("Actual Rows") * loops,
                loops,
                number("Actual Total Time") * loops,
                removed * loops,
                buffers(),
                (long) number("Shared Read Blocks"),
                spilled());
    }

    private long buffers() {
        return (long) (number("Shared Hit Blocks") + number("Shared Read Blocks"));
    }

    private long spilled() {
        double sorted = Stream.concat(Stream.of(this), steps("Workers"))
                .filter(part -> part.text("Sort Space Type").equals("Disk"))
                .mapToDouble(part -> part.number("Sort Space Used"))
                .sum();
        double hashed = Stream.concat(Stream.of(this), steps("Workers"))
                .mapToDouble(part -> part.number("Disk Usage"))
                .sum();
        double batches = number("Hash Batches");
        // A hash says into how many parts it was cut, of which all but one were written.
        double parts = batches > 1 ? number("Peak Memory Usage") * (batches - 1) : 0;
        return (long) (sorted + hashed + incremental() + parts);
    }

    private double incremental() {
        return Stream.of("Full-sort Groups", "Pre-sorted Groups")
                .map(step::get)
                .filter(Map.class::isInstance)
                .map(groups -> ((Map<?, ?>) groups).get("Sort Space Disk"))
                .filter(Map.class::isInstance)
                .mapToDouble(disk -> new PlanReader((Map<?, ?>) disk).number("Peak Sort Space Used"))
                .sum();
    }

    private Conditions conditions() {
        // The steps below a bitmap scan each know a part of what the indexes were asked; it knows the whole.
        String index = both("Index Cond", "Recheck Cond", "TID Cond");
        return new Conditions(
                index,
                both("Filter", "One-Time Filter"),
                both("Hash Cond", "Merge Cond", "Join Filter"),
                texts("Sort Key"),
                texts("Output"));
    }

    private String both(String... keys) {
        List<String> texts =
                Stream.of(keys).map(this::text).filter(text -> !text.isEmpty()).toList();
        return texts.size() == 1
                ? texts.get(0)
                : texts.stream().map(text -> "(" + text + ")").collect(Collectors.joining(" AND "));
    }

    private Stream<PlanReader> steps(String key) {
        return step.get(key) instanceof List<?> all
                ? all.stream().filter(Map.class::isInstance).map(part -> new PlanReader((Map<?, ?>) part))
                : Stream.empty();
    }

    private List<String> texts(String key) {
        return step.get(key) instanceof List<?> all
                ? all.stream().filter(Objects::nonNull).map(Object::toString).toList()
                : List.of();
    }

    private String text(String key) {
        return step.get(key) instanceof String text ? text : "";
    }

    private double number(String key) {
        return step.get(key) instanceof Number number ? number.doubleValue() : 0;
    }
}
