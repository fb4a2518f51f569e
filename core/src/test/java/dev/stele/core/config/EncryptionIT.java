package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.ServerCertificate.Issued;
import dev.stele.core.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
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

    @Test
    void aServerWithACertificateOfOurAuthorityIsTrustedAndTheLoginBoundToIt() throws Exception {
        Issued issued = ServerCertificate.issued(directory, "dns:localhost,ip:127.0.0.1,ip:0.0.0.0");
        Path root = Files.writeString(directory.resolve("authority.pem"), issued.root());
        present(issued.server());
        try (Database database = Database.open(exposed(Map.of("POSTGRES_SSLROOTCERT", root.toString())))) {
            assertThat(isEncrypted(database)).isTrue();
            assertThat(database.config().orElseThrow().driverProperties())
                    .containsEntry("sslmode", "verify-full")
                    .containsEntry("channelBinding", "require");
        } finally {
            present(ours);
        }
    }

    @Test
    void saysAtOnceThatItTrustsNoServerWithoutARoot() {
        refuses(
                exposed(Map.of("POSTGRES_SSLROOTCERT", rootOfAnother.toString())),
                "PKIX|ignature",
                "set POSTGRES_SSLROOTCERT to a file with the root certificate of the server, or to system where a"
                        + " public authority signed it; or name a weaker POSTGRES_SSLMODE");
    }

    @Test
    void saysAtOnceThatTheCertificateHasAnotherName() {
        refuses(
                exposed(Map.of("POSTGRES_SSLROOTCERT", rootOfOurServer.toString())),
                "hostname 0\\.0\\.0\\.0",
                "connect by a name that the server's certificate has; or name a weaker POSTGRES_SSLMODE");
    }

    @Test
    void saysAtOnceThatTheCertificateHasEnded() throws Exception {
        Issued ended = ServerCertificate.ended(directory, "ip:0.0.0.0");
        Path root = Files.writeString(directory.resolve("ended.pem"), ended.root());
        present(ended.server());
        try {
            refuses(
                    exposed(Map.of("POSTGRES_SSLROOTCERT", root.toString())),
                    "NotAfter",
                    "set POSTGRES_SSLROOTCERT to a file with the root certificate of the server, or to system where a"
                            + " public authority signed it; or name a weaker POSTGRES_SSLMODE");
        } finally {
            present(ours);
        }
    }

    @Test
    void saysAtOnceThatALoginInTheClearIsNotBound() {
        refuses(
                exposed(Map.of("POSTGRES_SSLMODE", "disable", "POSTGRES_CHANNELBINDING", "require")),
                "hannel",
                "let the server encrypt and ask for scram-sha-256, without a pooler in between;"
                        + " or set POSTGRES_CHANNELBINDING=prefer");
    }

    @Test
    void saysAtOnceThatTheServerDoesNotEncrypt() {
        postgres.execute("alter system set ssl = off", "select pg_reload_conf()");
        try {
            await("off", "show ssl");
            refuses(
                    exposed(Map.of("POSTGRES_SSLROOTCERT", rootOfOurServer.toString())),
                    "does not support SSL",
                    "let the server encrypt (ssl = on) and take the password; or name a weaker POSTGRES_SSLMODE");
        } finally {
            postgres.execute("alter system set ssl = on", "select pg_reload_conf()");
            await("on", "show ssl");
        }
    }

    @Test
    void aWeakerModeIsTakenWhereItIsNamed() {
        try (Database database = Database.open(exposed(Map.of("POSTGRES_SSLMODE", "require")))) {
            assertThat(isEncrypted(database)).isTrue();
        }
    }

    @Test
    void aCertificateThatGoesBadIsToldAndWhenItIsMendedTheNextCallWorks() throws Exception {
        ServerCertificate good = ServerCertificate.of(directory, "ip:0.0.0.0");
        Path root = Files.writeString(directory.resolve("good.pem"), good.certificate());
        present(good);
        Map<String, String> settings =
                Map.of("POSTGRES_SSLROOTCERT", root.toString(), "POSTGRES_POOL_MODE", "unpooled");
        try (Database database = Database.open(exposed(settings))) {
            present(ours);
            assertThatThrownBy(() -> isEncrypted(database))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("is not trusted");

            present(good);
            assertThat(isEncrypted(database)).isTrue();
        } finally {
            present(ours);
        }
    }

    @Test
    void aRootThatIsReplacedInItsFileIsUsedWithoutARestart() throws Exception {
        ServerCertificate renewed = ServerCertificate.of(directory, "ip:0.0.0.0");
        ServerCertificate old = ServerCertificate.of(directory, "ip:0.0.0.0");
        Path root = Files.writeString(directory.resolve("replaced.pem"), old.certificate());
        present(old);
        Map<String, String> settings =
                Map.of("POSTGRES_SSLROOTCERT", root.toString(), "POSTGRES_POOL_MODE", "unpooled");
        try (Database database = Database.open(exposed(settings))) {
            present(renewed);
            Files.writeString(root, renewed.certificate());

            assertThat(isEncrypted(database)).isTrue();
        } finally {
            present(ours);
        }
    }

    private static void refuses(DatabaseConfig config, String reason, String hint) {
        assertThatThrownBy(() -> Database.open(config))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .matches("(?s)the database cannot be opened:\n  - the server at 0\\.0\\.0\\.0:\\d+ is not trusted"
                        + " \\(SQLSTATE 0800[46]\\): [^\n]*(" + reason + ")[^\n]*\n  hint: " + Pattern.quote(hint));
    }

    /** In production, at an address that is not the loopback's but leads to it. */
    private static DatabaseConfig exposed(Map<String, String> settings) {
        DatabaseConfig server = postgres.config();
        Map<String, String> all = new HashMap<>(settings);
        all.put("ENVIRONMENT", "production");
        all.put("DATABASE_URL", server.jdbcUrl().replaceFirst("//[^:/]+", "//0.0.0.0"));
        all.put("POSTGRES_USER", server.user());
        all.put("POSTGRES_PASSWORD", server.password());
        return Sources.none().withEnvironment(all).load();
    }

    private static boolean isEncrypted(Database database) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
                row.next();
                return row.getBoolean(1);
            }
        });
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
        await(name + ".crt", "show ssl_cert_file");
    }

    private static void await(String value, String sql) {
        // Each look opens a new connection, which has what the server has read by then.
        Instant deadline = Instant.now().plusSeconds(10);
        while (!postgres.value(String.class, sql).equals(value)) {
            assertThat(Instant.now())
                    .as("the time the server took to read its files")
                    .isBefore(deadline);
        }
    }
}
