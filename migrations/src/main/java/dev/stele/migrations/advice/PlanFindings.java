package dev.stele.migrations.advice;

import dev.stele.migrations.plan.Condition;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.PlanNode.Actual;
import dev.stele.migrations.plan.PlanNode.Relation;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.TableAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a plan shows to be slow, one sentence each. What was met counts more than what was expected. */
final class PlanFindings {
    private static final double MANY_ROWS = 10_000;
    private static final double MOST = 0.9;
    private static final double FAR_OFF = 20;
    private static final double SKIPPED = 1_000;
    private static final int WIDE = 1_000;
    private static final double WIDE_ROWS = 100;

    private final QueryPlan plan;
    private final Map<String, TableFigures> tables;
    private final List<Finding> findings = new ArrayList<>();

    private PlanFindings(QueryPlan plan, Map<String, TableFigures> tables) {
        this.plan = plan;
        this.tables = tables;
    }

    /**
     * The findings of one plan, those of its steps in the plan's order.
     *
     * @param tables figures by the name of the table
     */
    static List<Finding> of(QueryPlan plan, Map<String, TableFigures> tables) {
        PlanFindings found = new PlanFindings(plan, tables);
        TableAccess.of(plan.root()).forEach(access -> {
            found.thrownAway(access);
            found.farOff(access);
        });
        plan.root().all().forEach(node -> {
            found.spilled(node);
            found.skipped(node);
            found.counted(node);
        });
        found.wide();
        return List.copyOf(found.findings);
    }

    /** The name of a table as figures use it. */
    static String name(Relation table) {
        return table.schema().equals("public") ? table.name() : table.schema() + "." + table.name();
    }

    private void thrownAway(TableAccess access) {
        List<Condition> filters = access.conditions().stream()
                .filter(condition -> condition.place() == Condition.Place.FILTER)
                .toList();
        double read = read(access);
        double kept = kept(access.scan());
        if (filters.isEmpty() || read - kept < MANY_ROWS || kept > read * (1 - MOST) || isCutShort(access.scan())) {
            return;
        }
        String columns = filters.stream()
                .flatMap(condition -> condition.columns().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        Actual actual = access.scan().actual();
        String runs = actual == null || actual.loops() <= 1 ? "" : " in %s runs".formatted(count(actual.loops()));
        add(
                problem(filters),
                name(access.table()),
                "%s rows of %s are read%s to throw %s of them away by what is asked of %s"
                        .formatted(count(read), name(access.table()), runs, count(read - kept), columns));
    }

    private static Problem problem(List<Condition> filters) {
        return has(filters, condition -> condition.test() == Condition.Test.CONTAINS)
                ? Problem.JSON_SEARCH
                : has(filters, condition -> condition.test() == Condition.Test.PATTERN)
                        ? Problem.TEXT_SEARCH
                        : Problem.MISSING_INDEX;
    }

    private static boolean has(List<Condition> filters, Predicate<Condition> wanted) {
        return filters.stream().anyMatch(filter -> wanted.test(filter) || has(filter.alternatives(), wanted));
    }

    private double read(TableAccess access) {
        Actual actual = access.scan().actual();
        if (actual != null) {
            return actual.rows() + actual.removed();
        }
        TableFigures figures = tables.get(name(access.table()));
        boolean whole = access.scan().kind().equals("Seq Scan");
        return whole && figures != null ? figures.size().rows() : 0;
    }

    private static double kept(PlanNode scan) {
        Actual actual = scan.actual();
        return actual == null ? scan.estimate().rows() : actual.rows();
    }

    /** Whether a LIMIT above is expected to end it early, so that it reads but the beginning. */
    private boolean isCutShort(PlanNode scan) {
        return scan.actual() == null
                && plan.root().estimate().total() < scan.estimate().total() / 2;
    }

    private void farOff(TableAccess access) {
        Actual actual = access.scan().actual();
        if (actual == null || actual.loops() == 0) {
            return;
        }
        double met = Math.max(1, actual.rows() / actual.loops());
        double expected = Math.max(1, access.scan().estimate().rows());
        double factor = Math.max(met / expected, expected / met);
        // A LIMIT above may have ended it before it had met all it was expected to.
        boolean fewer =
                met < expected && plan.root().all().anyMatch(node -> node.kind().equals("Limit"));
        if (factor >= FAR_OFF && Math.max(met, expected) >= MANY_ROWS && !fewer) {
            add(
                    Problem.STALE_STATISTICS,
                    name(access.table()),
                    "the planner expected %s rows of %s where %s were met, so that it may have chosen a wrong plan"
                            .formatted(count(expected), name(access.table()), count(met)));
        }
    }

    private void spilled(PlanNode node) {
        Actual actual = node.actual();
        if (actual != null && actual.spilled() > 0) {
            add(
                    Problem.SPILLED,
                    subject(node),
                    "a %s of %s rows did not fit work_mem and wrote %s kB to disk"
                            .formatted(node.kind().toLowerCase(Locale.ROOT), count(actual.rows()), count((double)
                                    actual.spilled())));
        }
    }

    private void skipped(PlanNode node) {
        Actual actual = node.actual();
        if (!node.kind().equals("Limit") || actual == null || node.children().isEmpty()) {
            return;
        }
        Actual below = node.children().get(0).actual();
        if (below != null && below.rows() - actual.rows() >= SKIPPED) {
            add(
                    Problem.DEEP_OFFSET,
                    subject(node),
                    "%s rows are found and left out to give the %s that follow them"
                            .formatted(count(below.rows() - actual.rows()), count(actual.rows())));
        }
    }

    private void counted(PlanNode node) {
        List<String> output = node.conditions().output();
        if (!node.kind().equals("Aggregate")
                || !output.equals(List.of("count(*)"))
                || node.estimate().rows() != 1) {
            return;
        }
        double rows = node.children().stream().mapToDouble(PlanFindings::kept).sum();
        // What workers counted is summed up above them.
        double all = node.all()
                .filter(step -> step.relation() != null && step.children().isEmpty())
                .mapToDouble(PlanFindings::kept)
                .sum();
        if (Math.max(rows, all) >= MANY_ROWS) {
            add(
                    Problem.EXACT_COUNT,
                    subject(node),
                    "%s rows are visited to say how many they are".formatted(count(Math.max(rows, all))));
        }
    }

    private void wide() {
        PlanNode root = plan.root();
        double rows = kept(root);
        if (root.estimate().width() >= WIDE && rows >= WIDE_ROWS) {
            add(
                    Problem.WIDE_ROWS,
                    subject(root),
                    "%s rows of about %s bytes are given, in %s columns"
                            .formatted(
                                    count(rows),
                                    count(root.estimate().width()),
                                    count(root.conditions().output().size())));
        }
    }

    /** The first table below a step. */
    private static String subject(PlanNode node) {
        return node.all()
                .flatMap(step -> Stream.ofNullable(step.relation()))
                .map(PlanFindings::name)
                .findFirst()
                .orElse("");
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private void add(Problem problem, String subject, String sentence) {
        findings.add(new Finding(problem, subject, sentence, plan.sql()));
    }
}
