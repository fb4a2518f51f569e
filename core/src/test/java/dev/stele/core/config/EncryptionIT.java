package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EncryptionIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    static Path directory;

    private static int presented;
    private static ServerCertificate ours;
    private static Path rootOfOurServer;
    private static Path rootOfAnother;

    @BeforeAll
    static void encrypt() throws Exception {
        ours = ServerCertificate.of(directory, "dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1");
        rootOfOurServer = Files.writeString(directory.resolve("ours.pem"), ours.certificate());
        rootOfAnother = Files.writeString(
                directory.resolve("another.pem"),
                ServerCertificate.of(directory, "dns:localhost,ip:127.0.0.1").certificate());
        present(ours);
    }

    @AfterAll
    static void reset() {
        postgres.execute(
                "alter system reset ssl",
                "alter system reset ssl_cert_file",
                "alter system reset ssl_key_file",
                "select pg_reload_conf()",
                "copy (select 1) to program 'cat > /dev/null; rm -f stele_test_*.crt stele_test_*.key'");
    }

    @Test
    void verifyFullWorksWithARootCertificate() throws SQLException {
        assertThat(isEncrypted("verify-full", rootOfOurServer)).isTrue();
    }

    @Test
    void preferEncryptsWhereTheServerCan() throws SQLException {
        assertThat(isEncrypted("prefer", null)).isTrue();
    }

    @Test
    void disableDoesNot() throws SQLException {
        assertThat(isEncrypted("disable", null)).isFalse();
    }

    @Test
    void verifyFullRefusesAServerOfAnotherRoot() {
        assertThatThrownBy(() -> isEncrypted("verify-full", rootOfAnother))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("PKIX path validation failed");
    }

    @Test
    void theCertificatesOfTheSystemDoNotVouchForOurServer() {
        assertThatThrownBy(() -> isEncrypted("verify-full", Path.of("system")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("PKIX path building failed");
    }

    @Test
    void verifyFullRefusesAServerOfAnotherNameThatVerifyCaAccepts() throws Exception {
        ServerCertificate elsewhere = ServerCertificate.of(directory, "dns:elsewhere.example");
        Path root = Files.writeString(directory.resolve("elsewhere.pem"), elsewhere.certificate());
        present(elsewhere);
        try {
            assertThat(isEncrypted("verify-ca", root)).isTrue();
            assertThatThrownBy(() -> isEncrypted("verify-full", root))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("could not be verified by hostnameverifier");
        } finally {
            present(ours);
        }
    }

    private static boolean isEncrypted(String mode, Path root) throws SQLException {
        DatabaseConfig server = postgres.config();
        Sources sources = Sources.none()
                .with("DATABASE_URL", server.jdbcUrl())
                .with("POSTGRES_USER", server.user())
                .with("POSTGRES_PASSWORD", server.password())
                .with("POSTGRES_SSLMODE", mode);
        DatabaseConfig config =
                (root == null ? sources : sources.with("POSTGRES_SSLROOTCERT", root.toString())).loadUnjudged();
        Properties properties = new Properties();
        properties.putAll(config.driverProperties());
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Lets the server itself write the files into its data directory: it may run as another user, or elsewhere. */
    private static void present(ServerCertificate certificate) {
        String name = "stele_test_" + ++presented;
        postgres.execute(
                "copy (select regexp_split_to_table('" + certificate.certificate() + "', E'\n')) to program 'cat > "
                        + name + ".crt'",
                "copy (select regexp_split_to_table('" + certificate.key() + "', E'\n')) to program 'umask 077; cat > "
                        + name + ".key'",
                "alter system set ssl_cert_file = '" + name + ".crt'",
                "alter system set ssl_key_file = '" + name + ".key'",
                "alter system set ssl = on",
                "select pg_reload_conf()");
        // Each look opens a new connection, which has what the server has read by then.
        Instant deadline = Instant.now().plusSeconds(10);
        while (!postgres.value(String.class, "show ssl_cert_file").equals(name + ".crt")) {
            assertThat(Instant.now())
                    .as("the time the server took to read its files")
                    .isBefore(deadline);
        }
    }
}
