package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Sources;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Unavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real primary and its standby: who reads there what it wrote sees it. */
class ReplicasIT {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static TestServer primary;
    private static TestStandby standby;
    private FaultProxy proxy;
    private Database database;

    @BeforeAll
    static void start() {
        primary = TestServer.start(Map.of());
        TestServer.execute(primary.config(), "create table item (id int)");
        standby = TestStandby.of(primary);
    }

    @AfterAll
    static void stop() {
        standby.close();
        primary.close();
    }

    @BeforeEach
    void open() {
        proxy = FaultProxy.before(standby.config());
        database = Database.open(config(proxy.address()));
        write("truncate item");
    }

    @AfterEach
    void close() {
        database.close();
        proxy.close();
        TestServer.execute(standby.config(), "select pg_wal_replay_resume()");
    }

    @Test
    void readsOnAReplicaWithoutTroublingThePrimary() {
        assertThat(onStandby(database, database.tx().replica())).isTrue();
        assertThat(onStandby(database, database.tx())).isFalse();

        assertThat(database.work().reads()).isEqualTo(new Health.Reads(1, 0));
    }

    @Test
    void opensNothingBeforeTheFirstReadOnAReplica() {
        assertThat(onStandby(database, database.tx())).isFalse();

        assertThat(proxy.accepted()).isZero();
    }

    @Test
    void waitsUntilTheReplicaHasWhatThePositionStandsFor() {
        for (int i = 1; i <= 20; i++) {
            write("insert into item values (" + i + ")");
            Position position = Position.parse(database.position().toString());

            assertThat(database.tx().replica(position, LONG).call(this::count)).isEqualTo(i);
            assertThat(onStandby(database, database.tx().replica(position, LONG)))
                    .isTrue();
        }
    }

    @Test
    void neverReadsStaleWhileReplayIsPaused() {
        database.tx().replica(database.position(), LONG).run(this::count);
        TestServer.execute(standby.config(), "select pg_wal_replay_pause()");
        write("insert into item values (1)");
        Position position = database.position();

        assertThat(database.tx().replica().call(this::count))
                .as("without a position it may be stale")
                .isZero();
        assertThat(database.tx().replica(position, Duration.ofMillis(50)).call(this::count))
                .isEqualTo(1);
        assertThat(onStandby(database, database.tx().replica(position, Duration.ZERO)))
                .isFalse();

        TestServer.execute(standby.config(), "select pg_wal_replay_resume()");
        assertThat(onStandby(database, database.tx().replica(position, LONG))).isTrue();
        assertThat(database.tx().replica(position).call(this::count)).isEqualTo(1);
    }

    @Test
    void readsNothingStaleHoweverReplayStopsAndGoes() {
        Random random = new Random(7);
        int stale = 0;

        for (int i = 1; i <= 100; i++) {
            TestServer.execute(
                    standby.config(),
                    random.nextBoolean() ? "select pg_wal_replay_pause()" : "select pg_wal_replay_resume()");
            write("insert into item values (" + i + ")");
            Position position = database.position();
            if (database.tx().replica(position, Duration.ofMillis(20)).call(this::count) != i) {
                stale++;
            }
        }

        assertThat(stale).isZero();
        assertThat(database.work().reads().replica()).isPositive();
        assertThat(database.work().reads().primary()).isPositive();
    }

    @Test
    void trustsNoReplicaOfAnOlderTimeline() {
        Position position = new Position(database.position().timeline() + 1, 1);

        assertThat(onStandby(database, database.tx().replica(position, Duration.ZERO)))
                .isFalse();
    }

    @Test
    void letsThePrimaryServeWhileReplicasDoNotAndTriesThemAgain() {
        assertThat(onStandby(database, database.tx().replica())).isTrue();

        proxy.refuse();
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> onStandby(database, database.tx().replica()))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT));
        assertThat(onStandby(database, database.tx().replica())).isFalse();

        proxy.heal();
        until(() -> onStandby(database, database.tx().replica()));
    }

    @Test
    void readsOnThePrimaryWhereNoReplicaCanBeReachedFromTheStart() {
        proxy.refuse();

        assertThat(onStandby(database, database.tx().replica())).isFalse();
        assertThat(database.work().reads()).isEqualTo(new Health.Reads(0, 1));
    }

    @Test
    void readsOnThePrimaryWhereNoneIsNamed() {
        try (Database alone = Database.open(primary.config())) {
            Position position = alone.position();

            assertThat(onStandby(alone, alone.tx().replica(position))).isFalse();
        }
    }

    @Test
    void leavesSerializableReadsToThePrimary() {
        assertThat(onStandby(database, database.tx().replica().serializable())).isFalse();
        assertThat(onStandby(database, database.tx().replica().repeatableRead()))
                .isTrue();
    }

    @Test
    void refusesWritesAndUnitsThatDoNotFit() {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().replica().run(() -> write("insert into item values (1)")))
                .withMessageContaining("a read-only transaction cannot write");
        Position position = database.position();
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().replica().run(() -> {
                    count();
                    database.tx().replica(position).run(this::count);
                }))
                .withMessage(
                        "a unit of work that must see a position cannot join a transaction on a replica that may lag"
                                + "\n  hint: name the position where the outermost transaction begins");
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> database.tx().run(database::position))
                .withMessage("a position inside a transaction would be before its own writes"
                        + "\n  hint: ask for it after the transaction has ended");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.tx().replica(position, Duration.ofMillis(-1)))
                .withMessage("limit must not be negative but was PT-0.001S");
    }

    @Test
    void servesARoleWithoutRights() {
        TestServer.execute(primary.config(), "drop role if exists reader");
        TestServer.execute(primary.config(), "create role reader login password 'reader'");
        TestServer.execute(primary.config(), "grant select on item to reader");
        Position position = database.position();
        database.tx().replica(position, LONG).run(this::count);

        try (Database reader = Database.open(
                        config(proxy.address()).withDatabase(primary.config().jdbcUrl(), "reader", "reader"));
                Database both = Database.open(withReplicas(
                        DatabaseConfig.of(primary.config().jdbcUrl(), "reader", "reader"), proxy.address()))) {
            assertThat(onStandby(reader, reader.tx().replica(position))).isFalse();
            assertThat(onStandby(both, both.tx().replica(both.position(), LONG)))
                    .isTrue();
        }
    }

    private static DatabaseConfig config(String replica) {
        return withReplicas(primary.config(), replica);
    }

    private static DatabaseConfig withReplicas(DatabaseConfig server, String replica) {
        return Sources.none()
                .with("DATABASE_URL", server.jdbcUrl().replaceFirst("jdbc:", "") + "?sslmode=disable")
                .with("POSTGRES_USER", server.user())
                .with("POSTGRES_PASSWORD", server.password())
                .with("POSTGRES_REPLICAS", replica)
                .load();
    }

    private static boolean onStandby(Database database, Transactions options) {
        String answer = options.call(() -> database.sql(connection -> ask(connection, "select pg_is_in_recovery()")));
        return answer.equals("t");
    }

    private int count() {
        return Integer.parseInt(database.sql(connection -> ask(connection, "select count(*) from item")));
    }

    private void write(String sql) {
        database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static String ask(java.sql.Connection connection, String sql) throws java.sql.SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
