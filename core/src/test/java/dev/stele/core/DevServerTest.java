package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Sources;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Unavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevServerTest {
    @TempDir
    static Path temp;

    private static Path kept;

    private final Path directory = sharedDirectory();

    /** One directory for all tests, since each leaves it whole: that spares most of them the making of a cluster. */
    private static synchronized Path sharedDirectory() {
        if (kept == null) {
            kept = temp.resolve("kept");
        }
        return kept;
    }

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(PidFile.read(directory.resolve("cluster/data")).filter(PidFile::isAlive))
                .isEmpty();
    }

    @Test
    void keepsDataAndPortBetweenRuns() throws SQLException {
        String url;
        try (DevServer server = DevServer.start(directory)) {
            url = server.config().jdbcUrl();
            execute(server.config(), "create table kept as select 1 as a");
        }

        try (DevServer server = DevServer.start(directory)) {
            assertThat(value(server.config(), "select a from kept")).isEqualTo("1");
            assertThat(server.config().jdbcUrl()).isEqualTo(url);
        }
    }

    @Test
    void listensOnLoopbackOnlyAndAsksForThePassword() throws SQLException, IOException {
        try (DevServer server = DevServer.start(directory)) {
            DatabaseConfig config = server.config();

            assertThat(value(config, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(config.password()).hasSize(24);
            assertThatThrownBy(() -> connect(DatabaseConfig.of(config.jdbcUrl(), config.user(), "guessed")))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            Path secret = directory.resolve("cluster/pgpass");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
            assertThat(server.psqlCommand()).doesNotContain(config.password());
        }
    }

    @Test
    void saysHowToConnectWithPsql() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/psql")), "needs psql");
        try (DevServer server = DevServer.start(directory)) {
            Process psql = new ProcessBuilder("sh", "-c", server.psqlCommand() + " -Atc 'select 40 + 2'")
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(psql.getInputStream().readAllBytes())).isEqualTo("42\n");
        }
    }

    @Test
    void serversOfOneProcessOnOneDirectoryAreOneServer() throws SQLException {
        try (DevServer second = startTwiceAndCloseTheFirst()) {
            assertThat(value(second.config(), "select 1")).isEqualTo("1");
        }
    }

    private DevServer startTwiceAndCloseTheFirst() {
        try (DevServer first = DevServer.start(directory)) {
            DevServer second = DevServer.start(directory);
            assertThat(second.config().jdbcUrl()).isEqualTo(first.config().jdbcUrl());
            return second;
        }
    }

    @Test
    void aServerThatDiedIsRestartedWhereItsUsersExpectIt() throws Exception {
        try (DevServer first = DevServer.start(directory)) {
            first.cluster().postmaster().kill();

            try (DevServer second = DevServer.start(directory)) {
                assertThat(value(first.config(), "select 1")).isEqualTo("1");
                assertThat(second.config().jdbcUrl()).isEqualTo(first.config().jdbcUrl());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a living program, echo $$; exec cat",
        "a dead one that nobody waits for as in a container without init, true & echo $!; exec cat"
    })
    void seesThroughAPidFileWhoseNumberWentToAnotherProgram(String kind, String script) throws Exception {
        DevServer.start(directory).close();
        Path data = directory.resolve("cluster/data");
        Process other = new ProcessBuilder("sh", "-c", script).start();
        String pid = other.inputReader().readLine();
        Files.writeString(data.resolve(PidFile.NAME), pid + "\n" + data + "\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n");

        try (DevServer server = DevServer.start(directory)) {
            assertThat(value(server.config(), "select 1")).isEqualTo("1");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void finishesWhatAKilledProcessHadHalfMade() throws Exception {
        Path fresh = Files.createDirectories(temp.resolve("half-made"));
        Files.createFile(fresh.resolve("lock"));
        Path half = Files.createDirectories(fresh.resolve("cluster.new-1/data/base"));
        Files.writeString(half.resolve("1"), "half");

        try (DevServer server = DevServer.start(fresh)) {
            assertThat(value(server.config(), "select 1")).isEqualTo("1");
            assertThat(fresh.resolve("cluster.new-1")).doesNotExist();
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        DevServer.start(directory).close();
        Path version = directory.resolve("cluster/data/PG_VERSION");
        String right = Files.readString(version);
        Files.writeString(version, "12\n");

        try {
            assertThatThrownBy(() -> DevServer.start(directory))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("""
                            the embedded PostgreSQL server cannot be started:
                              - directory "%s" holds data of PostgreSQL 12 but the server on the class path is PostgreSQL %s
                              hint: use binaries of version 12, or name another directory""".formatted(directory, right.strip()));
        } finally {
            Files.writeString(version, right);
        }
    }

    @Test
    void refusesADirectoryThatHoldsSomethingElse() throws IOException {
        Path foreign = Files.createDirectories(temp.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "mine");

        assertThatThrownBy(() -> DevServer.start(foreign))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        the embedded PostgreSQL server cannot be started:
                          - "%s" is not empty and was not made by DevServer
                          hint: name a new or empty directory""".formatted(foreign));
        assertThat(foreign).isDirectoryContaining("glob:**/thesis.txt").isDirectoryNotContaining("glob:**/lock");
    }

    @Test
    void saysThatADirectoryMayNotBeWritten() {
        Path denied = temp.resolve("denied");

        assertThatThrownBy(() -> DevServer.temporary(() -> {
                    throw new AccessDeniedException(denied.toString());
                }))
                .isInstanceOf(Unavailable.class)
                .hasMessage("could not start the embedded PostgreSQL server in a temporary directory:"
                        + " java.nio.file.AccessDeniedException: " + denied
                        + "\n  hint: name a directory that may be written");
    }

    @Test
    void saysThatAFileSystemMayNotBeWritten() {
        Path readOnly = Path.of("/proc/sys");
        assumeTrue(Files.isDirectory(readOnly) && !Files.isWritable(readOnly), "a read-only file system");

        assertThatThrownBy(() -> DevServer.start(readOnly.resolve("stele")))
                .isInstanceOf(Unavailable.class)
                .hasMessage("""
                        could not start the embedded PostgreSQL server in "/proc/sys/stele": \
                        java.nio.file.NoSuchFileException: /proc/sys/stele
                          hint: name a directory that may be written""");
    }

    @Test
    void saysWhyTheServerDoesNotStart() throws IOException {
        DevServer.start(directory).close();
        Path conf = directory.resolve("cluster/data/postgresql.auto.conf");
        String right = Files.readString(conf);
        Files.writeString(conf, "max_connections = 'many'\n");

        try {
            assertThatThrownBy(() -> DevServer.start(directory))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("could not start the embedded PostgreSQL server in \"" + directory
                            + "\": the server in " + directory + "/cluster/data ended at once:\n")
                    .hasMessageContaining("invalid value for parameter \"max_connections\": \"many\"");
        } finally {
            Files.writeString(conf, right);
        }
    }

    @Test
    void startsOnlyWhereNoDatabaseIsConfigured() throws SQLException {
        DatabaseConfig configured = DatabaseConfig.of("jdbc:postgresql://db.example.com/app", "app", "s3cret-of-app");
        assertThat(DevServer.startUnlessConfigured(configured, temp.resolve("unused")))
                .isEmpty();
        assertThat(temp.resolve("unused")).doesNotExist();

        DatabaseConfig nothing = Sources.none().with("POSTGRES_POOL_SIZE", "3").load();
        try (DevServer server =
                DevServer.startUnlessConfigured(nothing, directory).orElseThrow()) {
            DatabaseConfig complete = server.config(nothing);
            assertThat(complete.pool().maxSize()).isEqualTo(3);
            assertThat(value(complete, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void stopsForAnInterruptedThreadToo() {
        DevServer server = DevServer.start(directory);
        Thread.currentThread().interrupt();

        server.close();

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }

    @Test
    void aTemporaryServerLeavesNothing() throws SQLException {
        DevServer server = DevServer.temporary();
        assertThat(value(server.config(), "show fsync")).isEqualTo("off");

        server.close();
        server.close();

        assertThat(server.directory()).doesNotExist();
        assertThatThrownBy(() -> connect(server.config())).isInstanceOf(SQLException.class);
    }

    static void execute(DatabaseConfig config, String... statements) throws SQLException {
        try (Connection connection = connect(config)) {
            for (String sql : statements) {
                connection.createStatement().execute(sql);
            }
        }
    }

    static String value(DatabaseConfig config, String sql) throws SQLException {
        try (Connection connection = connect(config);
                var result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    static Connection connect(DatabaseConfig config) throws SQLException {
        return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
    }
}
