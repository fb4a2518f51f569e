package dev.stele.migrations;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the roles of {@link Changelog#roles} are called; each name is 1 to 63 bytes of letters, digits, {@code _},
 * {@code -}, {@code .} and {@code @}.
 *
 * <p>The names become part of the changesets' text: keep them once they are applied.
 *
 * @param owner owns the schema's objects and cannot log in
 * @param migrator a member of the owner, which it acts as
 * @param app reads and writes rows, and nothing else
 * @param readOnly reads rows
 * @param backup reads rows, without a limit of time
 * @param staging whether the application may make temporary tables
 * @param rows whether the backup role passes by row-level security
 */
public record RoleNames(
        String owner, String migrator, String app, String readOnly, String backup, Staging staging, Rows rows) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}_.@-]+");
    private static final Pattern PLACE = Pattern.compile(":\"(\\w+)\"|:'(\\w+)'");

    /** Whether the application may make temporary tables, which bulk loads with upsert or faults set aside need. */
    public enum Staging {
        /** It may not. */
        REFUSED,
        /** It may. */
        ALLOWED
    }

    /** Whether policies stand between the backup role and the rows, as with {@link Changelog#rowSecurity}. */
    public enum Rows {
        /** None do. */
        OPEN,
        /** Some do; the role passes by them (BYPASSRLS), so that no backup lacks a row. A superuser grants that. */
        GUARDED
    }

    /** Refuses names that PostgreSQL keeps for itself, that are the same, or that have other characters. */
    public RoleNames {
        Set<String> seen = new HashSet<>();
        for (String name : List.of(owner, migrator, app, readOnly, backup)) {
            boolean kept = name.startsWith("pg_") || name.equals("public") || name.equals("none");
            if (kept || !NAME.matcher(name).matches() || name.getBytes(StandardCharsets.UTF_8).length > 63) {
                throw new IllegalArgumentException(
                        "the name of a role must be 1 to 63 bytes of letters, digits, _, -, ."
                                + " and @, not begin with pg_, and not be public or none");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "each role needs a name of its own, but \"" + name + "\" is there twice");
            }
        }
    }

    /** Five roles with one beginning, as {@code acme_owner}, {@code acme_app}; no temporary tables. */
    public static RoleNames of(String prefix) {
        return new RoleNames(
                prefix + "_owner",
                prefix + "_migrator",
                prefix + "_app",
                prefix + "_read_only",
                prefix + "_backup",
                Staging.REFUSED,
                Rows.OPEN);
    }

    /** The same, with an application that may make temporary tables. */
    public RoleNames allowingStaging() {
        return new RoleNames(owner, migrator, app, readOnly, backup, Staging.ALLOWED, rows);
    }

    /** The same for a database with row-level security, which the backup role passes by. */
    public RoleNames withGuardedRows() {
        return new RoleNames(owner, migrator, app, readOnly, backup, staging, Rows.GUARDED);
    }

    /** Writes the names where {@code text} says {@code :"app"} or {@code :'app'}, as psql does. */
    String into(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("owner", owner);
        names.put("migrator", migrator);
        names.put("app", app);
        names.put("readOnly", readOnly);
        names.put("backup", backup);
        return PLACE.matcher(text).replaceAll(place -> {
            boolean identifier = place.group(1) != null;
            String name = names.get(identifier ? place.group(1) : place.group(2));
            if (name == null) {
                throw new IllegalStateException("no role is called " + place.group());
            }
            // No name has a quote in it; doubled all the same, since this is where it would do harm.
            String quoted = identifier ? "\"" + name.replace("\"", "\"\"") + "\"" : "'" + name.replace("'", "''") + "'";
            return Matcher.quoteReplacement(quoted);
        });
    }
}
