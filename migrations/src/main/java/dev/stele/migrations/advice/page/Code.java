package dev.stele.migrations.advice.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A piece of SQL or Java with its words told apart.
 *
 * @param original what a reader copies
 * @param pieces what is shown, in order
 */
public record Code(String original, List<Piece> pieces) {
    private static final Set<String> KEYWORDS =
            Set.of(("add all alter analyze and any array as asc between by case cast"
                            + " concurrently create cross delete desc distinct do drop else end except exists extension false"
                            + " fetch filter first for from full group having if ilike in include index inner insert intersect"
                            + " into is join lateral left like limit materialized not null nulls offset on only or order outer"
                            + " over partition reindex returning right rows select set statistics table then true union unique"
                            + " update using vacuum values when where window with")
                    .split(" "));

    /** Where a statement that was written on one line is broken. */
    private static final Set<String> CLAUSES = Set.of(
            "from",
            "where",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "fetch",
            "returning",
            "set",
            "values",
            "union",
            "join",
            "left",
            "right",
            "full",
            "inner",
            "cross",
            "for");

    /** After which a clause's word does not begin one. */
    private static final Set<String> CONTINUED =
            Set.of("left", "right", "full", "inner", "outer", "cross", "distinct", "delete");

    public Code {
        pieces = List.copyOf(pieces);
    }

    /**
     * A word or what stands between words.
     *
     * @param kind {@code keyword}, {@code string}, {@code number}, {@code comment}, or "" for all else
     * @param text as it is shown
     */
    public record Piece(String kind, String text) {}

    /** SQL as it was written. */
    public static Code sql(String sql) {
        return new Code(sql, pieces(sql, false));
    }

    /** SQL whose clauses begin a line each, where it was written on one. */
    public static Code brokenSql(String sql) {
        return new Code(sql, pieces(sql, sql.strip().indexOf('\n') < 0));
    }

    /** Java, without colours. */
    public static Code java(String java) {
        return new Code(java, List.of(new Piece("", Words.text(java))));
    }

    private static List<Piece> pieces(String sql, boolean broken) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        String before = "";
        int depth = 0;
        for (SqlWords words = new SqlWords(sql); words.next(); ) {
            String word = words.word();
            String kind = words.kind();
            if (kind.equals("word")) {
                String lower = word.toLowerCase(Locale.ROOT);
                kind = KEYWORDS.contains(lower) ? "keyword" : "";
                if (broken && depth == 0 && !before.isEmpty() && begins(lower, before) && !words.isFollowedBy('(')) {
                    trimEnd(plain);
                    plain.append('\n');
                }
                before = lower;
            } else if (word.equals("(") || word.equals(")")) {
                depth += word.equals("(") ? 1 : -1;
            }
            if (kind.isEmpty()) {
                plain.append(Words.text(word));
            } else {
                flush(plain, pieces);
                pieces.add(new Piece(kind, Words.text(word)));
            }
        }
        flush(plain, pieces);
        return pieces;
    }

    private static boolean begins(String word, String before) {
        return CLAUSES.contains(word) && !CONTINUED.contains(before);
    }

    private static void flush(StringBuilder plain, List<Piece> pieces) {
        if (!plain.isEmpty()) {
            pieces.add(new Piece("", plain.toString()));
            plain.setLength(0);
        }
    }

    private static void trimEnd(StringBuilder text) {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
    }
}
