package dev.stele.examples.slow;

import dev.stele.migrations.advice.Advice;
import dev.stele.migrations.advice.ExaminedStatement;
import dev.stele.migrations.advice.Problem;
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
    private static final String LINE = "%-19s %-23s %9s %8s %10s %8s %8s %8s  %s%n";

    static Comparison of(Planted planted, Measured before, Advice slow, Measured after, Advice mended) {
        return new Comparison(planted, before, after, plan(before, slow), plan(after, mended));
    }

    static void print(List<Comparison> all, PrintStream out) {
        out.printf(LINE, "problem", "call", "buffers", "after", "statements", "after", "ms", "after", "plan");
        all.forEach(each -> out.printf(LINE, each.cells().toArray()));
    }

    private List<Object> cells() {
        if (planted.problem() == Problem.UNUSED_INDEX) {
            return List.of(planted.problem(), planted.subject(), "", "", "", "", "", "", "dropped");
        }
        return List.of(
                planted.problem(),
                planted.name(),
                number("%,d", before.buffers()),
                number("%,d", after.buffers()),
                before.statements().size(),
                after.statements().size(),
                number("%.1f", before.millis()),
                number("%.1f", after.millis()),
                planBefore.equals(planAfter) ? planBefore : planBefore + " -> " + planAfter);
    }

    private static String number(String form, Object number) {
        return String.format(Locale.ROOT, form, number);
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
