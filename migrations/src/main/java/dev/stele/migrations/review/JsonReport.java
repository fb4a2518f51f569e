package dev.stele.migrations.review;

import java.util.Map;

/** Findings and effects for other programs. */
final class JsonReport {

    private JsonReport() {}

    static String of(Review review) {
        JsonText json = new JsonText().open('{');
        json.key("passes").literal(String.valueOf(review.passes()));
        json.key("findings").open('[');
        review.findings().forEach(finding -> finding(json, finding));
        json.close(']').key("statements").open('[');
        review.effects().forEach(effect -> effect(json, effect));
        return json.close(']').close('}').toString();
    }

    private static void finding(JsonText json, Finding finding) {
        json.open('{')
                .field("rule", finding.rule().id())
                .field("number", finding.rule().number());
        json.field("severity", finding.severity().label());
        place(json, finding.place());
        json.field("statement", finding.statement());
        if (finding.lock() == null) {
            json.key("lock").literal("null");
        } else {
            json.field("lock", finding.lock().sql());
        }
        json.field("blocks", finding.blocks());
        json.field("message", finding.message())
                .field("safeForm", finding.safeForm())
                .close('}');
    }

    private static void effect(JsonText json, Effect effect) {
        json.open('{').field("statement", effect.statement());
        place(json, effect.place());
        json.field("source", effect.source().name().toLowerCase(java.util.Locale.ROOT));
        json.key("locks").open('{');
        for (Map.Entry<String, LockMode> lock : effect.locks().entrySet()) {
            json.field(lock.getKey(), lock.getValue().sql());
        }
        json.close('}');
        list(json, "rewrites", effect.rewrites());
        list(json, "scans", effect.scans());
        list(json, "builds", effect.builds());
        json.close('}');
    }

    private static void list(JsonText json, String name, Iterable<String> values) {
        json.key(name).open('[');
        values.forEach(json::value);
        json.close(']');
    }

    private static void place(JsonText json, Place place) {
        json.field("file", place.file()).field("line", place.line()).field("column", place.column());
    }
}
