package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects findings, each with the severity that the size of its table asks for. */
final class Findings {
    private static final int LONGEST_LINE = 120;

    /** A finding that does not know its severity yet. */
    record Draft(Rule rule, int offset, @Nullable String table, String message) {}

    private final SourceText source;
    private final ReviewOptions options;
    private final Map<String, TableSize> sizes;
    private final Outline outline;
    private final List<Finding> found = new ArrayList<>();
    private final IdentityHashMap<Finding, Integer> starts = new IdentityHashMap<>();
    private final Set<String> said = new HashSet<>();

    Findings(SourceText source, ReviewOptions options, Map<String, TableSize> sizes, Outline outline) {
        this.source = source;
        this.options = options;
        this.sizes = sizes;
        this.outline = outline;
    }

    Outline outline() {
        return outline;
    }

    long rows(String table) {
        TableSize size = sizes.get(table);
        return size == null ? -1 : size.rows();
    }

    /** Whether this is asked for the first time in this file. */
    boolean firstTime(String words) {
        return said.add(words);
    }

    ReviewOptions options() {
        return options;
    }

    List<Finding> found() {
        return found;
    }

    /** Where the statement of a finding begins, or -1 where it is about the file. */
    int startOf(Finding finding) {
        return starts.getOrDefault(finding, -1);
    }

    void add(Step step, Draft draft) {
        TableSize size = draft.table() == null ? null : sizes.get(draft.table());
        LockMode lock = draft.rule().cost() == Rule.Cost.NONE ? null : step.lockOn(draft.table());
        Severity severity = severity(draft.rule(), size, lock);
        if (severity == null) {
            return;
        }
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
        starts.put(finding, step.parsed().raw().start());
    }

    /** Adds what is about no statement. */
    void add(Rule rule, int offset, String message) {
        found.addAll(of(rule, offset, message));
    }

    /** The finding, or none where the rule is switched off. */
    List<Finding> of(Rule rule, int offset, String message) {
        Severity severity = options.severity(rule);
        return severity == null
                ? List.of()
                : List.of(new Finding(rule, severity, source.place(offset), "", null, "", message, rule.safeForm()));
    }

    private @Nullable Severity severity(Rule rule, @Nullable TableSize size, @Nullable LockMode lock) {
        Severity plain = options.severity(rule);
        if (plain != null && rule.cost() == Rule.Cost.LOCK && lock != null && !lock.blocksWrites()) {
            return Severity.NOTE;
        }
        if (plain == null || size == null || rule.cost() == Rule.Cost.NONE || options.isOverridden(rule)) {
            return plain;
        }
        if (size.isSmall()) {
            return Severity.NOTE;
        }
        return size.isLarge() ? Severity.ERROR : Severity.WARNING;
    }

    Place place(RawStatement raw) {
        return source.place(raw.start());
    }

    /** Whether a finding on this statement names a lock already. */
    boolean hasLock(int start) {
        for (int i = found.size() - 1; i >= 0 && startOf(found.get(i)) == start; i--) {
            boolean timeout = found.get(i).rule() == Rule.NO_LOCK_TIMEOUT;
            if (found.get(i).lock() != null && !timeout) {
                return true;
            }
        }
        return false;
    }

    String text(RawStatement raw) {
        return raw.text(source);
    }

    /** Adds what the server says when a statement cannot run. */
    void refused(RawStatement raw, String message) {
        for (Finding finding : of(Rule.SYNTAX_ERROR, raw.start(), message)) {
            found.add(finding);
            starts.put(finding, raw.start());
        }
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
