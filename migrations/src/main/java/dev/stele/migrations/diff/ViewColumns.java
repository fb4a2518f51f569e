package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what is said about the columns of a view: comments, defaults and statistics targets. */
final class ViewColumns {
    private ViewColumns() {}

    static List<Step> change(CatalogObject from, CatalogObject to) {
        String view = Sql.qualified(to.name());
        String alter = "alter " + to.kind().words() + " " + view + " alter column ";
        List<Step> steps = new ArrayList<>();
        changed(from, to, "column_comments", " is ")
                .forEach((column, text) -> steps.add(Step.of(
                        "comment on column " + view + "." + column + " is " + (text.isEmpty() ? "null" : text))));
        changed(from, to, "column_defaults", " set default ")
                .forEach((column, value) -> steps.add(
                        Step.of(alter + column + (value.isEmpty() ? " drop default" : " set default " + value))));
        changed(from, to, "column_settings", " set statistics ")
                .forEach((column, value) ->
                        steps.add(Step.of(alter + column + " set statistics " + (value.isEmpty() ? "-1" : value))));
        return steps;
    }

    /** What is said of each column that differs; empty where nothing is said any more. */
    private static Map<String, String> changed(CatalogObject from, CatalogObject to, String key, String divider) {
        Map<String, String> before = lines(from.text(key), divider);
        Map<String, String> changed = new LinkedHashMap<>();
        before.forEach((column, text) -> changed.put(column, ""));
        changed.keySet().removeIf(column -> !Arrays.asList(to.text("~names").split(", "))
                .contains(column));
        changed.putAll(lines(to.text(key), divider));
        changed.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        return changed;
    }

    private static Map<String, String> lines(String text, String divider) {
        Map<String, String> found = new LinkedHashMap<>();
        String last = "";
        for (String line : text.lines().toList()) {
            int place = line.indexOf(divider);
            if (place > 0 && !isOpen(found.getOrDefault(last, ""))) {
                last = line.substring(0, place);
                found.put(last, line.substring(place + divider.length()));
            } else if (!last.isEmpty()) {
                found.merge(last, "\n" + line, String::concat);
            }
        }
        return found;
    }

    /** Whether a text constant goes on in the next line. */
    private static boolean isOpen(String text) {
        return text.chars().filter(c -> c == '\'').count() % 2 == 1;
    }
}
