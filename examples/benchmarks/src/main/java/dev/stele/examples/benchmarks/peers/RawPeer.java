package dev.stele.examples.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.crud.teams.Teams;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.models.Member;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hand-written JDBC in autocommit over HikariCP: what all others are measured by. */
public final class RawPeer implements Peer {
    private static final String FIND = "select " + Rows.NOTE + " from note where id = ?";
    private static final String MEMBER = "select " + Rows.MEMBER + " from member m where m.id = ?";
    private static final String INSERT = "insert into note (code, title, amount, body) values (?, ?, ?, ?)";
    private static final String PATCH = "update note set title = ?, body = ? where id = ? returning " + Rows.NOTE;
    private static final String UPSERT = INSERT + " on conflict (code) do update set title = excluded.title,"
            + " amount = excluded.amount, body = excluded.body returning " + Rows.NOTE;
    private static final String FIRST = "select " + Rows.NOTE + " from note order by amount, id limit ?";
    private static final String AFTER =
            "select " + Rows.NOTE + " from note where (amount, id) > (?, ?) order by amount, id limit ?";
    private static final String ALL = "select " + Rows.NOTE + " from note where id = any(?)";

    private final HikariDataSource pool;
    private final HikariDataSource rewriting;
    private final RawGraph graph;

    /** Connects to the target. */
    public RawPeer(Target target) {
        this.pool = target.pool();
        this.rewriting = target.rewritingPool();
        this.graph = new RawGraph(pool);
    }

    @Override
    public Note.@Nullable Out find(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Rows.note(row) : null;
            }
        }
    }

    @Override
    public Member.Out member(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(MEMBER)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Rows.member(row, 0);
            }
        }
    }

    @Override
    public long insert(Note.Create note) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT + " returning id")) {
            bind(statement, note);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public Note.Out patch(long id, String title, String body) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(PATCH)) {
            statement.setString(1, title);
            statement.setString(2, body);
            statement.setLong(3, id);
            return only(statement);
        }
    }

    @Override
    public Note.Out upsert(Note.Create note) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            bind(statement, note);
            return only(statement);
        }
    }

    @Override
    public boolean exists(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select exists (select from note where id = ?)")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Override
    public void delete(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("delete from note where id = ?")) {
            statement.setLong(1, id);
            if (statement.executeUpdate() == 0) {
                throw new IllegalStateException("no note " + id);
            }
        }
    }

    @Override
    public List<Note.Out> firstPage(int size) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIRST)) {
            statement.setInt(1, size + 1);
            return page(statement, size);
        }
    }

    @Override
    public List<Note.Out> pageAfter(Note.Out last, int size) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(AFTER)) {
            statement.setInt(1, last.amount());
            statement.setLong(2, last.id());
            statement.setInt(3, size + 1);
            return page(statement, size);
        }
    }

    @Override
    public List<Note.Out> getAll(List<Long> ids) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            Map<Long, Note.Out> found = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Note.Out note = Rows.note(row);
                    found.put(note.id(), note);
                }
            }
            return ids.stream().map(found::get).toList();
        }
    }

    @Override
    public Teams.Graph graph(long teamId) throws SQLException {
        return graph.read(teamId);
    }

    @Override
    public void insertAll(List<Note.Create> notes) throws SQLException {
        try (Connection connection = rewriting.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < notes.size(); i++) {
                bind(statement, notes.get(i));
                statement.addBatch();
                if (i % 1000 == 999 || i == notes.size() - 1) {
                    statement.executeBatch();
                }
            }
            connection.commit();
        }
    }

    @Override
    public long streamAll() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("select " + Rows.NOTE + " from note")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(500);
            long sum = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sum += Rows.note(row).amount();
                }
            }
            connection.commit();
            return sum;
        }
    }

    @Override
    public void close() {
        pool.close();
        rewriting.close();
    }

    private static void bind(PreparedStatement statement, Note.Create note) throws SQLException {
        statement.setString(1, note.code());
        statement.setString(2, note.title());
        statement.setInt(3, note.amount());
        statement.setString(4, note.body());
    }

    private static Note.Out only(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return Rows.note(row);
        }
    }

    /** The row too many says that more follow; a caller would put it into the answer. */
    private static List<Note.Out> page(PreparedStatement statement, int size) throws SQLException {
        List<Note.Out> notes = new ArrayList<>(size);
        try (ResultSet row = statement.executeQuery()) {
            while (notes.size() < size && row.next()) {
                notes.add(Rows.note(row));
            }
        }
        return notes;
    }
}
