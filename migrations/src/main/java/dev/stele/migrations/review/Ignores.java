package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments that switch a rule off: {@code -- stele:ignore rule reason}. */
final class Ignores {
    private static final Pattern COMMENT =
            Pattern.compile("(?:--|/\\*)\\s*stele:ignore(-file)?(?:\\s+(\\S+))?\\s*(.*?)\\s*(?:\\*/)?", Pattern.DOTALL);

    private static final int WHOLE_FILE = -1;

    private final SourceText source;
    private final Findings findings;
    private final Map<Integer, List<Finding>> byStatement = new HashMap<>();
    private final Set<Finding> ignored = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Finding> faults = new ArrayList<>();
    private final TreeMap<Integer, RawStatement> statements = new TreeMap<>();

    private Ignores(Script script, Findings findings) {
        this.source = script.source();
        this.findings = findings;
        script.units().forEach(u -> u.statements().forEach(s -> statements.put(s.start(), s)));
        findings.found().forEach(f -> byStatement
                .computeIfAbsent(findings.startOf(f), start -> new ArrayList<>())
                .add(f));
    }

    /** Takes the findings away that comments ask to ignore, and adds one for each comment that is at fault. */
    static List<Finding> apply(Script script, Findings findings) {
        Ignores ignores = new Ignores(script, findings);
        for (Token comment : script.comments()) {
            Matcher matcher = COMMENT.matcher(comment.text());
            if (comment.text().contains("stele:ignore") && matcher.matches()) {
                ignores.ignore(comment, matcher);
            }
        }
        return ignores.kept();
    }

    private List<Finding> kept() {
        List<Finding> kept = new ArrayList<>(findings.found());
        kept.removeIf(ignored::contains);
        kept.addAll(faults);
        return kept;
    }

    private void ignore(Token comment, Matcher matcher) {
        int offset = comment.start();
        if (matcher.group(2) == null) {
            fault(offset, "the ignore comment names no rule; write a rule and a reason");
            return;
        }
        if (matcher.group(3).isEmpty()) {
            fault(offset, "the ignore comment gives no reason; write one after the rule");
            return;
        }
        int target = matcher.group(1) != null ? WHOLE_FILE : target(comment);
        for (String name : matcher.group(2).split(",", -1)) {
            Rule rule = Rule.find(name).orElse(null);
            if (rule == null) {
                fault(offset, "there is no rule \"" + name + "\"");
            } else if (!ignore(rule, target)) {
                fault(offset, "there is no finding of " + rule.id() + " to ignore here");
            }
        }
    }

    private void fault(int offset, String message) {
        faults.addAll(findings.of(Rule.UNUSED_IGNORE, offset, message));
    }

    /** Whether there is anything to ignore. */
    private boolean ignore(Rule rule, int target) {
        List<Finding> candidates =
                target == WHOLE_FILE ? findings.found() : byStatement.getOrDefault(target, List.of());
        boolean any = false;
        for (Finding finding : candidates) {
            if (finding.rule() == rule) {
                ignored.add(finding);
                any = true;
            }
        }
        return any;
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
