package dev.stele.migrations.backup;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Copies the rows of all tables into files, several at a time, in one snapshot. */
final class CopyOutRun {
    private static final int BUFFER = 1 << 18;
    private static final int UNSAFE = 40;

    private final FileSet files;
    private final Meter meter;
    private final Map<String, Parts> done = new TreeMap<>();

    CopyOutRun(FileSet files, Meter meter) {
        this.files = files;
        this.meter = meter;
    }

    /**
     * A file's worth of rows.
     *
     * @param table whose
     * @param name the file, without an ending for compression
     * @param sql what COPY is to send
     * @param weight how much of the whole it is
     */
    record Chunk(SourceTable table, String name, String sql, long weight) {}

    /** What was read of one table. */
    private static final class Parts {
        private final RowHash hash = new RowHash();
        private final List<String> names = new ArrayList<>();
    }

    /** Cuts tables into files of about {@code bytes}, the largest first, so that no thread is left with one at the end. */
    static List<Chunk> chunks(List<SourceTable> tables, long bytes) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            SourceTable table = tables.get(i);
            String plain = table.name().replaceAll("[^a-z0-9_]", "_");
            String name = "data/%04d-%s".formatted(i + 1, plain.substring(0, Math.min(UNSAFE, plain.length())));
            long parts = table.pages() < 0 ? 1 : Math.max(1, (table.bytes() - 1) / bytes + 1);
            long step = parts == 1 ? 0 : (table.pages() + parts - 1) / parts;
            for (int part = 0; part < parts; part++) {
                String suffix = parts == 1 ? ".copy" : "-%04d.copy".formatted(part + 1);
                // The last part has no end: rows that come after the snapshot are not seen anyway.
                String range = parts == 1
                        ? ""
                        : " where ctid >= '(" + part * step + ",0)'"
                                + (part + 1 == parts ? "" : " and ctid < '(" + (part + 1) * step + ",0)'");
                chunks.add(new Chunk(table, name + suffix, sql(table, range), table.bytes() / parts + 1));
            }
        }
        chunks.sort(Comparator.comparingLong(Chunk::weight).reversed());
        return chunks;
    }

    /** One file for each table, of the rows that were found to belong to one. */
    static List<Chunk> chosen(List<SourceTable> tables) {
        List<Chunk> chunks = new ArrayList<>();
        for (Chunk whole : chunks(tables, Long.MAX_VALUE)) {
            boolean history = whole.table().name().startsWith("databasechangelog");
            String condition = history ? "" : SelectedRows.condition(whole.table());
            chunks.add(new Chunk(whole.table(), whole.name(), sql(whole.table(), condition), 1));
        }
        return chunks;
    }

    static String sql(SourceTable table, String condition) {
        return LargeObjects.are(table)
                ? LargeObjects.copy()
                : "copy (select " + table.columnList() + " from only " + table.sql() + condition
                        + ") to stdout (format " + format(table) + ")";
    }

    static String format(SourceTable table) {
        return table.binary() ? "binary" : "text";
    }

    /** Copies one file; for use by many threads, each with a connection in the snapshot. */
    void copy(Connection connection, Chunk chunk) throws SQLException, IOException {
        RowHash hash = new RowHash();
        String label = chunk.table().label();
        String name;
        try (FileSet.Output output = files.data(chunk.name())) {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(chunk.sql());
            try (RowReader rows = new RowReader(copy, chunk.table().binary(), hash)) {
                byte[] buffer = new byte[BUFFER];
                int used = 0;
                long counted = 0;
                for (byte[] message = rows.next(); message != null; message = rows.next()) {
                    if (used + message.length > buffer.length) {
                        output.write(buffer, 0, used);
                        meter.add(label, hash.rows() - counted, used);
                        counted = hash.rows();
                        used = 0;
                    }
                    if (message.length > buffer.length) {
                        output.write(message, 0, message.length);
                        meter.add(label, 0, message.length);
                    } else {
                        System.arraycopy(message, 0, buffer, used, message.length);
                        used += message.length;
                    }
                }
                output.write(buffer, 0, used);
                meter.add(label, hash.rows() - counted, used);
            }
            output.finish(hash.rows());
            name = output.name();
        }
        meter.finish(label, chunk.weight());
        synchronized (done) {
            Parts parts = done.computeIfAbsent(label, key -> new Parts());
            parts.hash.add(hash);
            parts.names.add(name);
        }
    }

    /** The entry of a table in the manifest. */
    Manifest.Table table(SourceTable table) {
        Parts parts = Objects.requireNonNull(done.get(table.label()));
        return new Manifest.Table(
                table.schema(),
                table.name(),
                table.columns(),
                format(table),
                parts.hash.rows(),
                parts.hash.text(),
                parts.names.stream().sorted().toList());
    }
}
