package dev.stele.migrations.plan;

import dev.stele.migrations.plan.Condition.Source;
import dev.stele.migrations.plan.PlanText.Kind;
import dev.stele.migrations.plan.PlanText.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A part of a printed expression without parentheses around all of it, seen by one of the tables in it.
 *
 * @param text all that was printed
 * @param words the words of this part
 * @param own how the table's columns are qualified in it
 */
record Expression(String text, List<Word> words, Set<String> own) {
    Expression {
        while (isWrapped(words)) {
            words = words.subList(1, words.size() - 1);
        }
    }

    static Expression of(String text, Set<String> own) {
        return new Expression(text, PlanText.words(text), own);
    }

    private static boolean isWrapped(List<Word> words) {
        return words.size() > 2 && words.get(0).is("(") && closing(words, 0) == words.size() - 1;
    }

    /** The index of the word that closes what the one at {@code open} opens, or of the last word. */
    static int closing(List<Word> words, int open) {
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            String word = words.get(i).text();
            if (word.equals("(") || word.equals("[")) {
                depth++;
            } else if ((word.equals(")") || word.equals("]")) && --depth == 0) {
                return i;
            }
        }
        return words.size() - 1;
    }

    /** The indexes of words outside of parentheses and of CASE. */
    List<Integer> outside() {
        List<Integer> outside = new ArrayList<>();
        int cases = 0;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            cases += word.is("CASE") ? 1 : 0;
            if (cases == 0) {
                outside.add(i);
            }
            cases -= word.is("END") && cases > 0 ? 1 : 0;
            if (word.is("(") || word.is("[")) {
                i = closing(words, i);
            }
        }
        return outside;
    }

    /** The parts between those words {@code between} that stand outside of parentheses. */
    List<Expression> split(String between) {
        List<Expression> parts = new ArrayList<>();
        int from = 0;
        for (int i : outside()) {
            if (words.get(i).is(between)) {
                parts.add(part(from, i));
                from = i + 1;
            }
        }
        parts.add(part(from, words.size()));
        return parts;
    }

    Expression part(int from, int to) {
        return new Expression(text, words.subList(from, to), own);
    }

    boolean startsWith(String word) {
        return !words.isEmpty() && words.get(0).is(word);
    }

    /** Whether its last words are these. */
    boolean endsWith(String... last) {
        int from = words.size() - last.length;
        for (int i = 0; i < last.length; i++) {
            if (from < 0 || !words.get(from + i).is(last[i])) {
                return false;
            }
        }
        return true;
    }

    /** The table's own columns in it, each once. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (isColumn(i) && isOwn(i)) {
                columns.add(PlanText.parts(words.get(i).text()).get(1));
            }
        }
        return columns.stream().distinct().toList();
    }

    boolean isOwnColumn() {
        return words.size() == 1 && isColumn(0) && isOwn(0);
    }

    /** What it is made of as the other side of a comparison. */
    Source source() {
        boolean parameter = false;
        boolean computed = false;
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (isColumn(i)) {
                return Source.COLUMN;
            }
            // Before version 17 a subquery's result is printed as a parameter too; those of callers begin with 1.
            computed |= word.is("$0") || word.is("SubPlan") || word.is("InitPlan") || isCall(i);
            parameter |= word.kind() == Kind.PARAMETER && !word.is("$0");
        }
        return computed && !parameter ? Source.COMPUTED : parameter ? Source.PARAMETER : Source.CONSTANT;
    }

    private boolean isCall(int i) {
        Set<String> noCalls = Set.of("ANY", "ALL", "ROW", "ARRAY", "varying", "numeric", "character", "bit");
        return words.get(i).kind() == Kind.NAME
                && i + 1 < words.size()
                && words.get(i + 1).is("(")
                && !noCalls.contains(words.get(i).text());
    }

    private boolean isColumn(int i) {
        Word word = words.get(i);
        return word.kind() == Kind.NAME
                && PlanText.parts(word.text()).size() == 2
                && !(i > 0 && words.get(i - 1).kind() == Kind.CAST)
                && !(i > 0 && words.get(i - 1).is("COLLATE"))
                && !(i + 1 < words.size() && words.get(i + 1).is("("));
    }

    private boolean isOwn(int i) {
        return own.contains(PlanText.parts(words.get(i).text()).get(0));
    }

    /** As an index would name it: the table's columns without their qualifier. */
    String unqualified() {
        if (words.isEmpty()) {
            return "";
        }
        StringBuilder unqualified = new StringBuilder();
        int at = words.get(0).start();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            unqualified.append(text, at, word.start());
            unqualified.append(isColumn(i) && isOwn(i) ? lastPart(word.text()) : word.text());
            at = word.start() + word.text().length();
        }
        return unqualified.toString();
    }

    private static String lastPart(String name) {
        int quoted = name.endsWith("\"") ? name.lastIndexOf('"', name.length() - 2) : -1;
        // A quote within a quoted name is doubled.
        while (quoted > 0 && name.charAt(quoted - 1) == '"') {
            quoted = name.lastIndexOf('"', quoted - 2);
        }
        return name.substring(quoted >= 0 ? quoted : name.lastIndexOf('.') + 1);
    }

    /** As it was printed. */
    String printed() {
        if (words.isEmpty()) {
            return "";
        }
        Word last = words.get(words.size() - 1);
        return text.substring(words.get(0).start(), last.start() + last.text().length());
    }

    /** What is cast, where all of it is a cast of something, or itself. */
    Expression uncast() {
        int cast = cast();
        return cast < 0 ? this : part(0, cast);
    }

    /** The type that all of it is cast to, or "". */
    String castType() {
        int cast = cast();
        return cast < 0 ? "" : part(cast + 1, words.size()).printed();
    }

    private int cast() {
        int cast = -1;
        for (int i : outside()) {
            Word word = words.get(i);
            if (word.kind() == Kind.CAST) {
                cast = i;
            } else if (word.kind() == Kind.OPERATOR || word.is("COLLATE")) {
                return -1;
            }
        }
        return cast;
    }
}
