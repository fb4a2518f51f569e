package dev.stele.migrations.diff;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an expression gives every row a value of its own. */
final class Volatility {
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern CALL = Pattern.compile("([\\w.\"]+)\\(");

    // The server evaluates these once a statement; of all others one cannot know without asking.
    private static final Set<String> STABLE = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_setting",
            "timezone",
            "date_trunc",
            "lower",
            "upper",
            "length",
            "coalesce",
            "jsonb_build_object",
            "jsonb_build_array",
            "json_build_object",
            "json_build_array",
            "to_jsonb",
            "to_char",
            "concat",
            "make_interval",
            "make_date",
            "bit",
            "varchar",
            "numeric",
            "timestamp",
            "time",
            "interval",
            "character",
            "varying",
            "char",
            "decimal",
            "precision");

    private Volatility() {}

    static boolean isVolatile(String expression) {
        Matcher call = CALL.matcher(LITERAL.matcher(expression).replaceAll("''"));
        while (call.find()) {
            if (!STABLE.contains(call.group(1).toLowerCase(java.util.Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
