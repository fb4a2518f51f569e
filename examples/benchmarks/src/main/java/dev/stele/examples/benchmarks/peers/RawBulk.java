package dev.stele.examples.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.examples.benchmarks.sample.BulkPeer;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Target;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Batches of JDBC, and the driver's own COPY.
 *
 * <p>{@code reWriteBatchedInserts} is on, but the driver leaves a batch as it is when columns are to come back.
 */
public final class RawBulk implements BulkPeer {
    private static final String INSERT = "insert into note (code, title, amount, body) values (?, ?, ?, ?)";
    private static final String UPSERT = INSERT + " on conflict (code) do update set title = excluded.title,"
            + " amount = excluded.amount, body = excluded.body";
    private static final String PATCH = "update note set title = ?, body = ? where id = ?";
    private static final int BLOCK = 1 << 16;

    private final HikariDataSource pool;

    /** Connects to the target. */
    public RawBulk(Target target) {
        this.pool = target.rewritingPool();
    }

    @Override
    public List<Long> insertAll(List<Note.Create> notes) throws SQLException {
        return batch(INSERT, new String[] {"id"}, notes, row -> row.getLong(1));
    }

    @Override
    public List<Note.Out> upsertAll(List<Note.Create> notes) throws SQLException {
        return batch(UPSERT, new String[] {"id", "code", "title", "amount", "body"}, notes, Rows::note);
    }

    private <T> List<T> batch(String sql, String[] returned, List<Note.Create> notes, Reader<T> reader)
            throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql, returned)) {
            connection.setAutoCommit(false);
            add(statement, notes);
            statement.executeBatch();
            List<T> rows = new ArrayList<>(notes.size());
            try (ResultSet row = statement.getGeneratedKeys()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
            connection.commit();
            return rows;
        }
    }

    /** Inserts all of these notes by statements the driver rewrites to a few; no ids come back. */
    public long insertRewritten(List<Note.Create> notes) throws SQLException {
        return rewritten(INSERT, notes);
    }

    /** Inserts or updates all of these notes by statements the driver rewrites to a few; no rows come back. */
    public long upsertRewritten(List<Note.Create> notes) throws SQLException {
        return rewritten(UPSERT, notes);
    }

    private long rewritten(String sql, List<Note.Create> notes) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            add(statement, notes);
            int done = statement.executeBatch().length;
            connection.commit();
            return done;
        }
    }

    private static void add(PreparedStatement statement, List<Note.Create> notes) throws SQLException {
        for (Note.Create note : notes) {
            statement.setString(1, note.code());
            statement.setString(2, note.title());
            statement.setInt(3, note.amount());
            statement.setString(4, note.body());
            statement.addBatch();
        }
    }

    @Override
    public long patchAll(Map<Long, Note.Update> updates) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(PATCH)) {
            connection.setAutoCommit(false);
            for (Map.Entry<Long, Note.Update> each : updates.entrySet()) {
                statement.setString(1, each.getValue().title().value());
                statement.setString(2, each.getValue().body().value());
                statement.setLong(3, each.getKey());
                statement.addBatch();
            }
            long changed = 0;
            for (int count : statement.executeBatch()) {
                changed += count;
            }
            connection.commit();
            return changed;
        }
    }

    @Override
    public long copyIn(Stream<Note.Create> notes) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy note (code, title, amount, body) from stdin");
            StringBuilder lines = new StringBuilder();
            for (Iterator<Note.Create> each = notes.iterator(); each.hasNext(); ) {
                Note.Create note = each.next();
                field(lines, note.code()).append('\t');
                field(lines, note.title()).append('\t').append(note.amount()).append('\t');
                field(lines, note.body()).append('\n');
                if (lines.length() >= BLOCK) {
                    write(copy, lines);
                }
            }
            write(copy, lines);
            return copy.endCopy();
        }
    }

    private static StringBuilder field(StringBuilder lines, @Nullable String text) {
        if (text == null) {
            return lines.append("\\N");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\t' -> lines.append("\\t");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                default -> lines.append(c);
            }
        }
        return lines;
    }

    private static void write(CopyIn copy, StringBuilder lines) throws SQLException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }

    @Override
    public long streamAll() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select " + Rows.NOTE + " from note order by id")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(500);
            long rows = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows += Rows.note(row).id() > 0 ? 1 : 0;
                }
            }
            connection.commit();
            return rows;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Reads a row. */
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
