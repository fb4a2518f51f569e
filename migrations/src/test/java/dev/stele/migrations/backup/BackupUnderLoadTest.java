package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** While others write, a backup holds one moment and nothing of any other. */
class BackupUnderLoadTest {
    private static final int ACCOUNTS = 2_000;
    private static final int WRITERS = 3;

    @RegisterExtension
    static final PostgresExtension source = PostgresExtension.freshDatabase()
            .withSql(
                    "create table account (id int primary key, balance bigint not null, filler text)",
                    "insert into account select k, 1000, repeat('x', 500) from generate_series(0, " + (ACCOUNTS - 1)
                            + ") k",
                    "create table ledger (writer int, seq int, at timestamptz default clock_timestamp(), primary key (writer, seq))",
                    "create table note (id bigserial primary key, t text)");

    @RegisterExtension
    static final PostgresExtension target = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch writing = new CountDownLatch(WRITERS);

    @Test
    void restoredIsTheSnapshotWhateverWasWrittenMeanwhile() throws Exception {
        Map<String, String> inSnapshot = new ConcurrentHashMap<>();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        Manifest made;
        List<Future<?>> running = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                running.add(writers.submit(() -> write(writer)));
            }
            assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
            made = Backup.of(source.config())
                    .with(BackupOptions.defaults().withFileSize(65_536).withListener(new Observer(inSnapshot)))
                    .to(folder.resolve("b"));
        } finally {
            stopped.set(true);
            writers.shutdown();
        }
        for (Future<?> future : running) {
            future.get();
        }

        Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(made.tables()).anySatisfy(table -> assertThat(table.files()).hasSizeGreaterThan(10));
        assertThat(contents(target.connect())).isEqualTo(inSnapshot);
        assertThat(target.value(Number.class, "select sum(balance) from account")
                        .longValue())
                .isEqualTo(1000L * ACCOUNTS);
        assertThat(target.query("select writer from ledger group by writer having count(*) <> max(seq)"))
                .isEmpty();
        assertThat(target.value(
                        Boolean.class, "select coalesce(max(id), 0) <= (select last_value from note_id_seq) from note"))
                .isTrue();
        // Otherwise nothing was proven.
        assertThat(source.value(Long.class, "select count(*) from ledger"))
                .isGreaterThan(target.value(Long.class, "select count(*) from ledger"));
    }

    /** Moves money about, in transactions that also count themselves. */
    private Object write(int writer) throws SQLException {
        Random random = new Random(writer);
        try (Connection connection = source.connect()) {
            connection.setAutoCommit(false);
            for (int seq = 1; !stopped.get(); seq++) {
                int from = random.nextInt(ACCOUNTS - 1);
                int to = from + 1 + random.nextInt(ACCOUNTS - 1 - from);
                execute(connection, "update account set balance = balance - ? where id = ?", 1 + seq % 9, from);
                execute(connection, "update account set balance = balance + ? where id = ?", 1 + seq % 9, to);
                execute(connection, "insert into ledger (writer, seq) values (?, ?)", writer, seq);
                execute(connection, "insert into note (t) values (?::text || ?::text)", writer, seq);
                connection.commit();
                writing.countDown();
            }
        }
        return writer;
    }

    private static void execute(Connection connection, String sql, int first, int second) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, first);
            statement.setInt(2, second);
            statement.executeUpdate();
        }
    }

    private static Map<String, String> contents(Connection connection) throws SQLException {
        Map<String, String> all = new ConcurrentHashMap<>();
        try (connection;
                Statement statement = connection.createStatement()) {
            for (String table : List.of("account", "ledger", "note")) {
                try (ResultSet row =
                        statement.executeQuery("select count(*) || ' ' || coalesce(md5(string_agg(t::text, ';'"
                                + " order by t::text collate \"C\")), '') from " + table + " t")) {
                    row.next();
                    all.put(table, row.getString(1));
                }
            }
        }
        return all;
    }

    /** Looks at the same moment in a session of its own. */
    private record Observer(Map<String, String> found) implements BackupListener {
        @Override
        public void copied(Progress progress) {
            assertThat(progress.done()).isBetween(0.0, 1.0);
        }

        @Override
        public void snapshotTaken(String name) {
            try {
                Connection connection = source.connect();
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set transaction snapshot '" + name + "'");
                }
                found.putAll(contents(connection));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
