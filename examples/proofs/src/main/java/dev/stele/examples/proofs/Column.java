package dev.stele.examples.proofs;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A column as the catalog describes it, and a value for it. */
record Column(
        String name,
        String type,
        int modifier,
        boolean required,
        boolean computed,
        @Nullable String constant,
        @Nullable String reference) {

    /** Reads it from the query in {@link Rows}. */
    static Column of(ResultSet row) throws SQLException {
        String checked = row.getString(7);
        return new Column(
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getBoolean(5),
                row.getBoolean(6),
                checked != null ? checked : row.getString(8),
                row.getString(9));
    }

    /** An expression of the column's type, another one for each row. */
    String value(int row) {
        if (reference != null) {
            String[] target = reference.split("#", 2);
            return "(select %s from %s order by 1 offset %d limit 1)".formatted(target[1], target[0], (row - 1) % 2);
        }
        if (!required && row % 3 == 0) {
            return "null";
        }
        return constant != null ? "'" + constant + "'" : plain(row);
    }

    private String plain(int row) {
        return switch (type) {
            case "bool" -> row % 2 == 0 ? "true" : "false";
            case "varchar", "text" -> "'r" + row + "'";
            case "bpchar" -> "'" + (char) ('a' + row) + "'";
            case "uuid" -> "gen_random_uuid()";
            case "bytea" -> "'\\x0" + row + "'";
            case "date" -> "current_date - " + row;
            case "time", "timetz" -> "'12:00:0" + row + "'";
            case "timestamp", "timestamptz" -> "now() - interval '" + row + " days'";
            case "interval" -> "'" + row + " seconds'";
            case "json", "jsonb" -> "'{\"row\": " + row + "}'";
            case "inet" -> "'10.0.0." + row + "'";
            default -> type.startsWith("_") ? "'{}'" : Integer.toString(row);
        };
    }
}
