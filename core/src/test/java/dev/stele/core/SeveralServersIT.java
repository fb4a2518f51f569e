package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two real servers in one address: who writes finds the primary, whatever becomes of the other. */
@Tag("once")
class SeveralServersIT {
    private TestServer primary;
    private TestStandby standby;

    @BeforeEach
    void start() {
        primary = TestServer.start(Map.of());
        TestServer.execute(primary.config(), "create table item (id int)");
        standby = TestStandby.of(primary);
    }

    @AfterEach
    void stop() {
        standby.close();
        primary.close();
    }

    @ParameterizedTest
    @EnumSource
    void writesFindThePrimary(PoolSettings.Mode mode) {
        try (Database database = Database.open(in(mode, servers("", standby.config(), primary.config())))) {
            insert(database, 1);

            assertThat(database.health().role()).isEqualTo(Health.Role.PRIMARY);
        }
    }

    @ParameterizedTest
    @CsvSource({"any,STANDBY", "secondary,STANDBY", "preferSecondary,STANDBY", "preferPrimary,PRIMARY"})
    void theAddressMaySayWhichIsWanted(String wanted, Health.Role found) {
        DatabaseConfig config = servers("?targetServerType=" + wanted, standby.config(), primary.config());
        try (Database database = Database.open(config)) {
            assertThat(database.health().role()).isEqualTo(found);
        }
    }

    @Test
    void aPreferredStandbyThatIsGoneIsDoneWithout() {
        DatabaseConfig config = servers("?targetServerType=preferSecondary", standby.config(), primary.config());
        standby.close();
        try (Database database = Database.open(config)) {
            assertThat(database.health().role()).isEqualTo(Health.Role.PRIMARY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsTheNewPrimaryAfterADeathAndAPromotion(PoolSettings.Mode mode) {
        try (Database database = Database.open(in(mode, servers("", primary.config(), standby.config())))) {
            insert(database, 1);
            primary.kill();
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> insert(database, 2));

            standby.promote();

            untilItWorks(() -> insert(database, 3));
            assertThat(ask(database, "select count(*) from item where id = 3")).isEqualTo("1");
        }
    }

    @Test
    void leavesAServerThatOnlyReads() throws Exception {
        try (FaultProxy address = FaultProxy.before(standby.config());
                Database database = Database.open(address.config(primary.config()))) {
            together(database, 3);
            address.pointAt(primary.config());

            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> insert(database, 1))
                    .withMessage("PostgreSQL at " + address.address()
                            + " takes no writes now: it is a standby or set to read-only"
                            + "\n  hint: try again when the primary is found");

            for (int i = 0; i < 5; i++) {
                insert(database, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFrozenFirstServerCostsOneLoginAndNothingAfter(PoolSettings.Mode mode) throws Exception {
        try (FaultProxy first = FaultProxy.before(standby.config())) {
            standby.freeze();
            DatabaseConfig config =
                    in(mode, servers("?sslmode=disable", first.config(standby.config()), primary.config()));

            long began = System.nanoTime();
            try (Database database = Database.open(config)) {
                insert(database, 1);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
                together(database, 5);
                insert(database, 2);
            }

            assertThat(first.accepted()).as("logins tried at the frozen server").isEqualTo(1);
        } finally {
            standby.thaw();
        }
    }

    @Test
    void aFrozenPrimaryIsTriedLastFromThenOn() {
        try (FaultProxy frozen = FaultProxy.before(primary.config())) {
            DatabaseConfig config = in(
                    PoolSettings.Mode.UNPOOLED,
                    servers("?sslmode=disable", frozen.config(primary.config()), standby.config()));
            try (Database database = Database.open(config)) {
                insert(database, 1);
                primary.freeze();
                assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> insert(database, 2));
                standby.promote();
                int before = frozen.accepted();

                insert(database, 3);

                assertThat(frozen.accepted())
                        .as("logins tried at the frozen server")
                        .isEqualTo(before);
            } finally {
                primary.thaw();
            }
        }
    }

    @Test
    void saysWhatEachServerIsWhereNoneIsThePrimary() {
        primary.kill();
        int nobody = freePort();
        DatabaseConfig config = servers("", standby.config(), at(nobody));

        Unavailable error = catchThrowableOfType(
                Unavailable.class,
                () -> Database.open(config.withTimeouts(config.timeouts().withStart(Duration.ZERO))));

        assertThat(error)
                .hasMessageMatching(
                        "PostgreSQL at %s,127.0.0.1:%d accepted no connection within \\d\\.\\d s: no primary is among"
                                        .formatted(place(standby.config()), nobody)
                                + " %s \\(a standby\\), 127.0.0.1:%d \\(ConnectException: Connection refused\\)"
                                        .formatted(place(standby.config()), nobody)
                                + "\n  hint: start the server, or correct its host and port in the settings");
    }

    @ParameterizedTest
    @EnumSource
    void saysSoWhenThePrimaryIsLostLater(PoolSettings.Mode mode) {
        DatabaseConfig config = in(mode, servers("", standby.config(), primary.config()));
        try (Database database =
                Database.open(config.withPool(config.pool().withAcquireTimeout(Duration.ofSeconds(2))))) {
            primary.kill();
            catchThrowableOfType(Unavailable.class, () -> insert(database, 1));

            assertThatExceptionOfType(Unavailable.class)
                    .isThrownBy(() -> insert(database, 1))
                    .withMessageMatching("no primary is among .*%s \\(a standby\\).*".formatted(place(standby.config()))
                            + "\n  hint: start it, promote a standby, or correct the hosts and ports in the settings");
        }
    }

    @Test
    void aRefusedPasswordIsNotWaitedFor() {
        DatabaseConfig right = servers("", standby.config(), primary.config());
        DatabaseConfig wrong = DatabaseConfig.of(right.jdbcUrl(), right.user(), "wrong");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Database.open(wrong))
                .withMessageContaining("refused the password of user \"postgres\"");
    }

    private static DatabaseConfig servers(String parameters, DatabaseConfig... each) {
        List<String> places = new ArrayList<>();
        for (DatabaseConfig one : each) {
            places.add(place(one));
        }
        String url = each[0].jdbcUrl().replaceFirst("//[^/]*/", "//" + String.join(",", places) + "/");
        return DatabaseConfig.of(url + parameters, each[0].user(), each[0].password());
    }

    private DatabaseConfig at(int port) {
        DatabaseConfig config = primary.config();
        return DatabaseConfig.of(
                config.jdbcUrl().replaceFirst("//[^/]*/", "//127.0.0.1:" + port + "/"),
                config.user(),
                config.password());
    }

    private static String place(DatabaseConfig config) {
        return config.jdbcUrl().replaceAll("jdbc:postgresql://([^/]*)/.*", "$1");
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseConfig in(PoolSettings.Mode mode, DatabaseConfig config) {
        return config.withPool(config.pool().withMode(mode));
    }

    /** Has so many connections lent at once, so that new ones are opened. */
    private static void together(Database database, int count) throws Exception {
        CountDownLatch all = new CountDownLatch(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Boolean>> lent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lent.add(threads.submit(() -> database.sql(connection -> {
                    all.countDown();
                    return awaited(all);
                })));
            }
            for (Future<Boolean> one : lent) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void untilItWorks(Runnable call) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                call.run();
                return;
            } catch (Unavailable e) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            }
        }
    }

    private static void insert(Database database, int id) {
        ask(database, "insert into item values (" + id + ") returning id");
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
