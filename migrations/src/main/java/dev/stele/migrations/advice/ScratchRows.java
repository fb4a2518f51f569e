package dev.stele.migrations.advice;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Copies rows of the live server into tables of a scratch database, as a stream through this process.
 *
 * <p>Where the tables are larger than allowed, the large ones are sampled by whole blocks, all to the same share, so that
 * values stay as near to each other as they are and none of the tables looks smaller beside the others than it is.
 */
final class ScratchRows {
    /** Tables below this are copied whole: their sizes hardly matter, and samples of them would. */
    private static final long SMALL = 1 << 20;

    // Text must mean on one side what it means on the other.
    private static final String SETTINGS = "set %1$s datestyle = 'ISO, YMD'; set %1$s intervalstyle = 'postgres';"
            + " set %1$s extra_float_digits = 1; set %1$s bytea_output = 'hex'; set %1$s timezone = 'UTC'";

    private final Connection live;
    private final Connection scratch;
    private final long allowed;
    private long copied;

    ScratchRows(Connection live, Connection scratch, long allowed) {
        this.live = live;
        this.scratch = scratch;
        this.allowed = allowed;
    }

    /** Begins what holds no lock but ACCESS SHARE, writes nothing and is over after a while. */
    static void begin(Connection live, Duration patience) throws SQLException {
        live.setAutoCommit(false);
        try (Statement statement = live.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local statement_timeout = " + patience.toMillis()
                    + "; set local lock_timeout = 500; set local idle_in_transaction_session_timeout = 0");
        }
    }

    /**
     * Copies the tables.
     *
     * @return which share of the large tables' blocks was copied, 1 where all were
     * @throws TooMuch if a table brought more than was allowed, or cannot be sampled
     */
    double copy(List<LiveTable> tables) throws SQLException, TooMuch, InterruptedException {
        set(live, "local");
        set(scratch, "session");
        double share = share(tables);
        for (LiveTable table : tables) {
            if (Thread.interrupted()) {
                throw new InterruptedException("rows were being copied");
            }
            copy(table, isSmall(table) ? 1 : share);
        }
        return share;
    }

    private double share(List<LiveTable> tables) throws TooMuch {
        long small = 0;
        long large = 0;
        for (LiveTable table : tables) {
            if (isSmall(table)) {
                small += table.size().bytes();
            } else {
                large += table.size().bytes();
            }
        }
        if (small + large <= allowed) {
            return 1;
        }
        if (small >= allowed / 2) {
            throw new TooMuch("the small tables alone take " + small + " bytes, which is most of what is allowed");
        }
        return (double) (allowed - small) / large;
    }

    private static boolean isSmall(LiveTable table) {
        return table.size().bytes() < SMALL;
    }

    private void copy(LiveTable table, double share) throws SQLException, TooMuch {
        if (share < 1 && !table.size().heap()) {
            throw new TooMuch("table " + table.table() + " is not stored in a form that can be sampled");
        }
        // A fixed seed lets the next advice see the same rows.
        String sample =
                share < 1 ? String.format(Locale.ROOT, " tablesample system (%.6f) repeatable (1)", share * 100) : "";
        CopyManager out = live.unwrap(PGConnection.class).getCopyAPI();
        CopyManager in = scratch.unwrap(PGConnection.class).getCopyAPI();
        CopyOut from = out.copyOut("copy (select " + table.columnList() + " from only "
                + table.table().sql() + sample + ") to stdout");
        CopyIn to = in.copyIn("copy " + table.table().sql() + " (" + table.columnList() + ") from stdin");
        try {
            for (byte[] row = from.readFromCopy(); row != null; row = from.readFromCopy()) {
                copied += row.length;
                // Rows are packed tighter than their text, and what is stored out of line is compressed.
                if (copied > 4 * allowed) {
                    throw new TooMuch("table " + table.table() + " holds much more than its size says");
                }
                to.writeToCopy(row, 0, row.length);
            }
            to.endCopy();
        } finally {
            if (to.isActive()) {
                to.cancelCopy();
            }
            if (from.isActive()) {
                from.cancelCopy();
            }
        }
    }

    private static void set(Connection connection, String scope) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS.formatted(scope));
        }
    }

    /** More would have to be copied than is allowed. */
    static final class TooMuch extends Exception {
        private static final long serialVersionUID = 1;

        TooMuch(String message) {
            super(message);
        }
    }
}
