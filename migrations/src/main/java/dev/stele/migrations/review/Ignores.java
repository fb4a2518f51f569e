package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments that switch a rule off: {@code -- stele:ignore rule reason}. */
final class Ignores {
    private static final Pattern COMMENT =
            Pattern.compile("(?:--|/\\*)\\s*stele:ignore(-file)?(?:\\s+(\\S+))?\\s*(.*?)\\s*(?:\\*/)?", Pattern.DOTALL);

    private final SourceText source;
    private final TreeMap<Integer, RawStatement> statements = new TreeMap<>();

    /** One rule that a comment names; {@code target} is where its statement begins, or -1 for the whole file. */
    private record Ignore(int offset, Rule rule, int target) {}

    private Ignores(Script script) {
        this.source = script.source();
        script.units().forEach(u -> u.statements().forEach(s -> statements.put(s.start(), s)));
    }

    /** Takes the findings away that comments ask to ignore, and adds one for each comment that is at fault. */
    static List<Finding> apply(Script script, Findings findings) {
        Ignores ignores = new Ignores(script);
        List<Finding> kept = new ArrayList<>(findings.found());
        for (Token comment : script.comments()) {
            Matcher matcher = COMMENT.matcher(comment.text());
            if (comment.text().contains("stele:ignore") && matcher.matches()) {
                ignores.ignore(comment, matcher, kept, findings);
            }
        }
        return kept;
    }

    private void ignore(Token comment, Matcher matcher, List<Finding> kept, Findings findings) {
        if (matcher.group(2) == null || matcher.group(3).isEmpty()) {
            kept.addAll(findings.of(
                    Rule.UNUSED_IGNORE,
                    comment.start(),
                    matcher.group(2) == null
                            ? "the ignore comment names no rule; write a rule and a reason"
                            : "the ignore comment gives no reason; write one after the rule"));
            return;
        }
        int target = matcher.group(1) != null ? -1 : target(comment);
        for (String name : matcher.group(2).split(",", -1)) {
            Rule rule = Rule.find(name).orElse(null);
            if (rule == null) {
                kept.addAll(findings.of(Rule.UNUSED_IGNORE, comment.start(), "there is no rule \"" + name + "\""));
            } else if (!remove(new Ignore(comment.start(), rule, target), kept, findings)) {
                kept.addAll(findings.of(
                        Rule.UNUSED_IGNORE,
                        comment.start(),
                        "there is no finding of " + rule.id() + " to ignore here"));
            }
        }
    }

    private static boolean remove(Ignore ignore, List<Finding> kept, Findings findings) {
        return kept.removeIf(
                f -> f.rule() == ignore.rule() && (ignore.target() < 0 || findings.startOf(f) == ignore.target()));
    }

    /** The statement that the comment stands in, behind on the same line, or before; that order. */
    private int target(Token comment) {
        var before = statements.lowerEntry(comment.start());
        if (before != null) {
            RawStatement statement = before.getValue();
            boolean inside = statement.end() > comment.start();
            if (inside || source.line(statement.end()) == source.line(comment.start())) {
                return before.getKey();
            }
        }
        Integer after = statements.higherKey(comment.start());
        return after == null ? Integer.MAX_VALUE : after;
    }
}
