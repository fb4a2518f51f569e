package dev.stele.migrations.advice;

import dev.stele.core.mapping.Json;
import dev.stele.core.statements.StatementFigures;
import dev.stele.migrations.HistoryEntry;
import dev.stele.migrations.plan.QueryPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Advice for other programs; every field is described in {@code docs/slow-queries.md}. */
final class AdviceJson {
    /** Goes up when a field changes its meaning or goes away; new fields do not change it. */
    private static final int FORMAT = 1;

    private final Links links;

    private AdviceJson(Links links) {
        this.links = links;
    }

    static String of(Advice advice) {
        return new AdviceJson(new Links(advice)).text(advice) + "\n";
    }

    private String text(Advice advice) {
        return Json.write(object().with("format", FORMAT)
                .with("at", advice.at())
                .with("server", advice.server())
                .with("findings", list(links.all(), AdviceJson::finding))
                .with("proposals", list(advice.proposals(), this::proposal))
                .with("statements", list(advice.statements(), AdviceJson::statement))
                .with("tables", list(advice.tables(), AdviceJson::table))
                .with("indexes", list(advice.indexes(), AdviceJson::index))
                .with("history", list(advice.history(), AdviceJson::entry))
                .with("dropped", advice.dropped())
                .with("notes", advice.notes())
                .fields);
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        return object().with("problem", name(finding.problem()))
                .with("subject", finding.subject())
                .with("sentence", finding.sentence())
                .with("sql", finding.sql())
                .fields;
    }

    private Map<String, @Nullable Object> proposal(Proposal proposal) {
        Remedy remedy = proposal.remedy();
        Price price = proposal.price();
        Proof proof = proposal.proof();
        Fields fields = object().with("name", proposal.name())
                .with("findings", list(proposal.findings(), finding -> links.all()
                        .indexOf(finding)))
                .with("sentence", proposal.sentence())
                .with("remedy", kind(remedy))
                .with("text", Labels.textOf(remedy))
                .with("rollback", Labels.rollbackOf(remedy));
        fields.with(
                "price",
                price == null
                        ? null
                        : object().with("bytes", price.bytes())
                                .with("writes", number(price.writes()))
                                .with("lock", price.lock())
                                .fields);
        return fields.with("proof", proof == null ? null : proof(proof)).fields;
    }

    private static String kind(Remedy remedy) {
        if (remedy instanceof Remedy.SchemaChange) {
            return "schema-change";
        }
        return remedy instanceof Remedy.Maintenance ? "maintenance" : "code";
    }

    private static Map<String, @Nullable Object> proof(Proof proof) {
        return object().with("where", name(proof.where()))
                .with("factor", number(proof.factor()))
                .with("before", PlanJson.of(proof.before()))
                .with("after", PlanJson.of(proof.after()))
                .fields;
    }

    private static Map<String, @Nullable Object> statement(ExaminedStatement statement) {
        StatementFigures figures = statement.figures();
        StatementFigures.Times times = figures.times();
        QueryPlan plan = statement.plan();
        return object().with("sql", figures.sql())
                .with("operation", figures.operation())
                .with("callers", figures.callers())
                .with("seenBy", name(statement.seenBy()))
                .with("calls", figures.calls())
                .with("failures", figures.failures())
                .with("rows", figures.rows())
                .with("totalMillis", millis(times.total()))
                .with("leastMillis", millis(times.least()))
                .with("medianMillis", millis(times.median()))
                .with("p95Millis", millis(times.p95()))
                .with("p99Millis", millis(times.p99()))
                .with("mostMillis", millis(times.most()))
                .with("plan", plan == null ? null : PlanJson.of(plan))
                .with("unplanned", statement.unplanned())
                .fields;
    }

    private static Map<String, @Nullable Object> table(TableFigures table) {
        TableFigures.Size size = table.size();
        TableFigures.Activity activity = table.activity();
        return object().with("name", table.name())
                .with("columns", table.columns())
                .with("references", table.references())
                .with("rows", size.rows())
                .with("deadRows", size.dead())
                .with("bytes", size.bytes())
                .with("indexBytes", size.indexBytes())
                .with("sequentialScans", activity.sequentialScans())
                .with("sequentialRows", activity.sequentialRows())
                .with("indexScans", activity.indexScans())
                .with("writes", activity.writes())
                .with("analyzed", activity.analyzed())
                .fields;
    }

    private static Map<String, @Nullable Object> index(IndexFigures index) {
        return object().with("name", index.name())
                .with("table", index.table())
                .with("definition", index.definition())
                .with("constraint", index.constraint().orElse(null))
                .with("bytes", index.bytes())
                .with("scans", index.scans())
                .with("bloat", index.bloat().isPresent() ? number(index.bloat().getAsDouble()) : null)
                .fields;
    }

    private static Map<String, @Nullable Object> entry(HistoryEntry entry) {
        return object().with("order", entry.order())
                .with("changeset", entry.changeset().label())
                .with("file", entry.changeset().file())
                .with(
                        "version",
                        entry.version() == null ? null : entry.version().label())
                .with("appliedAt", entry.appliedAt())
                .fields;
    }

    private static <T> List<?> list(List<T> items, Function<? super T, ?> as) {
        return items.stream().map(as).toList();
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    /** JSON has no infinity. */
    static @Nullable Double number(double number) {
        return Double.isFinite(number) ? number : null;
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fields object() {
        return new Fields();
    }

    /** The fields of an object, in their order. */
    static final class Fields {
        final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

        private Fields() {}

        Fields with(String name, @Nullable Object value) {
            fields.put(name, value);
            return this;
        }
    }
}
