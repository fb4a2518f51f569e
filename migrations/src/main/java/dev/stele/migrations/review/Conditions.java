package dev.stele.migrations.review;

import dev.stele.migrations.review.Token.Kind;
import java.util.Set;

/** Tells a condition that holds for every row by its shape: {@code true}, {@code 1 = 1}, and what is made of them. */
final class Conditions {
    /** A longer one says something. */
    private static final int LONGEST = 100;

    private static final Set<String> ENDS = Set.of("returning", "when");

    private final RawStatement raw;

    private Conditions(RawStatement raw) {
        this.raw = raw;
    }

    /** Whether the condition that begins with this word holds for every row. */
    static boolean alwaysTrue(RawStatement raw, int from) {
        Conditions conditions = new Conditions(raw);
        int to = from;
        while (to < raw.tokens().size() && to - from <= LONGEST && !conditions.ends(to)) {
            to = next(raw, to);
        }
        return to - from <= LONGEST && conditions.holds(from, to);
    }

    /** The word after this one, or after the parentheses that it opens. */
    static int next(RawStatement raw, int index) {
        return Math.max(index, raw.closing(index)) + 1;
    }

    private boolean ends(int index) {
        Token token = raw.tokens().get(index);
        return token.is(Kind.CLOSE) || (token.is(Kind.WORD) && ENDS.contains(token.text()));
    }

    private boolean holds(int first, int end) {
        int from = first;
        int to = end;
        while (from < to && raw.closing(from) == to - 1) {
            from++;
            to--;
        }
        int or = find("or", from, to);
        if (or >= 0) {
            return holds(from, or) || holds(or + 1, to);
        }
        int and = find("and", from, to);
        return and >= 0 ? holds(from, and) && holds(and + 1, to) : isTrue(from, to);
    }

    private int find(String word, int from, int to) {
        for (int i = from; i < to; i = next(raw, i)) {
            if (raw.tokens().get(i).isWord(word)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isTrue(int from, int to) {
        Token first = from < to ? raw.tokens().get(from) : null;
        if (first == null) {
            return false;
        }
        return switch (to - from) {
            case 1 -> first.isWord("true");
            case 2 -> first.isWord("not") && raw.tokens().get(from + 1).isWord("false");
            case 3 -> {
                Token last = raw.tokens().get(to - 1);
                yield raw.tokens().get(from + 1).isOperator("=")
                        && first.is(last.kind())
                        && first.text().equals(last.text());
            }
            default -> false;
        };
    }
}
