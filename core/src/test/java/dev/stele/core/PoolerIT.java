package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.Unavailable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** A database behind a real PgBouncer in transaction mode, where it is installed. */
class PoolerIT {
    private static final int THREADS = 8;
    private static final int CALLS = 600;

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table item (id int primary key, worker int not null, name text not null)",
                    "create table other (id int primary key, amount bigint not null)",
                    "insert into other select i, i * 10 from generate_series(1, 1000) i");

    @TempDir
    Path folder;

    @BeforeAll
    static void requireAPooler() {
        assumeTrue(PgBouncer.isInstalled(), "pgbouncer is not installed, so no pooler was tried");
    }

    @BeforeEach
    void clear() {
        postgres.execute("truncate item");
    }

    @ParameterizedTest
    @EnumSource
    void answersRightInThousandsOfCallsOfManyThreads(PoolSettings.Mode mode) throws Exception {
        try (PgBouncer pooler = transactions(Map.of("default_pool_size", "3"));
                Database database = Database.open(in(mode, pooler.config()))) {
            List<Callable<Integer>> workers = new ArrayList<>();
            for (int worker = 0; worker < THREADS; worker++) {
                int own = worker;
                workers.add(() -> work(database, own));
            }

            assertThat(together(workers)).containsOnly(0);

            assertThat(postgres.value(Long.class, "select count(*) from item")).isEqualTo((long) THREADS * CALLS);
            assertThat(postgres.value(Long.class, "select count(*) from item where id % ? <> worker", THREADS))
                    .isZero();
        }
    }

    /** Mixes statements of several texts, the way DAOs do, and counts answers that are not the right ones. */
    private static int work(Database database, int worker) {
        int wrong = 0;
        for (int call = 0; call < CALLS; call++) {
            int id = call * THREADS + worker;
            int looked = 1 + id % 1000;
            String name = "item " + id;
            if (call % 3 == 0) {
                database.tx().run(() -> {
                    insert(database, id, worker, name);
                    insert(database, -id - 1, worker, name);
                    ask(database, "delete from item where id = ? returning id", -id - 1);
                });
            } else {
                insert(database, id, worker, name);
            }
            wrong += ask(database, "select name from item where id = ?", id).equals(name) ? 0 : 1;
            wrong += ask(database, "select amount from other where id = ?", looked)
                            .equals(looked * 10 + "")
                    ? 0
                    : 1;
        }
        return wrong;
    }

    @Test
    void transactionsCopyAndTemporaryTablesWork() throws Exception {
        try (PgBouncer pooler = transactions(Map.of("default_pool_size", "2"));
                Database database = Database.open(pooler.config())) {
            List<Callable<Long>> workers = new ArrayList<>();
            for (int worker = 0; worker < THREADS; worker++) {
                int first = worker * 100;
                workers.add(() -> throughATemporaryTable(database, first));
            }

            assertThat(together(workers)).containsOnly(100L);

            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            assertThat(database.copyOut("copy item to stdout", rows)).isEqualTo(THREADS * 100L);
            assertThat(rows.toString(StandardCharsets.UTF_8).lines()).hasSize(THREADS * 100);
        }
    }

    private static long throughATemporaryTable(Database database, int first) {
        return database.tx().call(() -> {
            ask(database, "create temporary table stage (id int) on commit drop");
            database.copyIn("copy stage from stdin", out -> {
                for (int i = first; i < first + 100; i++) {
                    out.write((i + "\n").getBytes(StandardCharsets.UTF_8));
                }
            });
            return Long.valueOf(
                    ask(
                            database,
                            "with moved as (insert into item select id, 0, '' from stage returning 1) select count(*) from moved"));
        });
    }

    @Test
    void saysOnceWhatItRecognisedAndWhatToSet() throws Exception {
        try (PgBouncer pooler = transactions(Map.of());
                CapturedLog log = new CapturedLog();
                Database database = Database.open(pooler.config())) {
            together(List.of(() -> ask(database, "select 1"), () -> ask(database, "select 2")));

            assertThat(log.lines("pooler"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .endsWith("a pooler such as PgBouncer answers at " + address(pooler.config())
                            + ": statements are not prepared on the server, and there is no"
                            + " idle_in_transaction_session_timeout, lock_timeout, statement_timeout: give them to the"
                            + " role, such as alter role app set statement_timeout = '30s';"
                            + " set POSTGRES_DIRECT_ADDRESS to the server's own for migrations");
        }
    }

    @Test
    void connectsWithoutLimitsWhereThePoolerRefusesThem() throws Exception {
        Map<String, String> strict = Map.of("pool_mode", "transaction");
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, strict);
                Database database = Database.open(pooler.config())) {
            assertThat(ask(database, "select current_setting('statement_timeout')"))
                    .isEqualTo("0");
        }
    }

    @Test
    void keepsAThresholdThatTheAddressGives() throws Exception {
        try (PgBouncer pooler = transactions(Map.of())) {
            DatabaseConfig config = pooler.config();
            DatabaseConfig chosen =
                    DatabaseConfig.of(config.jdbcUrl() + "?prepareThreshold=7", config.user(), config.password());

            assertThat(threshold(config)).isZero();
            assertThat(threshold(chosen)).isEqualTo(7);
        }
        assertThat(threshold(postgres.config())).as("without a pooler").isEqualTo(5);
    }

    @Test
    void keepsOptionsOfTheAddressThatThePoolerRefuses() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(postgres, folder, Map.of("pool_mode", "transaction"))) {
            DatabaseConfig config = pooler.config();
            DatabaseConfig meant = DatabaseConfig.of(
                    config.jdbcUrl() + "?options=-c%20search_path=pg_catalog", config.user(), config.password());

            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() ->
                            Database.open(meant.withTimeouts(meant.timeouts().withStart(Duration.ZERO))))
                    .withMessageContaining("unsupported startup parameter");
        }
    }

    private static int threshold(DatabaseConfig config) {
        try (Database database = Database.open(config)) {
            return database.sql(
                    connection -> connection.unwrap(PGConnection.class).getPrepareThreshold());
        }
    }

    private PgBouncer transactions(Map<String, String> settings) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("pool_mode", "transaction");
        all.put("ignore_startup_parameters", "options");
        return PgBouncer.start(postgres, folder, all);
    }

    private static DatabaseConfig in(PoolSettings.Mode mode, DatabaseConfig config) {
        return config.withPool(config.pool().withMode(mode));
    }

    private static String address(DatabaseConfig config) {
        return config.jdbcUrl().replaceAll("jdbc:postgresql://([^/]*)/.*", "$1");
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<T> all = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(work)) {
                all.add(one.get(2, TimeUnit.MINUTES));
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void insert(Database database, int id, int worker, String name) {
        database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("insert into item values (?, ?, ?)")) {
                statement.setInt(1, id);
                statement.setInt(2, worker);
                statement.setString(3, name);
                return statement.executeUpdate();
            }
        });
    }

    private static String ask(Database database, String sql, Object... parameters) {
        return database.sql(connection -> ask(connection, sql, parameters));
    }

    private static String ask(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            if (!statement.execute()) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
