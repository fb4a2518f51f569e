package dev.stele.migrations.advice.page;

import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is shown.
 *
 * @param words how it was got, and what it took as a whole
 * @param measure what the bars stand for: {@code buffers} or {@code cost}
 * @param root its topmost step
 */
public record PlanTree(String words, String measure, Step root) {

    /**
     * One step.
     *
     * @param kind as the server calls it
     * @param on the table and index it reads, or ""
     * @param figures what it costs and meets
     * @param share its own share of the whole plan's buffers or cost, without the steps below, as a percentage
     * @param worst why it is the worst one, or "" where it is not
     * @param notes what else is remarkable
     * @param details its conditions and keys
     * @param children the steps that feed it
     */
    public record Step(
            String kind,
            String on,
            Figures figures,
            String share,
            String worst,
            List<String> notes,
            List<Detail> details,
            List<Step> children) {}

    /**
     * The figures of one step.
     *
     * @param cost what the planner expects it to cost with all below
     * @param rows rows estimated, and met where it ran
     * @param buffers pages asked for by it and below, or "" where it did not run
     * @param time time in it and below, or "" where it did not run
     */
    public record Figures(String cost, String rows, String buffers, String time) {}

    /**
     * One condition or key of a step.
     *
     * @param label what it is
     * @param text as the server prints it
     */
    public record Detail(String label, Code text) {}

    /** The plan as a tree whose most expensive step is marked. */
    public static PlanTree of(QueryPlan plan) {
        return new Reader(plan).tree();
    }

    private static final class Reader {
        private static final double OFF = 10;

        private final QueryPlan plan;
        private final boolean ran;
        private final ToDoubleFunction<PlanNode> measure;
        private final double whole;
        private final @Nullable PlanNode worst;

        Reader(QueryPlan plan) {
            this.plan = plan;
            this.ran = plan.root().actual() != null;
            this.measure = ran ? Reader::buffers : node -> node.estimate().total();
            this.whole = measure.applyAsDouble(plan.root());
            List<PlanNode> all = plan.root().all().toList();
            PlanNode most = plan.root();
            for (PlanNode node : all) {
                most = own(node) > own(most) ? node : most;
            }
            // A plan of one step has no worst one, nor one that asks for nothing.
            this.worst = all.size() > 1 && own(most) > 0 ? most : null;
        }

        PlanTree tree() {
            return new PlanTree(words(), ran ? "buffers" : "cost", step(plan.root()));
        }

        private String words() {
            String values =
                    switch (plan.values()) {
                        case NONE -> "";
                        case GENERIC -> "planned for any value";
                        case SAMPLED -> "planned for sampled values";
                    };
            QueryPlan.Execution executed = plan.executed();
            String run = executed == null
                    ? "not run"
                    : "run in %s, %s, planned in %s"
                            .formatted(
                                    Words.millis(executed.millis()),
                                    Words.count(executed.buffers(), "buffer"),
                                    Words.millis(executed.planningMillis()));
            return values.isEmpty() ? run : values + ", " + run;
        }

        @SuppressWarnings("ReferenceEquality") // a plan may have two steps that are equal
        private Step step(PlanNode node) {
            double share = whole > 0 ? Math.min(own(node) / whole, 1) : 0;
            String why = node == worst
                    ? "most " + (ran ? "buffers" : "cost") + ", " + Words.share(share) + " of the plan"
                    : "";
            return new Step(
                    Words.line(node.kind()),
                    on(node),
                    figures(node),
                    Percent.of(share),
                    why,
                    notes(node),
                    details(node.conditions()),
                    node.children().stream().map(this::step).toList());
        }

        /** What the step takes itself. A limit ends the steps below it early, so the difference may be negative. */
        private double own(PlanNode node) {
            double below = node.children().stream().mapToDouble(measure).sum();
            return Math.max(0, measure.applyAsDouble(node) - below);
        }

        private static double buffers(PlanNode node) {
            PlanNode.Actual actual = node.actual();
            return actual == null ? 0 : actual.buffers();
        }

        private static String on(PlanNode node) {
            PlanNode.Relation relation = node.relation();
            String table = relation == null
                    ? ""
                    : (relation.schema().isEmpty() || relation.schema().equals("public") ? "" : relation.schema() + ".")
                            + relation.name();
            String index = node.index() == null ? "" : (table.isEmpty() ? "" : " by ") + node.index();
            return Words.line(table + index);
        }

        private static Figures figures(PlanNode node) {
            String cost = Words.count(node.estimate().total());
            PlanNode.Actual actual = node.actual();
            if (actual == null) {
                return new Figures(cost, Words.count(node.estimate().rows()), "", "");
            }
            String rows = Words.count(expected(node, actual)) + " → " + Words.count(actual.rows());
            return new Figures(cost, rows, Words.count(actual.buffers()), Words.millis(actual.millis()));
        }

        private static List<String> notes(PlanNode node) {
            PlanNode.Actual actual = node.actual();
            List<String> notes = new ArrayList<>();
            if (actual == null) {
                return notes;
            }
            if (actual.loops() == 0) {
                notes.add("never run");
                return notes;
            }
            if (actual.loops() > 1) {
                notes.add("run " + Words.count(actual.loops()) + " times");
            }
            if (actual.removed() > 0) {
                notes.add(Words.count(actual.removed()) + " rows thrown away");
            }
            if (actual.spilled() > 0) {
                notes.add(Words.bytes(actual.spilled() * 1024) + " spilled to disk");
            }
            double expected = Math.max(1, expected(node, actual));
            double met = Math.max(1, actual.rows());
            if (met / expected >= OFF) {
                notes.add(Words.times(met / expected) + " as many rows as estimated");
            } else if (expected / met >= OFF) {
                notes.add(Words.times(expected / met) + " fewer rows than estimated");
            }
            return notes;
        }

        /** The estimate is for each run, what was met for all of them. */
        private static double expected(PlanNode node, PlanNode.Actual actual) {
            return node.estimate().rows() * Math.max(1, actual.loops());
        }

        private static List<Detail> details(PlanNode.Conditions conditions) {
            List<Detail> details = new ArrayList<>();
            add(details, "index condition", conditions.index());
            add(details, "filter", conditions.filter());
            add(details, "join condition", conditions.join());
            add(details, "sort keys", String.join(", ", conditions.sortKeys()));
            return details;
        }

        private static void add(List<Detail> details, String label, String text) {
            if (!text.isEmpty()) {
                details.add(new Detail(label, Code.sql(text)));
            }
        }
    }
}
