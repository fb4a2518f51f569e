package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Other;
import dev.stele.migrations.review.Statement.Write;
import dev.stele.migrations.review.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules about rows that are changed inside another statement: WITH, EXPLAIN ANALYZE, PREPARE, MERGE. */
final class HiddenWrites implements Check {
    /** What comes before UPDATE where it is no statement. */
    private static final Set<String> NO_UPDATE =
            Set.of("for", "key", "do", "on", "of", "or", "then", "before", "after");

    @Override
    public void look(Step step) {
        boolean other = step.statement() instanceof Other;
        boolean query = step.statement() instanceof CreateTable table && table.has(Flag.AS_QUERY);
        if (!other && !query && !(step.statement() instanceof Write)) {
            return;
        }
        boolean explains = step.tokens().get(0).isWord("explain");
        if (explains && !isAnalyzed(step.parsed().raw())) {
            return;
        }
        boolean written = inside(step);
        boolean merged = step.tokens().stream().anyMatch(t -> t.isWord("merge"));
        if (merged) {
            merge(step);
        }
        boolean prepares = step.tokens().get(0).isWord("prepare");
        if (other && (explains || prepares) && (written || merged)) {
            step.report(
                    Rule.NOT_ANALYSABLE,
                    explains
                            ? "EXPLAIN ANALYZE runs the statement that it explains, and rows change"
                            : "when EXECUTE runs what is prepared here, rows change");
        }
    }

    private static boolean isAnalyzed(RawStatement raw) {
        List<Token> tokens = raw.tokens();
        int end = Math.min(tokens.size(), Math.max(3, raw.closing(Math.min(1, tokens.size() - 1))));
        for (int i = 1; i < end; i++) {
            String after = i + 1 < end ? tokens.get(i + 1).text() : "";
            boolean analyze = tokens.get(i).isWord("analyze") || tokens.get(i).isWord("analyse");
            if (analyze && !Set.of("false", "off", "0").contains(after)) {
                return true;
            }
        }
        return false;
    }

    /** Whether rows are changed or deleted in it. */
    private static boolean inside(Step step) {
        RawStatement raw = step.parsed().raw();
        boolean written = false;
        for (int i = 1; i + 1 < raw.tokens().size(); i++) {
            String verb = verb(raw, i);
            if (!verb.isEmpty()) {
                written = true;
                if (everyRow(step, raw, i, verb)) {
                    return true;
                }
            }
        }
        return written;
    }

    private static String verb(RawStatement raw, int index) {
        List<Token> tokens = raw.tokens();
        Token next = tokens.get(index + 1);
        if (tokens.get(index).isWord("delete")) {
            return next.isWord("from") ? "delete" : "";
        }
        Token before = tokens.get(index - 1);
        boolean update = tokens.get(index).isWord("update")
                && next.isName()
                && !(before.is(Kind.WORD) && NO_UPDATE.contains(before.text()));
        return update && find(raw, index + 1, "set") >= 0 ? "update" : "";
    }

    /** The next such word in the same parentheses, or -1. */
    private static int find(RawStatement raw, int from, String word) {
        List<Token> tokens = raw.tokens();
        for (int i = from; i < tokens.size() && !tokens.get(i).is(Kind.CLOSE); i = Conditions.next(raw, i)) {
            if (tokens.get(i).isWord(word)) {
                return i;
            }
        }
        return -1;
    }

    /** Reports a write that reaches every row; whether it is one. */
    private static boolean everyRow(Step step, RawStatement raw, int index, String verb) {
        int where = find(raw, index, "where");
        boolean always = where >= 0 && Conditions.alwaysTrue(raw, where + 1);
        Name table = table(raw, index + (verb.equals("delete") ? 2 : 1));
        if ((where >= 0 && !always) || step.isFresh(table)) {
            return false;
        }
        step.report(
                Rule.WRITE_WITHOUT_WHERE,
                raw.tokens().get(index).start(),
                verb.toUpperCase(Locale.ROOT) + (always ? " whose WHERE is always true" : " without WHERE")
                        + " reaches every row of " + Check.on(table));
        return true;
    }

    private static Name table(RawStatement raw, int index) {
        List<Token> tokens = raw.tokens();
        int at = index < tokens.size() && tokens.get(index).isWord("only") ? index + 1 : index;
        if (at >= tokens.size()) {
            return Name.NONE;
        }
        Token first = tokens.get(at);
        boolean qualified = at + 2 < tokens.size() && tokens.get(at + 1).is(Kind.DOT);
        return qualified
                ? new Name(first.text(), tokens.get(at + 2).text(), first.start())
                : new Name("", first.text(), first.start());
    }

    /** WHEN … THEN DELETE, which a condition may narrow. */
    private static void merge(Step step) {
        List<Token> tokens = step.tokens();
        boolean narrowed = false;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("when")) {
                narrowed = false;
            } else if (tokens.get(i).isWord("and")) {
                narrowed = true;
            } else if (tokens.get(i).isWord("then") && tokens.get(i + 1).isWord("delete")) {
                step.report(
                        narrowed ? Rule.NOT_ANALYSABLE : Rule.WRITE_WITHOUT_WHERE,
                        tokens.get(i + 1).start(),
                        narrowed
                                ? "which rows MERGE deletes cannot be seen from here"
                                : "MERGE deletes every row that its WHEN speaks of");
                return;
            }
        }
    }
}
