package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfigTest {
    private static final Map<String, String> MINIMUM = Map.of(
            "POSTGRES_SERVER",
            "db",
            "POSTGRES_DB",
            "app",
            "POSTGRES_USER",
            "admin",
            "POSTGRES_PASSWORD",
            "s3cret-word");

    @Test
    void takesAddressAndCredentialsFromTheEnvironment() {
        DatabaseConfig config = Sources.none().withEnvironment(MINIMUM).load();

        assertThat(config.isConfigured()).isTrue();
        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/app");
        assertThat(config.user()).isEqualTo("admin");
        assertThat(config.password()).isEqualTo("s3cret-word");
    }

    @Test
    void usesDocumentedDefaultsForTheRest() {
        DatabaseConfig config = Sources.none().withEnvironment(MINIMUM).load();

        assertThat(config.pool()).isEqualTo(PoolSettings.DEFAULT);
        assertThat(config.timeouts()).isEqualTo(Timeouts.DEFAULT);
        assertThat(config.applicationName()).isEqualTo("stele");
        assertThat(config.environment()).isEqualTo(Environment.LOCAL);
        assertThat(config.firstSuperuser()).isEmpty();
    }

    @Test
    void isNotConfiguredWhenNoSourceNamesADatabase() {
        DatabaseConfig config = Sources.none().load();

        assertThat(config.isConfigured()).isFalse();
        assertThat(config).hasToString("DatabaseConfig[no database]");
        assertThatThrownBy(config::jdbcUrl)
                .isInstanceOf(Misuse.class)
                .hasMessage("no source names a database\n"
                        + "  hint: set DATABASE_URL or POSTGRES_DB, or ask isConfigured() first");
    }

    @Test
    void givesTheDriverEveryTimeOut() {
        DatabaseConfig config = DatabaseConfig.of("jdbc:postgresql://db/app", "admin", "s3cret-word");

        assertThat(config.driverProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sslmode", "prefer",
                        "channelBinding", "prefer",
                        "connectTimeout", "2",
                        "loginTimeout", "10",
                        "socketTimeout", "35",
                        "cancelSignalTimeout", "1",
                        "tcpKeepAlive", "true",
                        "hostRecheckSeconds", "2",
                        "ApplicationName", "stele",
                        "options",
                                "-c statement_timeout=30000 -c lock_timeout=5000"
                                        + " -c idle_in_transaction_session_timeout=30000"));
    }

    @Test
    void sendsTheServerNoLimitWhereATimeIsZero() {
        DatabaseConfig config = DatabaseConfig.of("jdbc:postgresql://db/app", "admin", "")
                .withTimeouts(Timeouts.DEFAULT
                        .withStatement(Duration.ZERO)
                        .withLock(Duration.ZERO)
                        .withIdleInTransaction(Duration.ZERO));

        assertThat(config.driverProperties()).doesNotContainKey("options").containsEntry("socketTimeout", "0");
    }

    @Test
    void anotherDatabaseKeepsPoolTimeOutsAndEncryption() {
        DatabaseConfig config = Sources.none()
                .withEnvironment(MINIMUM)
                .with("POSTGRES_SSLMODE", "require")
                .with("POSTGRES_POOL_SIZE", "3")
                .load();

        DatabaseConfig other = config.withDatabase("jdbc:postgresql://[::1]:5433/other", "o", "p");

        assertThat(other.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/other");
        assertThat(other.user()).isEqualTo("o");
        assertThat(other.password()).isEqualTo("p");
        assertThat(other.pool().maxSize()).isEqualTo(3);
        assertThat(other.driverProperties()).containsEntry("sslmode", "require");
        assertThat(other.setting("POSTGRES_PORT"))
                .contains(new Setting("POSTGRES_PORT", "5433", Source.CODE, "DATABASE_URL in code"));
    }

    @Test
    void copiesRememberThatTheyComeFromCode() {
        DatabaseConfig config = Sources.none()
                .withEnvironment(MINIMUM)
                .load()
                .withPool(PoolSettings.DEFAULT.withMaxSize(3))
                .withTimeouts(Timeouts.DEFAULT.withLock(Duration.ofMillis(1500)))
                .withApplicationName("billing")
                .withEnvironment(Environment.STAGING)
                .withFirstSuperuser(new FirstSuperuser("a@b.c", "s3cret-word"));

        assertThat(config.environment()).isEqualTo(Environment.STAGING);
        assertThat(config.pool().maxSize()).isEqualTo(3);
        assertThat(config.timeouts().lock()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.driverProperties()).containsEntry("ApplicationName", "billing");
        assertThat(config.firstSuperuser()).contains(new FirstSuperuser("a@b.c", "s3cret-word"));
        assertThat(config.settings())
                .contains(
                        new Setting("ENVIRONMENT", "staging", Source.CODE, "code"),
                        new Setting("POSTGRES_POOL_SIZE", "3", Source.CODE, "code"),
                        new Setting("POSTGRES_LOCK_TIMEOUT", "1500ms", Source.CODE, "code"),
                        new Setting("POSTGRES_APPLICATION_NAME", "billing", Source.CODE, "code"),
                        new Setting("FIRST_SUPERUSER_PASSWORD", "***", Source.CODE, "code"));
    }

    @Test
    void copiesForOtherPlacesThanADevelopersMachineRefuseWeakPasswords() {
        DatabaseConfig empty = DatabaseConfig.of("jdbc:postgresql://db/app", "u", "");
        DatabaseConfig good = DatabaseConfig.of("jdbc:postgresql://db/app", "u", "s3cret-word");
        DatabaseConfig production = good.withEnvironment(Environment.PRODUCTION);

        assertThat(production.environment()).isEqualTo(Environment.PRODUCTION);
        assertThatThrownBy(() -> empty.withEnvironment(Environment.PRODUCTION))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("the settings cannot be used:\n  - POSTGRES_PASSWORD (code): found no password, expected a"
                        + " password of your own because ENVIRONMENT is not local");
        assertThatThrownBy(() -> production.withDatabase("postgres://db/app", "u", "ChangeThis"))
                .hasMessage("the settings cannot be used:\n  - POSTGRES_PASSWORD (code): found the placeholder of the"
                        + " template, expected a password of your own because ENVIRONMENT is not local");
        FirstSuperuser weak = new FirstSuperuser("a@b.c", "changethis");
        assertThatThrownBy(() -> production.withFirstSuperuser(weak))
                .hasMessage(
                        "the settings cannot be used:\n  - FIRST_SUPERUSER_PASSWORD (code): found the placeholder of"
                                + " the template, expected a password of your own because ENVIRONMENT is not local");
        DatabaseConfig local = good.withFirstSuperuser(weak);
        assertThatThrownBy(() -> local.withEnvironment(Environment.STAGING))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("FIRST_SUPERUSER_PASSWORD (code)");
    }

    @Test
    void hidesPasswordsWhenPrinted() {
        DatabaseConfig config = Sources.none()
                .withEnvironment(MINIMUM)
                .with("FIRST_SUPERUSER", "a@b.c")
                .with("FIRST_SUPERUSER_PASSWORD", "s3cret-word")
                .load();

        assertThat(config).hasToString("DatabaseConfig[jdbc:postgresql://db:5432/app, user=admin, password=***]");
        assertThat(config.firstSuperuser()).hasToString("Optional[FirstSuperuser[a@b.c, password=***]]");
        assertThat(config.settings().toString())
                .doesNotContain("s3cret")
                .contains("POSTGRES_PASSWORD=*** (environment)");
    }
}
