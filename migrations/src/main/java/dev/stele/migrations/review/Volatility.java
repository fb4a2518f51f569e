package dev.stele.migrations.review;

import java.util.Set;

/** Which functions give another value for each row; only those make ADD COLUMN … DEFAULT rewrite the table. */
final class Volatility {
    private static final Set<String> PER_ROW = Set.of(
            "clock_timestamp",
            "gen_random_uuid",
            "gen_random_bytes",
            "nextval",
            "random",
            "random_normal",
            "setval",
            "timeofday",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "uuidv4",
            "uuidv7");
    private static final Set<String> PER_STATEMENT = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_setting",
            "to_timestamp",
            "to_date",
            "make_date",
            "make_timestamp",
            "make_timestamptz",
            "make_interval",
            "date_trunc",
            "timezone",
            "concat",
            "lower",
            "upper",
            "length",
            "md5",
            "format",
            "coalesce",
            "nullif",
            "greatest",
            "least",
            "array_fill",
            "jsonb_build_object",
            "jsonb_build_array",
            "json_build_object",
            "json_build_array",
            "to_jsonb",
            "to_json",
            "to_char",
            "repeat",
            "round",
            "floor",
            "ceil",
            "abs",
            "trim",
            "btrim",
            "substring",
            "current_date",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "current_user",
            "row",
            "array",
            "numeric",
            "varchar",
            "char",
            "bit",
            "varbit",
            "timestamp",
            "time",
            "interval",
            "decimal",
            "cast",
            "encode",
            "decode",
            "int4range",
            "int8range",
            "numrange",
            "daterange",
            "tsrange",
            "tstzrange",
            "date_part",
            "extract",
            "age");

    private Volatility() {}

    static boolean isPerRow(Expression expression) {
        return expression.calls().stream().anyMatch(PER_ROW::contains);
    }

    /** Calls something of which nothing is known. */
    static boolean isUnknown(Expression expression) {
        return expression.calls().stream().anyMatch(c -> !PER_ROW.contains(c) && !PER_STATEMENT.contains(c));
    }
}
