package dev.stele.examples.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows as JSON, with where they were measured. */
public final class Json {
    private Json() {}

    /** The text of a file. */
    public static String of(Map<String, String> machine, List<Row> rows) {
        return "{\n  \"machine\": " + object(machine) + ",\n  \"rows\": [\n"
                + rows.stream().map(row -> "    " + row(row)).collect(Collectors.joining(",\n")) + "\n  ]\n}\n";
    }

    private static String row(Row row) {
        String figures = row.figures().entrySet().stream()
                .map(figure -> ", " + text(figure.getKey()) + ": " + number(figure.getValue()))
                .collect(Collectors.joining());
        return "{\"workload\": " + text(row.workload()) + ", \"peer\": " + text(row.peer()) + figures + "}";
    }

    private static String object(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> text(each.getKey()) + ": " + text(each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String text(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
