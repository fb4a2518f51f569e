package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionDefaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example.com",
                "10.0.0.7",
                "db",
                "localhost.example.com",
                "127.example.com",
                "localhost,db",
                "[fe80::1]"
            })
    void verifiesInFullBeyondTheLoopbackInProduction(String host) {
        assertModes(load("production", host, Map.of()), "verify-full", "require");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "db.localhost",
                "127.0.0.1",
                "127.1.2.3",
                "[::1]",
                "localhost,127.0.0.1"
            })
    void takesWhatTheServerOffersOverTheLoopback(String host) {
        assertModes(load("production", host, Map.of()), "prefer", "prefer");
    }

    @Test
    void takesWhatTheServerOffersOnADevelopersMachine() {
        assertModes(load("local", "db.example.com", Map.of()), "prefer", "prefer");
    }

    @ParameterizedTest
    @CsvSource({"disable, prefer", "allow, prefer", "prefer, prefer", "require, require", "verify-ca, require"})
    void takesAModeThatIsNamed(String mode, String binding) {
        assertModes(load("staging", "db", Map.of("POSTGRES_SSLMODE", mode)), mode, binding);
        assertModes(load("staging", "db?sslmode=" + mode, Map.of()), mode, binding);
    }

    @Test
    void takesABindingThatIsNamed() {
        assertModes(load("staging", "db", Map.of("PGCHANNELBINDING", "disable")), "verify-full", "disable");
        assertModes(load("staging", "db?channel_binding=prefer", Map.of()), "verify-full", "prefer");
    }

    @Test
    void aCopyForAnotherAddressOrEnvironmentHasTheDefaultsOfThat() {
        DatabaseConfig local = load("local", "db", Map.of());
        DatabaseConfig loopback = load("production", "localhost", Map.of("POSTGRES_DIRECT_ADDRESS", "db:5432"));

        assertModes(local.withEnvironment(Environment.STAGING), "verify-full", "require");
        assertModes(loopback.withDatabase("postgres://db/d", "u", "a password"), "verify-full", "require");
        assertModes(loopback.direct(), "verify-full", "require");
        assertModes(
                local.withDatabase("postgres://db/d?sslmode=allow", "u", "p").withEnvironment(Environment.STAGING),
                "allow",
                "prefer");
    }

    @Test
    void theCertificatesOfTheSystemNeedNoModeWhereAllIsVerified() {
        assertModes(load("production", "db", Map.of("POSTGRES_SSLROOTCERT", "system")), "verify-full", "require");
    }

    private static DatabaseConfig load(String environment, String address, Map<String, String> more) {
        Sources sources = Sources.none()
                .withEnvironment(more)
                .with("ENVIRONMENT", environment)
                .with("POSTGRES_USER", "u")
                .with("POSTGRES_PASSWORD", "a password");
        int question = address.indexOf('?');
        String host = question < 0 ? address : address.substring(0, question);
        return sources.with("DATABASE_URL", "postgres://" + host + "/d" + address.substring(host.length()))
                .load();
    }

    private static void assertModes(DatabaseConfig config, String sslmode, String binding) {
        assertThat(config.driverProperties())
                .containsEntry("sslmode", sslmode)
                .containsEntry("channelBinding", binding);
        assertThat(config.setting("POSTGRES_SSLMODE").orElseThrow().value()).isEqualTo(sslmode);
        assertThat(config.setting("POSTGRES_CHANNELBINDING").orElseThrow().value())
                .isEqualTo(binding);
    }
}
