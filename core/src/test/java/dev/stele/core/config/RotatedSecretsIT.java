package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A password that is changed under a running application is found where the settings found the first one. */
class RotatedSecretsIT {
    private static final String ROLE = "rotated";

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    private Path secret;

    @BeforeEach
    void makeTheRole() throws IOException {
        postgres.execute("create role " + ROLE + " login password 'first-secret'");
        secret = Files.writeString(folder.resolve("password"), "first-secret\n");
    }

    @AfterEach
    void dropTheRole() {
        postgres.execute("drop owned by " + ROLE, "drop role " + ROLE);
    }

    @ParameterizedTest
    @EnumSource
    void aSecretFileIsReadAgainWhenThePasswordIsRefused(PoolSettings.Mode mode) throws Exception {
        try (Database database = Database.open(in(mode, ofFile()))) {
            rotate("second-secret");
            assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> ask(database, "select current_user"));
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> ask(database, "select current_user"))
                    .withMessageContaining("refused the password of user \"rotated\"");

            Files.writeString(secret, "second-secret\n");

            assertThat(ask(database, "select current_user")).isEqualTo(ROLE);
        }
    }

    @Test
    void soIsADotenvFile() throws Exception {
        Path dotenv = dotenv("first-secret");
        try (Database database = Database.open(
                in(PoolSettings.Mode.UNPOOLED, Sources.none().withDotenv(dotenv).load()))) {
            dotenv("second-secret");
            rotate("second-secret");

            assertThat(ask(database, "select current_user")).isEqualTo(ROLE);
        }
    }

    @Test
    void theUserMayChangeWithThePassword() throws Exception {
        postgres.execute("drop role if exists next_role", "create role next_role login password 'next-secret'");
        Path dotenv = dotenv("first-secret");
        try (Database database = Database.open(Sources.none().withDotenv(dotenv).load())) {
            Files.writeString(
                    dotenv, Files.readString(dotenv).replace(ROLE, "next_role").replace("first-secret", "next-secret"));
            rotate("unknown-secret");
            assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> ask(database, "select 1"));

            String backend = ask(database, "select pg_backend_pid()");
            assertThat(ask(database, "select current_user")).isEqualTo("next_role");
            assertThat(ask(database, "select pg_backend_pid()"))
                    .as("the connection is kept")
                    .isEqualTo(backend);
        } finally {
            postgres.execute("drop role next_role");
        }
    }

    @Test
    void aFileThatIsGoneMeanwhileLeavesTheSecretAsItWas() throws Exception {
        DatabaseConfig config = ofFile();
        Files.delete(secret);

        assertThat(config.withCurrentCredentials().password()).isEqualTo("first-secret");
        try (Database database = Database.open(in(PoolSettings.Mode.UNPOOLED, config))) {
            assertThat(ask(database, "select current_user")).isEqualTo(ROLE);
        }
    }

    @Test
    void credentialsGivenInCodeStay() throws Exception {
        DatabaseConfig config = ofFile().withDatabase(postgres.jdbcUrl(), "somebody", "some-other-secret");
        Files.writeString(secret, "second-secret");

        assertThat(config.withCurrentCredentials().user()).isEqualTo("somebody");
        assertThat(config.withCurrentCredentials().password()).isEqualTo("some-other-secret");
    }

    @Test
    void aRightThatIsLostAndGivenBackNeedsNoNewConnection() throws Exception {
        postgres.execute("drop table if exists item", "create table item (id int)", "grant select on item to " + ROLE);
        try (Database database = Database.open(ofFile())) {
            assertThat(ask(database, "select count(*) from item")).isEqualTo("0");

            postgres.execute("revoke select on item from " + ROLE);
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> ask(database, "select count(*) from item"))
                    .withMessageContaining("the role lacks a right: permission denied for table item");

            postgres.execute("grant select on item to " + ROLE);
            assertThat(ask(database, "select count(*) from item")).isEqualTo("0");
        }
    }

    private DatabaseConfig ofFile() {
        return Sources.none()
                .withEnvironment(Map.of(
                        "DATABASE_URL", postgres.jdbcUrl(),
                        "POSTGRES_USER", ROLE,
                        "POSTGRES_PASSWORD_FILE", secret.toString()))
                .load();
    }

    private Path dotenv(String password) throws IOException {
        Path file = folder.resolve(".env");
        Files.writeString(
                file,
                "DATABASE_URL=%s\nPOSTGRES_USER=%s\nPOSTGRES_PASSWORD=%s\n"
                        .formatted(postgres.jdbcUrl(), ROLE, password));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Changes the password and ends the sessions, as whoever rotates does at the end. */
    private static void rotate(String password) {
        postgres.execute("alter role " + ROLE + " password '" + password + "'");
        postgres.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = ?", ROLE);
    }

    private static DatabaseConfig in(PoolSettings.Mode mode, DatabaseConfig config) {
        return config.withPool(config.pool().withMode(mode));
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
