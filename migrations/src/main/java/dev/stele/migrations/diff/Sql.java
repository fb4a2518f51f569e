package dev.stele.migrations.diff;

import java.util.Set;

/** Names and texts as SQL writes them. */
final class Sql {
    // Every word that cannot be a name of some kind without quotes, in any of the supported versions.
    private static final Set<String> RESERVED = Set.of(("all analyse analyze and any array as asc asymmetric"
                    + " authorization between bigint binary bit boolean both case cast char character check coalesce"
                    + " collate collation column concurrently constraint create cross current_catalog current_date"
                    + " current_role current_schema current_time current_timestamp current_user dec decimal default"
                    + " deferrable desc distinct do else end except exists extract false fetch float for foreign freeze"
                    + " from full grant greatest group grouping having ilike in initially inner inout int integer"
                    + " intersect interval into is isnull join json json_array json_arrayagg json_exists json_object"
                    + " json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading"
                    + " least left like limit localtime localtimestamp merge_action national natural nchar none"
                    + " normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay"
                    + " placing position precision primary real references returning right row select session_user"
                    + " setof similar smallint some substring symmetric system_user table tablesample then time"
                    + " timestamp to trailing treat trim true union unique user using values varchar variadic verbose"
                    + " when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces"
                    + " xmlparse xmlpi xmlroot xmlserialize xmltable")
            .split(" "));

    private Sql() {}

    /** The name in quotes where it needs them. */
    static String quote(String name) {
        boolean plain = name.matches("[a-z_][a-z0-9_$]*") && !RESERVED.contains(name);
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String quote(String schema, String name) {
        return schema.isEmpty() ? quote(name) : quote(schema) + "." + quote(name);
    }

    /** The object with its schema. */
    static String qualified(ObjectName name) {
        return quote(name.schema(), name.name());
    }

    /** The table that the object belongs to, with its schema. */
    static String table(ObjectName part) {
        return quote(part.schema(), part.table());
    }

    /** The text as a constant, safe whatever the server makes of backslashes. */
    static String literal(String text) {
        String doubled = "'" + text.replace("'", "''") + "'";
        return text.contains("\\") ? "E" + doubled.replace("\\", "\\\\") : doubled;
    }
}
