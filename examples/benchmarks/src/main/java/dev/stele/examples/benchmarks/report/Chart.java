package dev.stele.examples.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ratios as dots on a logarithmic scale, a line for each workload; readable on light and on dark ground. */
public final class Chart {
    private static final List<String> COLORS = List.of(
            "#7f7f7f", "#d62728", "#1f77b4", "#17becf", "#2ca02c", "#ff7f0e", "#9467bd", "#e377c2", "#bcbd22",
            "#8c564b");
    private static final double LEAST = 0.5;
    private static final double MOST = 16;
    private static final int LEFT = 210;
    private static final int WIDTH = 640;
    private static final int STEP = 28;

    private final StringBuilder svg = new StringBuilder();
    private final Map<String, String> colors = new LinkedHashMap<>();

    private Chart() {}

    /** The text of an SVG file. */
    public static String of(List<Row> rows) {
        return new Chart().draw(rows);
    }

    private String draw(List<Row> rows) {
        Map<String, List<Row>> lines = new LinkedHashMap<>();
        for (Row row : rows) {
            lines.computeIfAbsent(row.workload(), workload -> new ArrayList<>()).add(row);
            colors.computeIfAbsent(row.peer(), peer -> COLORS.get(colors.size() % COLORS.size()));
        }
        int legend = (colors.size() + 3) / 4 * 20;
        int top = legend + 40;
        int height = top + lines.size() * STEP + 30;
        open(LEFT + WIDTH + 40, height);
        legend();
        scale(top, lines.size() * STEP);
        int y = top + STEP / 2;
        for (Map.Entry<String, List<Row>> line : lines.entrySet()) {
            text(LEFT - 12, y + 4, "end", line.getKey());
            for (Row row : line.getValue()) {
                dot(row, y);
            }
            y += STEP;
        }
        return svg.append("</svg>\n").toString();
    }

    private void open(int width, int height) {
        svg.append(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <style>
                  text { fill: #222 } .grid { stroke: #ccc } .one { stroke: #222 } .dot { stroke: #fff }
                  @media (prefers-color-scheme: dark) {
                    text { fill: #ddd } .grid { stroke: #444 } .one { stroke: #ddd } .dot { stroke: #111 }
                  }
                </style>
                """, width, height));
    }

    private void legend() {
        int at = 0;
        for (Map.Entry<String, String> each : colors.entrySet()) {
            int x = 20 + at % 4 * 215;
            int y = 16 + at / 4 * 20;
            circle(x, y, each.getValue(), each.getKey());
            text(x + 10, y + 4, "start", each.getKey());
            at++;
        }
    }

    private void scale(int top, int height) {
        for (double ratio = LEAST; ratio <= MOST; ratio *= 2) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                    ratio == 1 ? "one" : "grid",
                    x(ratio),
                    x(ratio),
                    top,
                    top + height));
            text(x(ratio), top - 8, "middle", String.format(Locale.ROOT, ratio < 1 ? "%.1f×" : "%.0f×", ratio));
        }
        text(LEFT, top + height + 20, "start", "time beside JDBC by hand, in the same round; less is better");
    }

    private void dot(Row row, int y) {
        double ratio = row.time().ratio();
        circle(
                x(ratio),
                y,
                colors.getOrDefault(row.peer(), ""),
                String.format(Locale.ROOT, "%s, %s: %.2f×", row.workload(), row.peer(), ratio));
        if (ratio > MOST) {
            text(x(ratio) + 8, y + 4, "start", String.format(Locale.ROOT, "%.0f×", ratio));
        }
    }

    private void circle(double x, int y, String color, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"dot\" cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\"><title>%s</title></circle>%n",
                x,
                y,
                color,
                title));
    }

    private void text(double x, int y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private static double x(double ratio) {
        double place = Math.log(Math.min(MOST, Math.max(LEAST, ratio)) / LEAST) / Math.log(MOST / LEAST);
        return LEFT + place * WIDTH;
    }
}
