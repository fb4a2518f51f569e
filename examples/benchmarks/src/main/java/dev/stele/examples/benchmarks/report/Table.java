package dev.stele.examples.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows as a table of Markdown, its columns aligned. */
public final class Table {
    private static final List<String> HEAD = List.of(
            "workload",
            "peer",
            "p50",
            "ratio",
            "min–max",
            "CPU client + server",
            "CPU ratio",
            "alloc",
            "alloc ratio",
            "flights",
            "heap growth");

    private Table() {}

    /** The table's text. */
    public static String of(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(line(lines.get(0), widths));
        text.append('|');
        for (int i = 0; i < widths.length; i++) {
            text.append("-".repeat(widths[i] + 1)).append(i < 2 ? "-|" : ":|");
        }
        text.append('\n');
        lines.stream().skip(1).forEach(line -> text.append(line(line, widths)));
        return text.toString();
    }

    private static List<String> cells(Row row) {
        Row.Time time = row.time();
        Row.Cost cost = row.cost();
        return List.of(
                row.workload(),
                row.peer(),
                micros(time.p50()),
                number(time.ratio(), "%.2f"),
                Double.isNaN(time.least()) ? "" : number(time.least(), "%.2f") + "–" + number(time.most(), "%.2f"),
                cpu(cost),
                number(cost.cpuRatio(), "%.2f"),
                bytes(cost.bytes()),
                number(cost.bytesRatio(), "%.2f"),
                number(cost.flights(), "%.1f"),
                bytes(cost.heap()));
    }

    private static String cpu(Row.Cost cost) {
        if (Double.isNaN(cost.client())) {
            return "";
        }
        return number(cost.client(), "%.0f") + " + "
                + (Double.isNaN(cost.server()) ? "?" : number(cost.server(), "%.0f")) + " µs";
    }

    private static String micros(double micros) {
        if (micros < 10_000) {
            return number(micros, "%.0f") + " µs";
        }
        return micros < 10_000_000 ? number(micros / 1e3, "%.0f") + " ms" : number(micros / 1e6, "%.1f") + " s";
    }

    private static String bytes(double bytes) {
        return bytes < 1e6 ? number(bytes / 1e3, "%.1f kB") : number(bytes / 1e6, "%.1f MB");
    }

    private static String number(double value, String form) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, form, value);
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            text.append(' ')
                    .append(i < 2 ? cells.get(i) + padding : padding + cells.get(i))
                    .append(" |");
        }
        return text.append('\n').toString();
    }
}
