package dev.stele.examples.proofs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A schema as sorted lines of text, read by queries that share nothing with the migrations.
 *
 * <p>It is the second opinion: what a differ does not see, it would not miss either.
 */
final class SchemaText {
    private static final String MINE =
            " n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_t%' ";
    private static final String NOT_THE_HISTORY =
            " and c.relname not in ('databasechangelog', 'databasechangelog_pkey') ";

    private static final List<String> QUERIES = List.of(
            "select 'schema ' || n.nspname from pg_namespace n where" + MINE,
            "select 'relation ' || c.relkind::text || ' ' || c.oid::regclass || coalesce(' comment ' || d.description, '')"
                    + " from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_description d"
                    + " on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0"
                    + " where c.relkind in ('r', 'p', 'S', 'v', 'm') and" + MINE + NOT_THE_HISTORY,
            "select 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)"
                    + " || case when a.attnotnull then ' not null' else '' end || ' ' || a.attidentity::text || a.attgenerated::text"
                    + " || coalesce(' default ' || pg_get_expr(f.adbin, f.adrelid), '')"
                    + " || case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation"
                    + " else '' end || coalesce(' comment ' || col_description(c.oid, a.attnum), '')"
                    + " from pg_attribute a join pg_class c on c.oid = a.attrelid"
                    + " join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid"
                    + " left join pg_attrdef f on f.adrelid = c.oid and f.adnum = a.attnum"
                    + " where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and" + MINE
                    + NOT_THE_HISTORY,
            // Not-null constraints are told by their columns; since version 18 they stand here as well.
            "select 'constraint ' || k.conname || ' on ' || c.oid::regclass || ' ' || k.convalidated || ' '"
                    + " || pg_get_constraintdef(k.oid) from pg_constraint k join pg_class c on c.oid = k.conrelid"
                    + " join pg_namespace n on n.oid = c.relnamespace where k.contype <> 'n' and" + MINE
                    + NOT_THE_HISTORY,
            "select 'index ' || i.indisvalid || ' ' || pg_get_indexdef(i.indexrelid) from pg_index i"
                    + " join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where"
                    + MINE
                    + NOT_THE_HISTORY,
            "select 'sequence ' || s.seqrelid::regclass || ' ' || s.seqtypid::regtype || ' ' || s.seqstart || ' by '"
                    + " || s.seqincrement || ' from ' || s.seqmin || ' to ' || s.seqmax || ' ' || s.seqcycle || ' '"
                    + " || s.seqcache || coalesce(' of ' || d.refobjid::regclass || '.' || d.refobjsubid::text, '')"
                    + " from pg_sequence s left join pg_depend d on d.objid = s.seqrelid and d.deptype in ('a', 'i')"
                    + " and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass",
            "select 'enum ' || t.oid::regtype || ' ' || string_agg(e.enumlabel, ', ' order by e.enumsortorder)"
                    + " from pg_enum e join pg_type t on t.oid = e.enumtypid group by t.oid");

    private static final Pattern ENUM = Pattern.compile("(enum (?:\"[^\"]+\"|[^\" ])+ )(.*)");

    private SchemaText() {}

    /** Reads the schema, sorted; the order of columns does not matter. */
    static List<String> read(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = pg_catalog");
            for (String query : QUERIES) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        lines.add(settled(rows.getString(1)));
                    }
                }
            }
            statement.execute("reset search_path");
        }
        Collections.sort(lines);
        return lines;
    }

    /**
     * The lines without what the model leaves to whoever makes the schema: names of constraints and indexes, the order of an
     * enum's values, which Hibernate takes from the alphabet, and the precision of a time of day, of which it keeps the seconds.
     */
    static List<String> withoutFreedom(List<String> schema) {
        return schema.stream()
                .map(line -> line.replaceFirst(
                        "^constraint (?!(?:uq|ix|ck|fk)_\\d+ )(?:\"[^\"]+\"|\\S+) on ", "constraint on "))
                .map(line -> line.replaceFirst(" INDEX (?!(?:uq|ix|ck|fk)_\\d+ )(?:\"[^\"]+\"|\\S+) ON ", " INDEX ON "))
                .map(SchemaText::withoutOrder)
                .map(line -> line.replaceFirst("^(column (?:\"[^\"]+\"|[^\" ])+) time\\([06]\\) with", "$1 time with"))
                .sorted()
                .toList();
    }

    private static String withoutOrder(String line) {
        Matcher type = ENUM.matcher(line);
        return type.matches()
                ? type.group(1) + Stream.of(type.group(2).split(", ")).sorted().collect(Collectors.joining(", "))
                : line;
    }

    /**
     * The lines without what a changelog may have of its own and entities cannot take back: schemas, sequences, enum
     * types and indexes with a predicate that are no longer asked for; comments, collations and names of constraints that
     * are no longer said.
     */
    static List<String> withoutKept(List<String> actual, List<String> expected) {
        List<String> lines = new ArrayList<>();
        for (String line : actual) {
            String unsaid = line.replaceFirst(" comment .*", "");
            String plain = unsaid.replaceFirst(" collate \\S+", "");
            String nameless = line.replaceFirst("^constraint \\S+ on ", "constraint on ")
                    .replaceFirst(" INDEX \\S+ ON ", " INDEX ON ");
            if (!expected.contains(line) && expected.contains(nameless)) {
                lines.add(nameless);
            } else if (!expected.contains(line) && (expected.contains(unsaid) || expected.contains(plain))) {
                lines.add(expected.contains(unsaid) ? unsaid : plain);
            } else if (expected.contains(line)
                    || !line.matches("(schema|sequence|enum|relation S) .*|index .* WHERE .*")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The same line for texts that the server prints in two ways, before and after they were read again. */
    private static String settled(String line) {
        String plain = line.startsWith("sequence ") ? line.replaceAll("\\.\\d+$", "") : line;
        if (!line.startsWith("constraint ") || !line.contains("CHECK")) {
            return plain;
        }
        String bare =
                plain.replaceAll("::(text|character varying)(\\[\\])?", "").replaceAll("[()]", "");
        int start = bare.indexOf("ANY ARRAY[");
        if (start < 0) {
            return bare;
        }
        int end = bare.indexOf(']', start);
        // Hibernate lists an enum's constants in the order of a hash set.
        List<String> constants =
                new ArrayList<>(List.of(bare.substring(start + 10, end).split(", ")));
        Collections.sort(constants);
        return bare.substring(0, start + 10) + String.join(", ", constants) + bare.substring(end);
    }
}
