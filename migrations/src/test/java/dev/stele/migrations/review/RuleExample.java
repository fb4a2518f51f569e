package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * SQL that a rule has something to say about, or nothing.
 *
 * @param line where it stands in the file of examples
 * @param options such as {@code version=140003}
 * @param expected each {@code line:column severity message}; empty where the rule must be silent
 */
record RuleExample(Rule rule, int line, String options, String sql, List<String> expected) {

    static List<RuleExample> all() {
        List<RuleExample> found = new ArrayList<>();
        String[] lines = ProbesTest.resource("examples.txt").split("\n");
        Rule rule = Rule.CREATE_INDEX;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("= ")) {
                rule = Rule.find(lines[i].substring(2)).orElseThrow();
            } else if (lines[i].matches("[+-]( .*)?")) {
                found.add(read(rule, lines, i));
            }
        }
        return found;
    }

    private static RuleExample read(Rule rule, String[] lines, int start) {
        int end = start + 1;
        while (end < lines.length && !lines[end].matches("([+=-]|[=+-] .*|> .*)")) {
            end++;
        }
        List<String> expected = new ArrayList<>();
        for (int i = end; i < lines.length && lines[i].startsWith("> "); i++) {
            expected.add(lines[i].substring(2));
        }
        String sql = String.join("\n", Arrays.asList(lines).subList(start + 1, end)) + "\n";
        return new RuleExample(rule, start + 1, lines[start].substring(1).strip(), sql, expected);
    }

    boolean breaksTheRule() {
        return !expected.isEmpty();
    }

    /** What the rule says of the SQL. */
    List<String> findings(ReviewOptions base) {
        return Review.of(sql, chosen(base)).findings().stream()
                .filter(f -> f.rule() == rule)
                .map(f -> f.place().line() + ":" + f.place().column() + " "
                        + f.severity().label() + " " + f.message())
                .toList();
    }

    private ReviewOptions chosen(ReviewOptions base) {
        ReviewOptions chosen = base;
        for (String option : options.split(" ")) {
            String value = option.substring(option.indexOf('=') + 1);
            chosen = switch (option.replaceFirst("=.*", "")) {
                case "version" -> chosen.withServerVersion(Integer.parseInt(value));
                case "names" -> chosen.withNames(rule, value);
                case "columns" -> chosen.withMaxColumns(Integer.parseInt(value));
                case "versions" -> chosen.withVersions(Arrays.asList(value.split(",")));
                case "file" -> chosen.withFile(value);
                case "runner" -> chosen.runByMigrations();
                case "sizes" ->
                    chosen.withSizes(Map.of("note", new TableSize(10_000_000, 3L << 30), "tiny", new TableSize(0, 0)));
                default -> chosen;
            };
        }
        return chosen;
    }

    boolean needsDatabase() {
        return options.equals("database");
    }

    @Override
    public String toString() {
        return rule.id() + " " + (expected.isEmpty() ? "is silent" : "speaks") + " (line " + line + ")";
    }

    static String print(List<String> findings) {
        return findings.stream().map(f -> "> " + f + "\n").collect(Collectors.joining());
    }
}
