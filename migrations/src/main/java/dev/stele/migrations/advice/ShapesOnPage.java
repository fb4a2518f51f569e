package dev.stele.migrations.advice;

import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.advice.page.Code;
import dev.stele.migrations.advice.page.Page;
import dev.stele.migrations.advice.page.PlanTree;
import dev.stele.migrations.advice.page.Shape;
import dev.stele.migrations.advice.page.Words;
import dev.stele.migrations.plan.QueryPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The slowest statements as the page shows them. */
final class ShapesOnPage {
    private static final double LEAST_MILLIS = 0.001;

    private final Advice advice;
    private final Links links;
    private final Duration all;
    private final double most;
    private final int from;
    private final int to;

    ShapesOnPage(Advice advice, Links links) {
        this.advice = advice;
        this.links = links;
        this.all = AdvicePage.total(advice.statements());
        List<StatementFigures.Times> times = advice.statements().stream()
                .map(statement -> statement.figures().times())
                .toList();
        this.most =
                times.stream().mapToDouble(time -> millis(time.total())).max().orElse(1);
        double fastest =
                times.stream().mapToDouble(time -> millis(time.least())).min().orElse(1);
        double slowest =
                times.stream().mapToDouble(time -> millis(time.most())).max().orElse(1);
        this.from = (int) Math.floor(Math.log10(Math.max(fastest, LEAST_MILLIS)));
        this.to = Math.max(from + 1, (int) Math.ceil(Math.log10(Math.max(slowest, LEAST_MILLIS))));
    }

    List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        for (ExaminedStatement statement : advice.statements()) {
            shapes.add(shape(statement, "statement-" + (shapes.size() + 1)));
        }
        return shapes;
    }

    /** Every power of ten between the fastest and the slowest call of all. */
    List<Page.Tick> ticks() {
        List<Page.Tick> ticks = new ArrayList<>();
        for (int power = from; power <= to; power++) {
            String words = power < 0
                    ? String.format(Locale.ROOT, "%." + -power + "f ms", Math.pow(10, power))
                    : power < 3 ? Math.round(Math.pow(10, power)) + " ms" : Math.round(Math.pow(10, power - 3)) + " s";
            ticks.add(new Page.Tick(place(Math.pow(10, power)), words));
        }
        return ticks;
    }

    private Shape shape(ExaminedStatement statement, String anchor) {
        StatementFigures figures = statement.figures();
        Duration total = figures.times().total();
        QueryPlan plan = statement.plan();
        return new Shape(
                anchor,
                new Shape.Who(
                        Words.line(figures.operation()),
                        figures.callers().stream().map(Words::line).toList(),
                        Labels.of(statement.seenBy())),
                Page.Bar.of(Words.time(total), millis(total), most),
                all.isZero() ? "" : Words.share((double) total.toNanos() / all.toNanos()) + " of " + Words.time(all),
                facts(figures),
                strip(figures.times()),
                Code.brokenSql(figures.sql()),
                links.of(statement).stream().map(this::cause).toList(),
                plan == null ? null : PlanTree.of(plan),
                Words.line(statement.unplanned()));
    }

    private Shape.Cause cause(Finding finding) {
        Proposal proposal = links.mending(finding).orElse(null);
        return new Shape.Cause(
                Words.capital(Labels.of(finding.problem())),
                Words.line(finding.sentence()),
                proposal == null ? "" : Words.line(proposal.name()),
                proposal == null ? "" : links.anchor(proposal));
    }

    private static List<Page.Fact> facts(StatementFigures figures) {
        StatementFigures.Times times = figures.times();
        List<Page.Fact> facts = new ArrayList<>();
        facts.add(new Page.Fact(Words.count(figures.calls()), "calls"));
        if (figures.calls() > 0) {
            facts.add(new Page.Fact(Words.count((double) figures.rows() / figures.calls()), "rows a call"));
        }
        add(facts, times.median(), "median");
        add(facts, times.p95(), "95th of 100");
        add(facts, times.p99(), "99th of 100");
        add(facts, times.most(), "slowest");
        if (figures.failures() > 0) {
            facts.add(new Page.Fact(Words.count(figures.failures()), "failed"));
        }
        return facts;
    }

    private static void add(List<Page.Fact> facts, Duration time, String words) {
        if (!time.isZero()) {
            facts.add(new Page.Fact(Words.time(time), words));
        }
    }

    private Shape.@Nullable Strip strip(StatementFigures.Times times) {
        // The server does not count percentiles.
        if (times.median().isZero() || times.p99().isZero()) {
            return null;
        }
        String words = "Calls took %s to %s; half at most %s, 95 of 100 at most %s, 99 of 100 at most %s"
                .formatted(
                        Words.time(times.least()),
                        Words.time(times.most()),
                        Words.time(times.median()),
                        Words.time(times.p95()),
                        Words.time(times.p99()));
        return new Shape.Strip(
                words,
                place(millis(times.least())),
                place(millis(times.most())),
                List.of(mark(times.median()), mark(times.p95()), mark(times.p99())));
    }

    private Page.Tick mark(Duration time) {
        return new Page.Tick(place(millis(time)), Words.time(time));
    }

    private String place(double millis) {
        double share = (Math.log10(Math.max(millis, LEAST_MILLIS)) - from) / (to - from);
        return String.format(Locale.ROOT, "%.2f%%", Math.min(Math.max(share, 0), 1) * 100);
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
