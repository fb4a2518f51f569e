package dev.stele.migrations.review;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.review.Statement.Meta;
import dev.stele.migrations.review.Statement.Setting;
import dev.stele.migrations.review.Statement.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The databases that a review may ask: the live one for sizes, the scratch one for what statements do. */
final class Databases implements AutoCloseable {
    private final @Nullable Meter meter;

    private Databases(@Nullable Meter meter) {
        this.meter = meter;
    }

    /** Fills the picture of the tables and their sizes from what the options give. */
    static Databases open(ReviewOptions options, Schema schema, Map<String, TableSize> sizes) {
        try {
            DataSource live = options.live();
            if (live != null) {
                read(live, schema, sizes);
            }
            DataSource scratch = options.scratch();
            if (scratch == null) {
                return new Databases(null);
            }
            // Its tables are empty, so their sizes say nothing.
            read(scratch, schema, new HashMap<>());
            return new Databases(new Meter(scratch));
        } catch (SQLException e) {
            throw failed("could not read the database that the review was given", e);
        }
    }

    private static void read(DataSource source, Schema schema, Map<String, TableSize> sizes) throws SQLException {
        try (Connection connection = source.getConnection()) {
            LiveCatalog.read(connection, schema, sizes);
        }
    }

    /** The version of the database that is given, or the one the options name. */
    static int serverVersion(ReviewOptions options) {
        DataSource source = options.live() == null ? options.scratch() : options.live();
        if (source == null) {
            return options.serverVersion();
        }
        try (Connection connection = source.getConnection();
                java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('server_version_num')::int")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw failed("could not read the version of the server that the review was given", e);
        }
    }

    /** What the statement did in the scratch database, or the prediction where there is none. */
    Effect measure(Parsed parsed, String sql, Effect predicted) throws SQLException {
        Statement statement = parsed.statement();
        boolean runs = parsed.faults().isEmpty()
                && !(statement instanceof Transaction)
                && !(statement instanceof Meta)
                && !(statement instanceof Statement.Other other && other.verb().equals("copy"));
        if (meter == null || !runs) {
            return predicted;
        }
        if (statement instanceof Setting) {
            meter.execute(sql);
            return predicted;
        }
        return meter.measure(statement, sql, predicted.locks().keySet())
                .at(predicted.place(), predicted.statement(), Effect.Source.MEASURED);
    }

    /** What the server says, without the detail that may quote rows. */
    static String refusal(SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return "the server refuses it: " + message.replaceFirst("^[A-Z]+: ", "") + " (SQLSTATE " + e.getSQLState()
                + ")";
    }

    private static MigrationException failed(String what, SQLException e) {
        return new MigrationException(
                what + ": " + refusal(e), "see that it runs and that the role may connect", e.getSQLState(), e);
    }

    @Override
    public void close() {
        if (meter != null) {
            try {
                meter.close();
            } catch (SQLException e) {
                throw failed("could not leave the scratch database", e);
            }
        }
    }
}
