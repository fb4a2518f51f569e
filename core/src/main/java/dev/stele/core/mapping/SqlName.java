package dev.stele.core.mapping;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes identifiers as PostgreSQL wants them in a statement. */
final class SqlName {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    // The reserved words of PostgreSQL 15 to 18 (manual, appendix C), those usable as type or function names included.
    private static final Set<String> RESERVED =
            Set.of(("all analyse analyze and any array as asc asymmetric authorization"
                            + " binary both case cast check collate collation column concurrently constraint create cross"
                            + " current_catalog current_date current_role current_schema current_time current_timestamp"
                            + " current_user default deferrable desc distinct do else end except false fetch for foreign"
                            + " freeze from full grant group having ilike in initially inner intersect into is isnull join"
                            + " lateral leading left like limit localtime localtimestamp natural not notnull null offset on"
                            + " only or order outer overlaps placing primary references returning right select session_user"
                            + " similar some symmetric system_user table tablesample then to trailing true union unique user"
                            + " using variadic verbose when where window with")
                    .split(" "));

    private SqlName() {}

    /** The name as the catalog stores it: folded to lower case unless it was quoted. */
    static String stored(String name, boolean quoted) {
        return quoted ? name : name.toLowerCase(Locale.ROOT);
    }

    /** The stored name as it stands in a statement: quoted where PostgreSQL would read it otherwise. */
    static String sql(String stored) {
        if (PLAIN.matcher(stored).matches() && !RESERVED.contains(stored)) {
            return stored;
        }
        return '"' + stored.replace("\"", "\"\"") + '"';
    }
}
