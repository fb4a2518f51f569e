package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** Loads the rows of a backup, and reads them back. */
final class RowsRun {
    private static final int BUFFER = 1 << 17;

    private final Sessions sessions;
    private final BackupFiles files;
    private final RestoreOptions options;
    private final Map<String, RowHash> found = new HashMap<>();

    RowsRun(Sessions sessions, BackupFiles files, RestoreOptions options) {
        this.sessions = sessions;
        this.files = files;
        this.options = options;
    }

    private record Load(Manifest.Table table, Manifest.File file) {}

    void load() throws Exception {
        options.listener().began("loading rows");
        Manifest manifest = files.manifest();
        List<Load> loads = new ArrayList<>();
        for (Manifest.Table table : manifest.tables()) {
            table.files().forEach(name -> loads.add(new Load(table, files.file(name))));
        }
        loads.removeIf(load -> load.file().rows() == 0);
        loads.sort(Comparator.comparingLong((Load load) -> load.file().bytes()).reversed());
        Meter meter = new Meter(
                options.listener(),
                manifest.rows(),
                loads.stream().mapToLong(load -> load.file().bytes()).sum());
        Parallel.<Connection, Load>run(
                options.workers(), loads, sessions::open, (connection, load) -> load(connection, load, meter));
    }

    private void load(Connection connection, Load load, Meter meter) throws SQLException {
        Manifest.Table table = load.table();
        long rows;
        try (InputStream stream = files.read(load.file())) {
            rows = LargeObjects.are(table)
                    ? LargeObjects.load(connection, stream, options.owners())
                    : copy(connection, table, stream, meter);
        } catch (IOException e) {
            throw new BackupException(
                    "the backup is refused: " + load.file().name() + " is damaged: " + e.getMessage(), null, null, e);
        } catch (SQLException e) {
            throw Sessions.failure("could not load " + load.file().name() + " into table " + table.label(), e);
        }
        if (rows != load.file().rows()) {
            throw new BackupException(
                    "table " + table.label() + " took " + rows + " rows from "
                            + load.file().name() + ", which has " + load.file().rows(),
                    null,
                    null,
                    null);
        }
        meter.add(table.label(), rows, 0);
        meter.finish(table.label(), load.file().bytes());
    }

    private static long copy(Connection connection, Manifest.Table table, InputStream stream, Meter meter)
            throws SQLException, IOException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql(table));
        try {
            byte[] buffer = new byte[BUFFER];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                copy.writeToCopy(buffer, 0, read);
                meter.add(table.label(), 0, read);
            }
            return copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static String sql(Manifest.Table table) {
        String columns = table.columns().stream().map(Sql::quote).collect(Collectors.joining(", "));
        return "copy " + Sql.quote(table.schema(), table.name()) + (columns.isEmpty() ? "" : " (" + columns + ")")
                + " from stdin (format " + table.format() + ")";
    }

    /** The tasks that read all tables back; {@link #requireSame} says what came of them. */
    List<RestoreRun.Task> readingBack() throws SQLException {
        Map<String, SourceTable> there;
        try (Connection connection = sessions.open()) {
            there = Stream.concat(SourceTable.all(connection).stream(), LargeObjects.find(connection).stream())
                    .collect(Collectors.toMap(SourceTable::label, table -> table));
        }
        List<SourceTable> tables = new ArrayList<>();
        for (Manifest.Table table : files.manifest().tables()) {
            SourceTable now = there.get(table.label());
            if (now == null) {
                throw new BackupException("table " + table.label() + " was not restored", null, null, null);
            }
            tables.add(now.as(table.columns(), table.format().equals("binary")));
        }
        return CopyOutRun.chunks(tables, BackupOptions.defaults().fileSize()).stream()
                .<RestoreRun.Task>map(chunk -> connection -> readBack(connection, chunk))
                .toList();
    }

    private void readBack(Connection connection, CopyOutRun.Chunk chunk) throws SQLException {
        RowHash hash = new RowHash();
        Sessions.set(connection, "session");
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(chunk.sql());
        try (RowReader rows = new RowReader(copy, chunk.table().binary(), hash)) {
            while (rows.next() != null) {
                // The reader hashes what it sees.
            }
        }
        synchronized (found) {
            found.computeIfAbsent(chunk.table().label(), key -> new RowHash()).add(hash);
        }
    }

    void requireSame() {
        for (Manifest.Table table : files.manifest().tables()) {
            RowHash now = found.getOrDefault(table.label(), new RowHash());
            if (now.rows() != table.rows()) {
                throw different(table, "it has " + now.rows() + " rows and the backup " + table.rows());
            }
            // Owners and privileges of large objects are part of their rows.
            boolean changed = LargeObjects.are(table) && options.owners() == RestoreOptions.Owners.MINE;
            if (!changed && !now.text().equals(table.hash())) {
                throw different(table, "its rows are not those of the backup");
            }
        }
    }

    private static BackupException different(Manifest.Table table, String how) {
        return new BackupException(
                "table " + table.label() + " was not restored as it was: " + how,
                "look for a trigger, a rule or a type whose input is not its output",
                null,
                null);
    }
}
