package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects findings, each with the severity that the size of its table asks for. */
final class Findings {
    private static final int LONGEST_LINE = 120;

    /** A finding that does not know its severity yet. */
    record Draft(Rule rule, int offset, @Nullable String table, String message) {}

    private final SourceText source;
    private final ReviewOptions options;
    private final Map<String, TableSize> sizes;
    private final List<Finding> found = new ArrayList<>();
    private final Map<Finding, RawStatement> statements = new HashMap<>();

    Findings(SourceText source, ReviewOptions options, Map<String, TableSize> sizes) {
        this.source = source;
        this.options = options;
        this.sizes = sizes;
    }

    ReviewOptions options() {
        return options;
    }

    List<Finding> found() {
        return found;
    }

    /** The statement a finding is about, or null where it is about the file. */
    @Nullable
    RawStatement statement(Finding finding) {
        return statements.get(finding);
    }

    void add(Step step, Draft draft) {
        TableSize size = draft.table() == null ? null : sizes.get(draft.table());
        Severity severity = severity(draft.rule(), size);
        if (severity == null) {
            return;
        }
        LockMode lock = draft.rule().cost() == Rule.Cost.NONE ? null : step.lockOn(draft.table());
        String message = draft.message();
        if (size != null && draft.rule().cost() != Rule.Cost.NONE) {
            message += "; " + draft.table() + " has " + size;
        }
        Finding finding = new Finding(
                draft.rule(),
                severity,
                source.place(draft.offset()),
                firstLine(step.parsed().raw()),
                lock,
                lock == null ? "" : lock.blocks(),
                message,
                draft.rule().safeForm());
        found.add(finding);
        statements.put(finding, step.parsed().raw());
    }

    /** Adds what is about no statement. */
    void add(Rule rule, int offset, String message) {
        Severity severity = severity(rule, null);
        if (severity != null) {
            found.add(new Finding(rule, severity, source.place(offset), "", null, "", message, rule.safeForm()));
        }
    }

    private @Nullable Severity severity(Rule rule, @Nullable TableSize size) {
        Severity plain = options.severity(rule);
        if (plain == null || size == null || rule.cost() == Rule.Cost.NONE || options.isOverridden(rule)) {
            return plain;
        }
        if (size.isSmall()) {
            return Severity.NOTE;
        }
        return size.isLarge() ? Severity.ERROR : Severity.WARNING;
    }

    String firstLine(RawStatement raw) {
        int to = Math.min(raw.end(), raw.start() + LONGEST_LINE + 1);
        String text = source.sql().substring(raw.start(), to);
        int line = text.indexOf('\n');
        String first = line < 0 ? text : text.substring(0, line).stripTrailing();
        boolean whole = raw.start() + first.length() >= raw.end();
        return whole
                ? first
                : first.substring(0, Math.min(first.length(), LONGEST_LINE - 2)).stripTrailing() + " …";
    }
}
