package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Misuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final String LOGIN = "POSTGRES_DB=app\nPOSTGRES_USER=u\nPOSTGRES_PASSWORD=p\n";

    @TempDir
    Path directory;

    @Test
    void laterSourcesWin() throws IOException {
        Sources sources = Sources.none().withDotenv(file(".env", LOGIN + "POSTGRES_SERVER=of-file"));
        assertThat(sources.load().jdbcUrl()).isEqualTo("jdbc:postgresql://of-file:5432/app");

        sources = sources.withEnvironment(Map.of("POSTGRES_SERVER", "of-environment"));
        assertThat(sources.load().jdbcUrl()).isEqualTo("jdbc:postgresql://of-environment:5432/app");

        sources = sources.withSystemProperties(Map.of("POSTGRES_SERVER", "of-property"));
        assertThat(sources.load().jdbcUrl()).isEqualTo("jdbc:postgresql://of-property:5432/app");

        sources = sources.with("POSTGRES_SERVER", "of-code");
        assertThat(sources.load().jdbcUrl()).isEqualTo("jdbc:postgresql://of-code:5432/app");
    }

    @Test
    void everySettingRemembersWhereItCameFrom() throws IOException {
        Path dotenv = file(".env", LOGIN);
        Path secret = file("secret", "word\n");
        DatabaseConfig config = Sources.none()
                .withDotenv(dotenv)
                .withEnvironment(Map.of("DATABASE_URL", "postgres://h/d", "PGSSLMODE", "require"))
                .withSystemProperties(Map.of("FIRST_SUPERUSER_PASSWORD_FILE", secret.toString()))
                .with("FIRST_SUPERUSER", "a@b.c")
                .with("POSTGRES_DIRECT_ADDRESS", "h:5433")
                .with("POSTGRES_REPLICAS", "h:5434")
                .with("STELE_CURSOR_SECRET", "0123456789abcdef0123456789abcdef")
                .load();

        assertThat(config.settings())
                .contains(
                        new Setting("DATABASE_URL", "***", Source.ENVIRONMENT, "environment"),
                        new Setting("POSTGRES_SERVER", "h", Source.ENVIRONMENT, "DATABASE_URL in environment"),
                        new Setting("POSTGRES_DB", "d", Source.ENVIRONMENT, "DATABASE_URL in environment"),
                        new Setting("POSTGRES_USER", "u", Source.DOTENV, dotenv.toString()),
                        new Setting("POSTGRES_PASSWORD", "***", Source.DOTENV, dotenv.toString()),
                        new Setting("POSTGRES_SSLMODE", "require", Source.ENVIRONMENT, "PGSSLMODE in environment"),
                        new Setting("POSTGRES_POOL_SIZE", "10", Source.DEFAULT, "default"),
                        new Setting("FIRST_SUPERUSER", "a@b.c", Source.CODE, "code"),
                        new Setting(
                                "FIRST_SUPERUSER_PASSWORD",
                                "***",
                                Source.SYSTEM_PROPERTY,
                                "file " + secret + ", named by FIRST_SUPERUSER_PASSWORD_FILE in system property"));
        assertThat(config.settings()).hasSize(Key.values().length);
    }

    @Test
    void theDirectAddressLeadsToTheSameDatabasePastAPooler() {
        DatabaseConfig config = Sources.none()
                .with("DATABASE_URL", "postgres://u:p@pooler:6432/d")
                .with("POSTGRES_DIRECT_ADDRESS", "db-1:5432,[::1]:5433")
                .load();

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://pooler:6432/d");
        assertThat(config.direct())
                .hasToString("DatabaseConfig[jdbc:postgresql://db-1:5432,[::1]:5433/d, user=u, password=***]");
        assertThat(config.withDatabase("postgres://other/d", "u", "p").direct().jdbcUrl())
                .isEqualTo("jdbc:postgresql://other:5432/d");
    }

    @Test
    void replicasHaveTheSameDatabaseAndTheUsualPort() {
        DatabaseConfig config = Sources.none()
                .with("DATABASE_URL", "postgres://u:p@primary/d?targetServerType=primary")
                .with("POSTGRES_REPLICAS", "db-1,db-2:5433,[::1]")
                .load();

        assertThat(config.replicas())
                .hasValueSatisfying(
                        replicas -> assertThat(replicas)
                                .hasToString(
                                        "DatabaseConfig[jdbc:postgresql://db-1:5432,db-2:5433,[::1]:5432/d, user=u, password=***]"))
                .hasValueSatisfying(
                        replicas -> assertThat(replicas.driverProperties()).containsEntry("targetServerType", "any"));
        assertThat(config.withDatabase("postgres://other/d", "u", "p").replicas())
                .isEmpty();
    }

    @Test
    void aFileTwinGivesItsContentWithoutTheTrailingNewline() throws IOException {
        DatabaseConfig config = Sources.none()
                .withEnvironment(Map.of(
                        "POSTGRES_SERVER_FILE", file("server", "db\n").toString(),
                        "POSTGRES_PORT_FILE", file("port", "5433\r\n").toString(),
                        "POSTGRES_DB_FILE", file("db", "app").toString(),
                        "POSTGRES_USER_FILE", file("user", "admin\n").toString(),
                        "POSTGRES_PASSWORD_FILE",
                                file("password", " two\nlines \n").toString()))
                .load();

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5433/app");
        assertThat(config.user()).isEqualTo("admin");
        assertThat(config.password()).isEqualTo(" two\nlines ");
    }

    @Test
    void aFileTwinMayHoldTheWholeAddress() throws IOException {
        String url = file("url", "postgres://u:p@h/d\n").toString();

        DatabaseConfig config =
                Sources.none().withEnvironment(Map.of("DATABASE_URL_FILE", url)).load();

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/d");
        assertThat(config.password()).isEqualTo("p");
    }

    @Test
    void libpqVariablesAreFallBacksOnly() throws IOException {
        Map<String, String> libpq = Map.of(
                "PGHOST", "pg", "PGPORT", "5433", "PGDATABASE", "pgdb", "PGUSER", "pguser", "PGPASSWORD", "pgword");

        DatabaseConfig alone = Sources.none().withEnvironment(libpq).load();
        DatabaseConfig below = Sources.none()
                .withDotenv(file(".env", LOGIN))
                .withEnvironment(libpq)
                .load();

        assertThat(alone).hasToString("DatabaseConfig[jdbc:postgresql://pg:5433/pgdb, user=pguser, password=***]");
        assertThat(alone.password()).isEqualTo("pgword");
        assertThat(below).hasToString("DatabaseConfig[jdbc:postgresql://pg:5433/app, user=u, password=***]");
    }

    @Test
    void anEmptyValueTakesBackWhatAnEarlierSourceSet() throws IOException {
        Sources sources = Sources.none()
                .withDotenv(file(".env", LOGIN + "DATABASE_URL=postgres://other/one\nPOSTGRES_PORT=6000"))
                .withEnvironment(Map.of("DATABASE_URL", "", "POSTGRES_PORT", ""));

        assertThat(sources.load().jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/app");
    }

    @Test
    void anAddressWinsOverThePartsOfEarlierSourcesAndLosesToThoseOfLaterOnes() throws IOException {
        Sources sources = Sources.none()
                .withDotenv(file(".env", LOGIN + "POSTGRES_SERVER=local\nPOSTGRES_PORT=6000"))
                .withEnvironment(Map.of("DATABASE_URL", "postgres://v:w@h/d"));
        assertThat(sources.load()).hasToString("DatabaseConfig[jdbc:postgresql://h:5432/d, user=v, password=***]");

        DatabaseConfig config = sources.with("POSTGRES_DB", "mine").load();
        assertThat(config).hasToString("DatabaseConfig[jdbc:postgresql://h:5432/mine, user=v, password=***]");
    }

    @Test
    void readsEverySetting() throws IOException {
        DatabaseConfig config =
                Sources.none().withDotenv(file(".env", LOGIN + """
                        POSTGRES_SERVER=a,::1
                        POSTGRES_PORT=5432,5433
                        ENVIRONMENT=Production
                        POSTGRES_SSLMODE=verify-full
                        POSTGRES_SSLROOTCERT=system
                        FIRST_SUPERUSER=a@b.c
                        FIRST_SUPERUSER_PASSWORD=word
                        POSTGRES_POOL_MODE=unpooled
                        POSTGRES_POOL_SIZE=3
                        POSTGRES_POOL_TIMEOUT=500ms
                        POSTGRES_POOL_MAX_LIFETIME=1h
                        POSTGRES_POOL_KEEPALIVE=0
                        POSTGRES_CONNECT_TIMEOUT=1s
                        POSTGRES_LOGIN_TIMEOUT=1500ms
                        POSTGRES_SOCKET_TIMEOUT=2m
                        POSTGRES_STATEMENT_TIMEOUT=1min
                        POSTGRES_LOCK_TIMEOUT=250ms
                        POSTGRES_IDLE_IN_TRANSACTION_TIMEOUT=0
                        POSTGRES_START_TIMEOUT=10s
                        POSTGRES_APPLICATION_NAME=billing
                        """)).load();

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://a:5432,[::1]:5433/app");
        assertThat(config.environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(config.firstSuperuser()).contains(new FirstSuperuser("a@b.c", "word"));
        assertThat(config.pool())
                .hasToString("PoolSettings[mode=UNPOOLED, maxSize=3, acquireTimeout=PT0.5S, maxLifetime=PT1H,"
                        + " keepaliveTime=PT0S]");
        assertThat(config.timeouts())
                .hasToString("Timeouts[connect=PT1S, login=PT1.5S, socket=PT2M, statement=PT1M, lock=PT0.25S,"
                        + " idleInTransaction=PT0S, start=PT10S]");
        assertThat(config.driverProperties())
                .containsAllEntriesOf(Map.of(
                        "sslmode", "verify-full",
                        "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory",
                        "connectTimeout", "1",
                        "loginTimeout", "2",
                        "socketTimeout", "120",
                        "ApplicationName", "billing",
                        "options", "-c statement_timeout=60000 -c lock_timeout=250"));
    }

    @Test
    void theSocketWaitsLongerThanTheLongestStatement() throws IOException {
        Path dotenv = file(".env", LOGIN + "POSTGRES_STATEMENT_TIMEOUT=10m");

        DatabaseConfig config = Sources.none().withDotenv(dotenv).load();

        assertThat(config.driverProperties()).containsEntry("socketTimeout", "605");
        assertThat(config.setting("POSTGRES_SOCKET_TIMEOUT"))
                .contains(new Setting("POSTGRES_SOCKET_TIMEOUT", "605s", Source.DEFAULT, "default"));
    }

    @Test
    void theLoginWaitsForEveryServerToBeTriedTwice() throws IOException {
        Path dotenv = file(".env", LOGIN + "POSTGRES_SERVER=a,b,c,d");

        assertThat(Sources.none().withDotenv(dotenv).load().driverProperties()).containsEntry("loginTimeout", "18");
    }

    @Test
    void aNamedFileMustExist() {
        Path missing = directory.resolve("no.env");

        assertThatThrownBy(() -> DatabaseConfig.load(missing))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the settings cannot be used:\n  - " + missing
                        + ": does not exist, expected a file of settings");
    }

    @Test
    void readsTheEnvironmentOfThisProcess() throws IOException {
        Path dotenv = file("some.env", LOGIN + "POSTGRES_SERVER=h${NOT_SET_ANYWHERE:-}${PATH:+x}");

        assertThat(DatabaseConfig.load(dotenv).jdbcUrl()).isEqualTo("jdbc:postgresql://hx:5432/app");
    }

    @Test
    void refusesAKeyThatDoesNotExist() {
        assertThatThrownBy(() -> Sources.none().with("POSTGRES_PASWORD", "x"))
                .isInstanceOf(Misuse.class)
                .hasMessage("there is no setting \"POSTGRES_PASWORD\"\n  hint: docs/configuration.md lists the keys");
    }

    private Path file(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
        return file;
    }
}
