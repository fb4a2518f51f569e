package dev.stele.migrations.review;

import java.util.List;
import java.util.TreeSet;

/** Findings as SARIF 2.1.0. */
final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    static String of(Review review) {
        JsonText json = new JsonText().open('{');
        json.field("$schema", SCHEMA)
                .field("version", "2.1.0")
                .key("runs")
                .open('[')
                .open('{');
        List<Rule> rules = List.copyOf(
                new TreeSet<>(review.findings().stream().map(Finding::rule).toList()));
        json.key("tool").open('{').key("driver").open('{').field("name", "stele-review");
        json.key("rules").open('[');
        rules.forEach(rule -> rule(json, rule));
        json.close(']').close('}').close('}');
        // Columns count code points, as places do.
        json.field("columnKind", "unicodeCodePoints");
        json.key("results").open('[');
        review.findings().forEach(finding -> result(json, finding, rules.indexOf(finding.rule())));
        return json.close(']').close('}').close(']').close('}').toString();
    }

    private static void rule(JsonText json, Rule rule) {
        json.open('{').field("id", rule.id()).field("name", rule.id());
        text(json, "shortDescription", rule.title());
        text(json, "fullDescription", rule.title() + ": " + rule.effect());
        text(json, "help", "instead: " + rule.safeForm());
        json.key("defaultConfiguration")
                .open('{')
                .field("level", level(rule.severity()))
                .close('}');
        json.key("properties")
                .open('{')
                .field("number", rule.number())
                .close('}')
                .close('}');
    }

    private static void result(JsonText json, Finding finding, int ruleIndex) {
        json.open('{').field("ruleId", finding.rule().id()).field("ruleIndex", ruleIndex);
        json.field("level", level(finding.severity()));
        text(json, "message", finding.message() + ". Instead: " + finding.safeForm());
        json.key("locations").open('[').open('{').key("physicalLocation").open('{');
        json.key("artifactLocation")
                .open('{')
                .field("uri", uri(finding.place().file()))
                .close('}');
        json.key("region").open('{').field("startLine", finding.place().line());
        json.field("startColumn", finding.place().column()).close('}');
        json.close('}').close('}').close(']');
        json.key("properties")
                .open('{')
                .field("lock", finding.lock() == null ? "" : finding.lock().sql());
        json.field("blocks", finding.blocks()).close('}').close('}');
    }

    private static void text(JsonText json, String name, String words) {
        json.key(name).open('{').field("text", words).close('}');
    }

    private static String level(Severity severity) {
        return severity.label();
    }

    /** A relative reference as RFC 3986 allows it. */
    static String uri(String file) {
        StringBuilder uri = new StringBuilder();
        for (byte b : file.replace('\\', '/').getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            uri.append(plain || "-._~/".indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return uri.toString();
    }
}
