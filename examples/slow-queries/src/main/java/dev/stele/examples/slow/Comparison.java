package dev.stele.examples.slow;

import dev.stele.migrations.advice.Advice;
import dev.stele.migrations.advice.ExaminedStatement;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One of the planted problems before it was mended, and after.
 *
 * @param planted the problem
 * @param before what its call took
 * @param after what its mended call takes
 * @param planBefore how its costliest statement read the tables
 * @param planAfter how that of the mended call does
 */
record Comparison(Planted planted, Measured before, Measured after, String planBefore, String planAfter) {
    private static final String LINE = "%-19s %-20s %9s %8s %10s %8s %8s %8s  %s%n";

    static Comparison of(Planted planted, Measured before, Advice slow, Measured after, Advice mended) {
        return new Comparison(planted, before, after, plan(before, slow), plan(after, mended));
    }

    static void print(List<Comparison> all, PrintStream out) {
        out.printf(LINE, "problem", "call", "buffers", "after", "statements", "after", "ms", "after", "plan");
        all.forEach(each -> out.printf(
                Locale.ROOT,
                LINE,
                each.planted.problem(),
                each.planted.name(),
                "%,d".formatted(each.before.buffers()),
                "%,d".formatted(each.after.buffers()),
                each.before.statements().size(),
                each.after.statements().size(),
                "%.1f".formatted(each.before.millis()),
                "%.1f".formatted(each.after.millis()),
                each.planBefore.equals(each.planAfter) ? each.planBefore : each.planBefore + " -> " + each.planAfter));
    }

    /** How many times fewer buffers the mended call asks for. */
    double factor() {
        return (double) before.buffers() / Math.max(1, after.buffers());
    }

    private static String plan(Measured measured, Advice advice) {
        return advice.statements().stream()
                .filter(statement ->
                        measured.statements().contains(statement.figures().sql()))
                .map(ExaminedStatement::plan)
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(plan -> plan.root().estimate().total()))
                .map(Comparison::scans)
                .orElse("?");
    }

    private static String scans(QueryPlan plan) {
        return plan.root()
                .all()
                .filter(node -> node.children().isEmpty())
                .map(Comparison::scan)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String scan(PlanNode node) {
        return node.index() == null ? node.kind() : node.kind() + " " + node.index();
    }
}
