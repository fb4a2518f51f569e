package dev.stele.migrations.review;

/** Where an operator ends. */
final class Operators {
    private static final String CHARACTERS = "+-*/<>=~!@#%^&|`?";
    private static final String MAKE_TRAILING_SIGNS_LEGAL = "~!@#%^&|`?";

    private Operators() {}

    /** The offset after the operator that begins here, which is {@code start} where none does. */
    static int end(String sql, int start, int limit) {
        int end = start;
        while (end < limit
                && CHARACTERS.indexOf(sql.charAt(end)) >= 0
                && !sql.startsWith("--", end)
                && !sql.startsWith("/*", end)) {
            end++;
        }
        return withoutTrailingSigns(sql, start, end);
    }

    /** {@code =-1} is an equals sign and a number, while {@code @-} is one operator. */
    private static int withoutTrailingSigns(String sql, int start, int operatorEnd) {
        int end = operatorEnd;
        if (sql.substring(start, end).chars().anyMatch(c -> MAKE_TRAILING_SIGNS_LEGAL.indexOf(c) >= 0)) {
            return end;
        }
        while (end - start > 1 && (sql.charAt(end - 1) == '+' || sql.charAt(end - 1) == '-')) {
            end--;
        }
        return end;
    }
}
