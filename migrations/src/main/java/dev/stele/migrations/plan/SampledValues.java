package dev.stele.migrations.plan;

import dev.stele.migrations.plan.Condition.Test;
import dev.stele.migrations.plan.ParameterUse.Wildcards;
import dev.stele.migrations.plan.PlanNode.Relation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws values for a statement's parameters: from one row where several columns of a table are compared, so that they fit
 * together, otherwise from the column's statistics. The same database gives the same values.
 */
final class SampledValues {
    /** A common value of columns with few of them, one from the middle of the others. */
    private static final String STATISTICS = "select case when"
            + " (select sum(f) from unnest(s.most_common_freqs) f) > 0.5 or s.histogram_bounds is null"
            + " or (d.number = 1 and s.most_common_freqs is not null)"
            // The second one is the most common value, which gains least by an index.
            + " then v.common[case d.number when 1 then 1 else ceil(cardinality(v.common) * d.part)::int end]"
            + " else v.bounds[ceil(cardinality(v.bounds) * d.part)::int] end"
            + " from (select ?::int as number, ?::float8 as part) d, pg_catalog.pg_stats s, lateral (select s.most_common_vals::text::text[] as common,"
            + " s.histogram_bounds::text::text[] as bounds) v"
            + " where s.schemaname = ? and s.tablename = ? and s.attname = ? order by s.inherited desc limit 1";

    private static final Pattern RANGE = Pattern.compile("[\\[(]\"?(?<lower>[^\",]*)\"?,\"?(?<upper>[^\",]*)\"?[\\])]");

    private static final List<Double> PARTS = List.of(0.5, 0.2, 0.8, 0.35, 0.65);

    private static final String SHARE = "select least(100, 5000.0 / greatest(c.relpages, 1)) from pg_catalog.pg_class c"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ? and c.relname = ?";

    private final Connection connection;
    private final Map<Integer, ParameterUse> uses;
    private final int number;
    private final Map<String, String> rows = new HashMap<>();

    private SampledValues(Connection connection, Map<Integer, ParameterUse> uses, int number) {
        this.connection = connection;
        this.uses = uses;
        this.number = number;
    }

    /** A value for each parameter of these types; null where nothing is known of it. */
    static List<@Nullable String> draw(
            Connection connection, StatementText text, List<String> types, List<TableAccess> accesses)
            throws SQLException {
        return draw(connection, text, types, accesses, 0);
    }

    /** As {@link #draw}, others for another number, from 0, as far as there are others. */
    static List<@Nullable String> draw(
            Connection connection, StatementText text, List<String> types, List<TableAccess> accesses, int number)
            throws SQLException {
        SampledValues samples = new SampledValues(connection, ParameterUse.of(accesses), number);
        samples.drawRows();
        Map<Integer, String> limits = ParameterUse.limits(text);
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= types.size(); i++) {
            String limit = limits.get(i);
            values.add(limit == null ? samples.value(i, types.get(i - 1)) : limit);
        }
        return values;
    }

    private @Nullable String value(int parameter, String type) throws SQLException {
        ParameterUse use = uses.get(parameter);
        if (use == null) {
            return usual(type);
        }
        String drawn = rows.get(key(use.table(), use.column()));
        if (drawn == null) {
            drawn = statistic(use).orElse(null);
        }
        if (drawn == null) {
            drawRow(use.table(), Set.of(use.column()));
            drawn = rows.get(key(use.table(), use.column()));
        }
        String fitted = drawn == null ? null : fitted(drawn, use, type);
        if (fitted != null && isValid(fitted, type)) {
            return fitted;
        }
        return Optional.ofNullable(drawn)
                .flatMap(value -> bound(value, isSecond(parameter, use)))
                .filter(value -> isValid(value, type))
                .orElseGet(() -> usual(type));
    }

    /** Whether another parameter before it is compared with the same column. */
    private boolean isSecond(int parameter, ParameterUse use) {
        return uses.entrySet().stream()
                .anyMatch(other -> other.getKey() < parameter
                        && key(other.getValue().table(), other.getValue().column())
                                .equals(key(use.table(), use.column())));
    }

    /** The lower or upper end of a range, for what is compared with a range and is none itself. */
    private static Optional<String> bound(String range, boolean upper) {
        Matcher ends = RANGE.matcher(range);
        return ends.matches()
                ? Optional.ofNullable(ends.group(upper ? "upper" : "lower")).filter(end -> !end.isEmpty())
                : Optional.empty();
    }

    /** Whether it can be a value of a type, as that of a column may not be where the statement converts one of them. */
    private boolean isValid(String value, String type) {
        try {
            Savepoint before = connection.setSavepoint();
            try (PreparedStatement statement =
                    connection.prepareStatement("select cast(cast(? as text) as " + type + ")")) {
                statement.setString(1, value);
                statement.execute();
                return true;
            } catch (SQLException e) {
                return false;
            } finally {
                connection.rollback(before);
                connection.releaseSavepoint(before);
            }
        } catch (SQLException e) {
            throw PlanErrors.of(e);
        }
    }

    private static String fitted(String drawn, ParameterUse use, String type) {
        if (use.wildcards() == Wildcards.BEHIND) {
            // People type on until few are left.
            return drawn.substring(
                    0, drawn.offsetByCodePoints(0, (2 * drawn.codePointCount(0, drawn.length()) + 2) / 3));
        }
        if (use.test() == Test.PATTERN) {
            // People search for what tells a text from others, which its first letters seldom do.
            String word = Stream.of(drawn.split("[^\\p{L}\\p{N}]+"))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            return use.wildcards() == Wildcards.AROUND ? word : "%" + word + "%";
        }
        boolean oneOfMany = type.endsWith("[]") && use.test() != Test.CONTAINS && !drawn.startsWith("{");
        return oneOfMany ? "{\"" + drawn.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}" : drawn;
    }

    private static @Nullable String usual(String type) {
        if (type.endsWith("[]")) {
            return "{}";
        }
        return switch (type) {
            case "smallint", "integer", "bigint", "numeric", "real", "double precision" -> "1";
            case "text", "character varying", "character" -> "a";
            case "boolean" -> "true";
            case "date", "timestamp without time zone", "timestamp with time zone" -> "now";
            case "uuid" -> "00000000-0000-0000-0000-000000000000";
            case "json", "jsonb" -> "{}";
            default -> null;
        };
    }

    private Optional<String> statistic(ParameterUse use) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATISTICS)) {
            statement.setInt(1, number);
            statement.setDouble(2, PARTS.get(number % PARTS.size()));
            statement.setString(3, use.table().schema());
            statement.setString(4, use.table().name());
            statement.setString(5, use.column());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private void drawRows() throws SQLException {
        Map<Relation, Set<String>> columns = new HashMap<>();
        uses.values().forEach(use -> columns.computeIfAbsent(use.table(), table -> new LinkedHashSet<>())
                .add(use.column()));
        for (Map.Entry<Relation, Set<String>> table : columns.entrySet()) {
            if (table.getValue().size() > 1) {
                drawRow(table.getKey(), table.getValue());
            }
        }
    }

    /** Draws a row of about fifty pages; nothing where the role may not read the table. */
    private void drawRow(Relation table, Set<String> columns) throws SQLException {
        Savepoint before = connection.setSavepoint();
        List<String> names = columns.stream().map(SampledValues::quoted).toList();
        String sql = "select " + names.stream().map(name -> name + "::text").collect(Collectors.joining(", "))
                + " from " + quoted(table.schema()) + "." + quoted(table.name())
                + " tablesample system (" + share(table) + ") repeatable (1) where "
                + names.stream().map(name -> name + " is not null").collect(Collectors.joining(" and "))
                + (number == 0 ? "" : " order by md5(ctid::text || '" + number + "')")
                + " limit 1";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (row.next()) {
                int i = 1;
                for (String column : columns) {
                    rows.put(key(table, column), row.getString(i++));
                }
            }
        } catch (SQLException e) {
            // Without the right to read it or a sample of it the statistics must do.
            connection.rollback(before);
        }
        connection.releaseSavepoint(before);
    }

    private double share(Relation table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SHARE)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getDouble(1) : 100;
            }
        }
    }

    private static String key(Relation table, String column) {
        return table.schema() + "." + table.name() + "." + table.alias() + "." + column;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
