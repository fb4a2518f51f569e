package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.TestServer;
import dev.stele.core.config.ServerCertificate.Issued;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.DatabaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that is known by its certificate alone, which ends and is renewed while the application runs. */
class ClientCertificateIT {
    /** What the certificates name their holder. */
    private static final String ROLE = "stele test";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static Issued first;
    private static Issued ended;
    private static Issued renewed;

    @BeforeAll
    static void askForCertificates() throws Exception {
        server = TestServer.start(Map.of());
        ServerCertificate own = ServerCertificate.of(directory, "ip:127.0.0.1");
        first = ServerCertificate.issued(directory, "dns:client");
        ended = ServerCertificate.ended(directory, "dns:client");
        renewed = ServerCertificate.issued(directory, "dns:client");
        write("server.crt", own.certificate());
        write("server.key", own.key());
        write("clients.crt", first.root() + "\n" + ended.root() + "\n" + renewed.root());
        execute("create role \"" + ROLE + "\" login");
        execute("copy (select 'hostssl all \"" + ROLE + "\" 127.0.0.1/32 cert') to program"
                + " 'cat - pg_hba.conf > with_cert; cat with_cert > pg_hba.conf'");
        execute("alter system set ssl_ca_file = 'clients.crt'");
        execute("alter system set ssl = on");
        server.restart();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatEndedIsToldAndARenewedOneIsUsedWithoutARestart(PoolSettings.Mode mode) throws Exception {
        present(first);
        DatabaseConfig config = DatabaseConfig.of(
                server.config().jdbcUrl() + "?sslmode=require&sslcert=" + directory.resolve("client.crt") + "&sslkey="
                        + directory.resolve("client.pk8"),
                ROLE,
                "not asked for");
        try (Database database = Database.open(config.withPool(config.pool().withMode(mode)))) {
            assertThat(ask(database)).isEqualTo(ROLE);

            present(ended);
            endSessions();
            // Twice, as a pooled connection first tells of its end. Since TLS 1.3 a server refuses after the handshake,
            // and
            // whether its reason is read before the line is found closed is a matter of luck.
            assertThatThrownBy(() -> ask(database)).isInstanceOf(DatabaseException.class);
            assertThatThrownBy(() -> ask(database)).isInstanceOf(DatabaseException.class);

            present(renewed);
            assertThat(ask(database)).isEqualTo(ROLE);
        }
    }

    @Test
    void aKeyThatOthersMayReadIsToldAtOnce() throws Exception {
        present(first);
        Path key = Files.setPosixFilePermissions(
                directory.resolve("client.pk8"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Database.open(byCertificate()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key.toString())
                .hasMessageEndingWith("\n  hint: let nobody but its owner read the file that sslkey names");
    }

    private static DatabaseConfig byCertificate() {
        return DatabaseConfig.of(
                server.config().jdbcUrl() + "?sslmode=require&sslcert=" + directory.resolve("client.crt") + "&sslkey="
                        + directory.resolve("client.pk8"),
                ROLE,
                "not asked for");
    }

    /** Puts a certificate and its key where the settings say, as whoever renews it does. */
    private static void present(Issued issued) throws IOException {
        replace("client.crt", issued.server().certificate().getBytes(StandardCharsets.US_ASCII));
        replace(
                "client.pk8",
                Base64.getMimeDecoder().decode(issued.server().key().replaceAll("-----[A-Z ]+-----", "")));
    }

    private static void replace(String name, byte[] content) throws IOException {
        Path next = Files.write(directory.resolve(name + ".next"), content);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        Files.move(next, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void endSessions() throws SQLException {
        execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '" + ROLE + "'");
    }

    /** Lets the server itself write the file into its data directory, readable by nobody else. */
    private static void write(String name, String text) throws SQLException {
        execute("copy (select regexp_split_to_table('" + text + "', E'\n')) to program 'umask 077; cat > " + name
                + "'");
    }

    private static void execute(String sql) throws SQLException {
        DatabaseConfig config = server.config();
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Database database) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select current_user")) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
