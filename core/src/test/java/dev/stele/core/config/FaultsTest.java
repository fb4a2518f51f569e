package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every message about settings, in full. */
class FaultsTest {
    private static final Sources VALID = Sources.none()
            .withEnvironment(Map.of("POSTGRES_DB", "app", "POSTGRES_USER", "u", "POSTGRES_PASSWORD", "s3cret-word"));

    @TempDir
    Path directory;

    @Test
    void oneErrorNamesEveryFaultyKeyWithItsSourceAndWhatWasExpected() throws IOException {
        Path dotenv = write(".env", "POSTGRES_SERVER=a b\nPOSTGRES_POOL_SIZE=0\n");

        ConfigurationException error = fault(Sources.none()
                .withDotenv(dotenv)
                .withEnvironment(Map.of("POSTGRES_PORT", "54x2", "ENVIRONMENT", "prod"))
                .withSystemProperties(Map.of("POSTGRES_STATEMENT_TIMEOUT", "30"))
                .with("POSTGRES_SSLMODE", "verify"));

        assertThat(error.kind()).isEqualTo(ErrorKind.CONFIGURATION);
        assertThat(error)
                .hasMessage("the settings cannot be used:\n"
                        + "  - ENVIRONMENT (environment): found \"prod\", expected one of local, staging, production\n"
                        + "  - POSTGRES_SERVER (" + dotenv + "): found \"a b\", expected a host name, an IP address, or"
                        + " several with commas between\n"
                        + "  - POSTGRES_PORT (environment): found \"54x2\", expected a port from 1 to 65535, or one for"
                        + " each server with commas between\n"
                        + "  - POSTGRES_DB (not set): expected the name of the database, here or in DATABASE_URL\n"
                        + "  - POSTGRES_USER (not set): expected the role to log in as, here or in DATABASE_URL\n"
                        + "  - POSTGRES_SSLMODE (code): found \"verify\", expected one of disable, allow, prefer, require,"
                        + " verify-ca, verify-full\n"
                        + "  - POSTGRES_POOL_SIZE (" + dotenv
                        + "): found \"0\", expected a whole number from 1 to 1000\n"
                        + "  - POSTGRES_STATEMENT_TIMEOUT (system property): found \"30\", expected a time such as 500ms,"
                        + " 30s, 10m or 1h, at most 24d");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POSTGRES_PORT                | 0           | found "0", expected a port from 1 to 65535, or one for each server with commas between
            POSTGRES_PORT                | 65536       | found "65536", expected a port from 1 to 65535, or one for each server with commas between
            POSTGRES_PORT                | 1,2         | found "1,2", expected one port, or one for each of 1 servers
            POSTGRES_SERVER              | /run/pg     | found "/run/pg", expected a host name, an IP address, or several with commas between
            POSTGRES_SERVER              | u:s3cret-word@db | found a value of 16 characters, expected a host name, an IP address, or several with commas between
            STELE_STATEMENTS             | yes         | found "yes", expected one of on, off
            STELE_SLOW_QUERY             | 500         | found "500", expected a time such as 500ms, 30s, 10m or 1h, at most 24d
            POSTGRES_POOL_MODE           | none        | found "none", expected one of pooled, unpooled
            POSTGRES_POOL_SIZE           | 1001        | found "1001", expected a whole number from 1 to 1000
            POSTGRES_POOL_SIZE           | ten         | found "ten", expected a whole number from 1 to 1000
            POSTGRES_POOL_TIMEOUT        | 100ms       | found "100ms", expected a time such as 500ms, 30s, 10m or 1h, at most 24d, at least 250ms
            POSTGRES_POOL_MAX_LIFETIME   | 10s         | found "10s", expected 0 or a time such as 500ms, 30s, 10m or 1h, at most 24d, at least 30s
            POSTGRES_POOL_MAX_LIFETIME   | 30s         | found "30s", expected POSTGRES_POOL_KEEPALIVE (30s) shorter than POSTGRES_POOL_MAX_LIFETIME (30s)
            POSTGRES_POOL_KEEPALIVE      | 10m         | found "10m", expected POSTGRES_POOL_KEEPALIVE (10m) shorter than POSTGRES_POOL_MAX_LIFETIME (10m)
            POSTGRES_CONNECT_TIMEOUT     | -1s         | found "-1s", expected a time such as 500ms, 30s, 10m or 1h, at most 24d
            POSTGRES_LOCK_TIMEOUT        | 1.5s        | found "1.5s", expected a time such as 500ms, 30s, 10m or 1h, at most 24d
            POSTGRES_SOCKET_TIMEOUT      | 30s         | found "30s", expected a time longer than POSTGRES_STATEMENT_TIMEOUT (30s), or 0
            POSTGRES_SSLROOTCERT         | /no/ca.pem  | found "/no/ca.pem", expected a readable file of root certificates, or system
            POSTGRES_SSLROOTCERT         | system      | found "system", expected POSTGRES_SSLMODE verify-full beside it, not prefer
            POSTGRES_APPLICATION_NAME    | größe       | found "größe", expected 1 to 63 printable ASCII characters
            """)
    void refuses(String key, String value, String expected) {
        ConfigurationException error = fault(VALID.with(key, value));

        assertThat(error.faults()).containsExactly(key + " (code): " + expected);
        assertThat(error).hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesAKeyAndItsFileTwinBothSet() throws IOException {
        Path secret = write("secret", "s3cret-word");

        assertThat(fault(VALID.with("POSTGRES_PASSWORD_FILE", secret.toString()))
                        .faults())
                .containsExactly("POSTGRES_PASSWORD (environment): contradicts POSTGRES_PASSWORD_FILE (code),"
                        + " expected only one of them");
    }

    @Test
    void refusesATwinThatNamesNoFile() {
        Sources sources = Sources.none()
                .withEnvironment(Map.of("POSTGRES_DB", "app", "POSTGRES_USER_FILE", "/no/user"))
                .with("POSTGRES_PASSWORD_FILE", "/");

        assertThat(fault(sources).faults())
                .containsExactly(
                        "POSTGRES_USER_FILE (environment): the file \"/no/user\" does not exist, expected a file holding"
                                + " the value",
                        "POSTGRES_PASSWORD_FILE (code): the file \"/\" cannot be read, expected a file holding the value");
    }

    @Test
    void refusesAnAddressThatContradictsItsPartsInTheSameSource() {
        Sources sources = Sources.none()
                .withEnvironment(Map.of(
                        "DATABASE_URL", "postgres://u:s3cret-word@db/app",
                        "POSTGRES_SERVER", "db",
                        "POSTGRES_PORT", "5433",
                        "POSTGRES_DB", "other",
                        "POSTGRES_PASSWORD", "s3cret-other"));

        assertThat(fault(sources).faults())
                .containsExactly(
                        "POSTGRES_PORT (environment): contradicts DATABASE_URL in environment, expected the same value or"
                                + " only one of them",
                        "POSTGRES_DB (environment): contradicts DATABASE_URL in environment, expected the same value or"
                                + " only one of them",
                        "POSTGRES_PASSWORD (environment): contradicts DATABASE_URL in environment, expected the same"
                                + " value or only one of them");
    }

    @Test
    void refusesNamesThatTheServerWouldCutOff() {
        assertThat(fault(VALID.with("POSTGRES_DB", "ä".repeat(32))).faults())
                .containsExactly("POSTGRES_DB (code): found \"" + "ä".repeat(32)
                        + "\", expected the name of the database, here or in DATABASE_URL, of at most 63 bytes");
    }

    @Test
    void doesNotShowPartsOfAnAddressNorContentsOfFiles() throws IOException {
        String file = write("port", "s3cret-word").toString();

        assertThat(fault(VALID.with("DATABASE_URL", "postgres://s3cret&word/app"))
                        .faults())
                .containsExactly(
                        "POSTGRES_SERVER (DATABASE_URL in code): found a value of 11 characters, expected a host"
                                + " name, an IP address, or several with commas between");
        assertThat(fault(VALID.with("POSTGRES_PORT_FILE", file)).faults())
                .containsExactly("POSTGRES_PORT (file " + file + ", named by POSTGRES_PORT_FILE in code): found a value"
                        + " of 11 characters, expected a port from 1 to 65535, or one for each server with commas"
                        + " between");
    }

    @Test
    void theDirectAddressNeedsItsPort() {
        assertThat(fault(VALID.with("POSTGRES_DIRECT_ADDRESS", "db.example.com"))
                        .faults())
                .containsExactly("POSTGRES_DIRECT_ADDRESS (code): found \"db.example.com\","
                        + " expected host:port, or several with commas between");
    }

    @Test
    void replicasAreHostsWithPortsOrWithout() {
        assertThat(fault(VALID.with("POSTGRES_REPLICAS", "db-1,db-2:port")).faults())
                .containsExactly("POSTGRES_REPLICAS (code): found \"db-1,db-2:port\","
                        + " expected host:port, or several with commas between");
    }

    @Test
    void refusesACursorSecretThatCanBeGuessedAndDoesNotShowIt() {
        assertThat(fault(VALID.with("STELE_CURSOR_SECRET", "too short")).faults())
                .containsExactly(
                        "STELE_CURSOR_SECRET (code): found 9 characters, expected at least 32, the same in every process");
    }

    @Test
    void refusesHalfASuperuser() {
        assertThat(fault(VALID.with("FIRST_SUPERUSER", "ada")).faults())
                .containsExactly(
                        "FIRST_SUPERUSER (code): found \"ada\", expected an e-mail address",
                        "FIRST_SUPERUSER_PASSWORD (not set): expected a password, because FIRST_SUPERUSER is set");
        assertThat(fault(VALID.with("FIRST_SUPERUSER_PASSWORD", "s3cret-word")).faults())
                .containsExactly(
                        "FIRST_SUPERUSER (not set): expected an e-mail address, because FIRST_SUPERUSER_PASSWORD is set");
    }

    @Test
    void refusesToGuessADatabaseWhereItMatters() {
        assertThat(fault(Sources.none().with("ENVIRONMENT", "staging")).faults())
                .containsExactly("DATABASE_URL (not set): expected the address of the database, here or in"
                        + " POSTGRES_SERVER, POSTGRES_DB and so on, because ENVIRONMENT is not local");
    }

    @ParameterizedTest
    @CsvSource({"staging", "production"})
    void refusesWeakPasswordsWhereItMatters(String environment) {
        Sources sources = VALID.with("ENVIRONMENT", environment)
                .with("FIRST_SUPERUSER", "a@b.c")
                .with("FIRST_SUPERUSER_PASSWORD", "ChangeThis");

        assertThat(fault(sources.with("POSTGRES_PASSWORD", "changethis")).faults())
                .containsExactly(
                        "POSTGRES_PASSWORD (code): found the placeholder of the template, expected a password of your own"
                                + " because ENVIRONMENT is not local",
                        "FIRST_SUPERUSER_PASSWORD (code): found the placeholder of the template, expected a password of"
                                + " your own because ENVIRONMENT is not local");
        assertThat(fault(sources.with("POSTGRES_PASSWORD", "")).faults())
                .contains("POSTGRES_PASSWORD (code): found no password, expected a password of your own because"
                        + " ENVIRONMENT is not local");
    }

    @Test
    void tellsFaultyLinesOfTheFileWithoutBlamingWhatMayStandInThem() throws IOException {
        Path dotenv = write(".env", "POSTGRES_DB=app\nPOSTGRES_USER=${ROLE:?who are you}\nmy password\n");

        assertThat(fault(Sources.none().withDotenv(dotenv)).faults())
                .containsExactly(
                        dotenv + " line 2: found no value for ROLE, expected one: who are you",
                        dotenv + " line 3: found a name with a space in it, expected NAME=value");
    }

    @Test
    void refusesAFileThatIsNoText() throws IOException {
        Path dotenv = Files.write(directory.resolve("latin1.env"), new byte[] {'A', '=', (byte) 0xE9});

        assertThat(fault(VALID.withDotenv(dotenv)).faults())
                .containsExactly(dotenv + ": is not text in UTF-8, expected a file of settings");
        assertThat(fault(VALID.withDotenv(directory)).faults())
                .containsExactly(directory + ": cannot be read, expected a file of settings that this user may read");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static ConfigurationException fault(Sources sources) {
        ConfigurationException error = catchThrowableOfType(ConfigurationException.class, sources::load);
        assertThat(error).as("the error of %s", sources).isNotNull();
        return error;
    }
}
