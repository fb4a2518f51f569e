package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings.Mode;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerWaitIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void waitsUntilTheServerAnswers() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicInteger refused = new AtomicInteger();
            // The first three callers are turned away, like by a server that is just starting.
            Future<?> gate = threads.submit(() -> {
                while (true) {
                    Socket caller = door.accept();
                    if (refused.incrementAndGet() <= 3) {
                        caller.close();
                    } else {
                        relay(threads, caller);
                    }
                }
            });

            try (Database database = Database.open(at(door.getLocalPort()))) {
                assertThat(database.health().serverVersion()).startsWith(String.valueOf(postgres.majorVersion()));
            }

            assertThat(refused.get()).isGreaterThan(3);
            gate.cancel(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysWhereItWaitedHowLongAndWhy() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        DatabaseConfig config = at(port);
        DatabaseConfig hasty = config.withTimeouts(config.timeouts().withStart(Duration.ofMillis(300)));

        Unavailable error = catchThrowableOfType(Unavailable.class, () -> Database.open(hasty));

        assertThat(error)
                .hasMessageMatching("PostgreSQL at 127.0.0.1:" + port
                        + " accepted no connection within \\d\\.\\d s: ConnectException: Connection refused.*\n"
                        + "  hint: start the server, or correct its host and port in the settings");
        assertThat(error.outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT);
    }

    @Test
    void doesNotWaitForADatabaseThatIsMissing() {
        DatabaseConfig right = postgres.config();
        String server = right.jdbcUrl().replaceFirst("(//[^/]*)/.*", "$1");
        DatabaseConfig wrong = DatabaseConfig.of(server + "/nowhere", right.user(), right.password());

        long began = System.nanoTime();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Database.open(wrong))
                .withMessage("the database cannot be opened:\n  - the server at "
                        + server.substring("jdbc:postgresql://".length())
                        + " has no such database (SQLSTATE 3D000): FATAL: database \"nowhere\" does not exist"
                        + "\n  hint: create it, or correct POSTGRES_DB or DATABASE_URL");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void saysWhichPasswordWasRefused() {
        DatabaseConfig right = postgres.config();
        DatabaseConfig wrong = DatabaseConfig.of(right.jdbcUrl(), right.user(), "s3cret");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Database.open(wrong))
                .withMessage(("the database cannot be opened:\n  - the server at %s refused the password of user \"%s\""
                                + " (SQLSTATE 28P01): FATAL: password authentication failed for user \"%2$s\""
                                + "\n  hint: check POSTGRES_USER and POSTGRES_PASSWORD, or DATABASE_URL")
                        .formatted(right.jdbcUrl().replaceAll("jdbc:postgresql://([^/]*)/.*", "$1"), right.user()));
    }

    @Test
    void opensTheConnectionOfTheFirstStatementAndNoOther() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicInteger logins = new AtomicInteger();
            Future<?> gate = threads.submit(() -> {
                while (true) {
                    relay(threads, door.accept());
                    logins.incrementAndGet();
                }
            });

            try (Database database = Database.open(at(door.getLocalPort()))) {
                database.health();
            }

            assertThat(logins).hasValue(1);
            gate.cancel(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void opensAnotherConnectionWhereTheFirstHasBrokenSince() throws Exception {
        ServerSource server = new ServerSource(postgres.config());
        Connection broken = server.getConnection();
        broken.close();
        server.keep(broken);

        try (Connections connections = Connections.to(server, postgres.config());
                Connection next = connections.borrow()) {
            assertThat(next.isValid(1)).isTrue();
        }
    }

    @Test
    void keepsNoConnectionWhereThereIsNoPool() throws Exception {
        ServerSource server = new ServerSource(postgres.config());
        Connection first = server.getConnection();
        server.keep(first);

        Connections.to(
                        server,
                        postgres.config().withPool(postgres.config().pool().withMode(Mode.UNPOOLED)))
                .close();

        assertThat(first.isClosed()).isTrue();
    }

    private static DatabaseConfig at(int port) {
        DatabaseConfig server = postgres.config();
        return DatabaseConfig.of(
                server.jdbcUrl().replaceFirst("//[^/]*/", "//127.0.0.1:" + port + "/"),
                server.user(),
                server.password());
    }

    private static void relay(ExecutorService threads, Socket caller) throws IOException {
        String[] address = postgres.jdbcUrl()
                .replaceAll("jdbc:postgresql://([^/]*)/.*", "$1")
                .split(":");
        Socket server = new Socket(address[0], Integer.parseInt(address[1]));
        threads.submit(() -> copy(caller, server));
        threads.submit(() -> copy(server, caller));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The other direction has ended.
        }
    }
}
