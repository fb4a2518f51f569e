package dev.stele.migrations.review;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** The words of each rule, kept in one table beside this class. */
record RuleTexts(String title, String effect, String safeForm) {
    private static final Map<Rule, RuleTexts> ALL = load();

    static RuleTexts of(Rule rule) {
        RuleTexts texts = ALL.get(rule);
        if (texts == null) {
            throw new IllegalStateException("rules.txt says nothing of " + rule.id());
        }
        return texts;
    }

    private static Map<Rule, RuleTexts> load() {
        Map<Rule, RuleTexts> found = new EnumMap<>(Rule.class);
        try (InputStream in = RuleTexts.class.getResourceAsStream("rules.txt")) {
            if (in == null) {
                throw new IllegalStateException("rules.txt is missing beside " + RuleTexts.class.getName());
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> put(line, found));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read rules.txt", e);
        }
        return found;
    }

    private static void put(String line, Map<Rule, RuleTexts> found) {
        String[] cells = line.split("\\s*\\|\\s*", -1);
        Rule rule =
                Rule.valueOf(cells[0].strip().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        found.put(rule, new RuleTexts(cells[1], cells[2], cells[3].strip()));
    }
}
