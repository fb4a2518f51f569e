package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.config.Timeouts;
import dev.stele.core.error.Unavailable;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A way to the server that breaks without a word: no call waits longer than its own limit, and the next one works. */
@Tag("once")
class SilenceIT {
    private static final Duration SOCKET = Duration.ofSeconds(2);
    private static final Duration LOGIN = Duration.ofSeconds(3);
    private static final Duration ACQUIRE = Duration.ofSeconds(2);
    private static final AtomicInteger IDS = new AtomicInteger();

    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table item (id int primary key, text text)");

    private FaultProxy proxy;

    @BeforeEach
    void start() {
        proxy = FaultProxy.before(postgres.config());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatNeverAnswersAtTheStart(PoolSettings.Mode mode) {
        proxy.stall();

        unavailable(
                Duration.ofSeconds(1), () -> open(mode, Duration.ofSeconds(1)).close());

        proxy.heal();
        open(mode, Duration.ofSeconds(10)).close();
    }

    private Database open(PoolSettings.Mode mode) {
        return open(mode, Duration.ofSeconds(10));
    }

    private Database open(PoolSettings.Mode mode, Duration start) {
        DatabaseConfig config = proxy.config(postgres.config());
        return Database.open(config.withPool(config.pool().withMode(mode).withAcquireTimeout(ACQUIRE))
                .withTimeouts(new Timeouts(
                        Duration.ofSeconds(1),
                        LOGIN,
                        SOCKET,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        start)));
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutWhileIdle(PoolSettings.Mode mode) {
        try (Database database = open(mode)) {
            ask(database, "select 1");
            proxy.blackhole();

            Unavailable error = unavailable(
                    mode == PoolSettings.Mode.POOLED ? max(ACQUIRE, SOCKET) : LOGIN, () -> ask(database, "select 1"));

            assertThat(error).isNotNull();
            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatAcceptsAndNeverAnswers(PoolSettings.Mode mode) {
        try (Database database = open(mode)) {
            proxy.stall();
            proxy.reset();

            unavailable(LOGIN, () -> {
                ask(database, "select 1");
                ask(database, "select 1");
            });

            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutWhileTheServerWorks(PoolSettings.Mode mode) {
        try (Database database = open(mode)) {
            Unavailable error = unavailable(
                    SOCKET,
                    () -> database.sql(connection -> {
                        proxy.blackhole();
                        try (Statement statement = connection.createStatement()) {
                            return statement.execute("select pg_sleep(0.1)");
                        }
                    }));

            assertThat(error)
                    .hasMessage("the connection to PostgreSQL at " + proxy.address() + " was lost or refused"
                            + "\n  hint: try again; what a single statement outside a transaction did is unknown");
            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutInATransaction(PoolSettings.Mode mode) {
        int id = IDS.incrementAndGet();
        try (Database database = open(mode)) {
            Unavailable error = unavailable(SOCKET, () -> database.tx().run(() -> {
                insert(database, id, "");
                proxy.blackhole();
                insert(database, id + 1_000_000, "");
            }));

            assertThat(error)
                    .hasMessage("the connection to PostgreSQL at " + proxy.address()
                            + " was lost in a transaction: nothing of it was kept"
                            + "\n  hint: run the whole transaction again");
            worksOnceHealed(database);
            assertThat(rows(id)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutInATransactionWithALimitOfItsOwn(PoolSettings.Mode mode) {
        Duration limit = Duration.ofMillis(300);
        try (Database database = open(mode)) {
            Unavailable error =
                    unavailable(limit, () -> database.tx().timeout(limit).run(() -> {
                        ask(database, "select 1");
                        proxy.blackhole();
                        ask(database, "select 1");
                    }));

            assertThat(error.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT);
            worksOnceHealed(database);
            assertThat(database.<Integer>sql(connection -> connection.getNetworkTimeout()))
                    .isEqualTo((int) SOCKET.toMillis());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatNeverAnswersATransactionWithALimitOfItsOwn(PoolSettings.Mode mode) {
        Duration limit = Duration.ofMillis(300);
        try (Database database = open(mode)) {
            proxy.stall();
            proxy.reset();
            catchThrowableOfType(Unavailable.class, () -> ask(database, "select 1"));

            Unavailable error =
                    unavailable(limit, () -> database.tx().timeout(limit).run(() -> ask(database, "select 1")));

            assertThat(error.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT);
            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommitHasTheTimeOfAnyStatementWhateverTheLimitOfItsTransaction(PoolSettings.Mode mode) {
        int id = IDS.incrementAndGet();
        try (Database database = open(mode)) {
            long began = System.nanoTime();

            Unavailable error = unavailable(
                    SOCKET, () -> database.tx().timeout(Duration.ofMillis(300)).run(() -> {
                        insert(database, id, "");
                        proxy.goSilentAtCommit();
                    }));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(SOCKET);
            assertThat(error).hasMessage(unknownCommit());
            worksOnceHealed(database);
            assertThat(rows(id)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWhoseReceiptNobodyTellsOf(PoolSettings.Mode mode) {
        int id = IDS.incrementAndGet();
        Duration budget = Duration.ofSeconds(1);
        try (Database database = open(mode)) {
            Unavailable error = unavailable(
                    SOCKET.plus(budget), () -> database.tx().receipt(budget).run(() -> {
                        insert(database, id, "");
                        proxy.blackhole();
                    }));

            assertThat(error.outcome()).isEqualTo(Unavailable.Outcome.UNKNOWN);
            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCutAtTheCommit(PoolSettings.Mode mode) {
        int id = IDS.incrementAndGet();
        try (Database database = open(mode)) {
            Unavailable error = unavailable(SOCKET, () -> database.tx().run(() -> {
                insert(database, id, "");
                proxy.goSilentAtCommit();
            }));

            assertThat(error).hasMessage(unknownCommit());
            worksOnceHealed(database);
            assertThat(rows(id)).as("the server had committed").isEqualTo(1);
        }
    }

    @Test
    void anAnswerToACommitThatIsLost() {
        int id = IDS.incrementAndGet();
        try (Database database = open(PoolSettings.Mode.POOLED)) {
            proxy.loseAnswersToCommit();

            Unavailable error = unavailable(SOCKET, () -> database.tx().run(() -> insert(database, id, "")));

            assertThat(error).hasMessage(unknownCommit());
            worksOnceHealed(database);
            assertThat(rows(id)).isEqualTo(1);
        }
    }

    @Test
    void aCommitThatIsLost() {
        int id = IDS.incrementAndGet();
        try (Database database = open(PoolSettings.Mode.POOLED)) {
            proxy.loseCommits();

            Unavailable error = unavailable(SOCKET, () -> database.tx().run(() -> insert(database, id, "")));

            assertThat(error).as("all that is known").hasMessage(unknownCommit());
            worksOnceHealed(database);
            assertThat(rows(id)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksOff(PoolSettings.Mode mode) {
        try (Database database = open(mode)) {
            Unavailable error = unavailable(
                    SOCKET,
                    () -> database.sql(connection -> {
                        proxy.cutAfter(100_000);
                        try (Statement statement = connection.createStatement()) {
                            return statement.executeQuery("select repeat('x', 1000000)");
                        }
                    }));

            assertThat(error).hasMessageStartingWith("the connection to PostgreSQL at " + proxy.address());
            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatRefuses(PoolSettings.Mode mode) {
        try (Database database = open(mode)) {
            proxy.refuse();
            catchThrowableOfType(Unavailable.class, () -> ask(database, "select 1"));

            Unavailable error = unavailable(ACQUIRE, () -> ask(database, "select 1"));

            assertThat(error)
                    .hasMessage("PostgreSQL at " + proxy.address() + " does not answer"
                            + (mode == PoolSettings.Mode.POOLED ? " within 2000 ms" : "")
                            + ": ConnectException: Connection refused"
                            + "\n  hint: start the server, or correct its host and port in the settings");
            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoadSentToAServerThatTakesNothing(PoolSettings.Mode mode) {
        try (Database database = open(mode)) {
            byte[] row = ("1\t" + "x".repeat(1_000_000) + "\n").getBytes(StandardCharsets.UTF_8);

            unavailable(
                    SOCKET,
                    () -> database.copyIn("copy item from stdin", out -> {
                        proxy.stall();
                        for (int i = 0; i < 100; i++) {
                            out.write(row);
                        }
                    }));

            worksOnceHealed(database);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatementTooLargeForAServerThatTakesNothing(PoolSettings.Mode mode) {
        int id = IDS.incrementAndGet();
        try (Database database = open(mode)) {
            unavailable(SOCKET, () -> database.tx().run(() -> {
                ask(database, "select 1");
                proxy.stall();
                insert(database, id, "x".repeat(50_000_000));
            }));

            worksOnceHealed(database);
            assertThat(rows(id)).isZero();
        }
    }

    private String unknownCommit() {
        return "the connection to " + proxy.address() + " broke during a commit: whether it was made is unknown"
                + "\n  hint: look for what the transaction wrote before doing it again";
    }

    private void worksOnceHealed(Database database) {
        proxy.heal();
        Unavailable stale = catchThrowableOfType(Unavailable.class, () -> ask(database, "select 1"));
        assertThat(ask(database, "select 1"))
                .as("after %s", stale == null ? "nothing" : stale.getMessage())
                .isEqualTo("1");
    }

    /** The error of a call, which must end a second after its limit at the latest. */
    private static Unavailable unavailable(Duration limit, Runnable call) {
        long began = System.nanoTime();
        Unavailable error = catchThrowableOfType(Unavailable.class, call::run);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("how long the call took")
                .isLessThan(limit.plusSeconds(1));
        assertThat(error).isNotNull();
        return error;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static long rows(int id) {
        return postgres.value(Long.class, "select count(*) from item where id = ?", id);
    }

    private static void insert(Database database, int id, String text) {
        database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("insert into item values (?, ?)")) {
                statement.setInt(1, id);
                statement.setString(2, text);
                return statement.executeUpdate();
            }
        });
    }

    private static String ask(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
