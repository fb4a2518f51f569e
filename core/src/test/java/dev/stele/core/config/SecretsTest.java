package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.error.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is logged, and that no secret is: slf4j-simple writes to the error stream, which is searched whole. */
class SecretsTest {
    private static final String SECRET = "xyzzy";
    private static final Map<String, String> LOGIN =
            Map.of("POSTGRES_DB", "app", "POSTGRES_USER", "u", "POSTGRES_PASSWORD", SECRET);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private final PrintStream out = System.out;

    @TempDir
    Path directory;

    @BeforeEach
    void capture() {
        PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
        System.setErr(stream);
        System.setOut(stream);
    }

    @AfterEach
    void release() {
        System.setErr(err);
        System.setOut(out);
    }

    /** The secret in every place where somebody may put it, rightly or wrongly. */
    static Stream<String> filesWithTheSecret() {
        String login = "POSTGRES_DB=app\nPOSTGRES_USER=u\n";
        return Stream.of(
                login + "POSTGRES_PASSWORD=xyzzy",
                login + "POSTGRES_PASSWORD=xyzzy\nPOSTGRES_PORT=x",
                login + "POSTGRES_PASSWORD=a$xyzzy",
                login + "POSTGRES_PASSWORD=\"xyzzy",
                login + "POSTGRES_PASSWORD xyzzy",
                login + "POSTGRES_PASSWORD=\"xyzzy\nxyzzy!\nxyzzy\"\nxyzzy!",
                login + "POSTGRES_PASSWORD=1\nPOSTGRES_PASSWORD_FILE=/dev/null\nPOSTGRES_USER_FILE=/dev/null",
                login + "POSTGRES_SERVER=u:xyzzy@db\nPOSTGRES_PORT=postgres://u:xyzzy@h/d",
                login + "POSTGRES_PASSWORD=xyzzy\nDATABASE_URL=postgres://u:xyzzy2@h/d",
                "DATABASE_URL=postgres://u:xyzzy@h/d?sslpassword=xyzzy",
                "DATABASE_URL=postgres://u:xyzzy@h/d?socketFactory=xyzzy&connect_timeout=xyzzy",
                "DATABASE_URL=postgres://u:xyz/xyzzy@h/d",
                "DATABASE_URL=postgres://u:xyz?xyzzy@h/d",
                "DATABASE_URL=postgres://u:xyz#xyzzy@h/d",
                "DATABASE_URL=postgres://u:xyz%xyzzy@h/d",
                "DATABASE_URL=postgres://u:?xyzzy=@h/d",
                "DATABASE_URL=u:xyzzy@h/d",
                "DATABASE_URL=xyzzy://h/d@xyzzy",
                login + "FIRST_SUPERUSER=a@b.c\nFIRST_SUPERUSER_PASSWORD=xyzzy",
                login + "FIRST_SUPERUSER_PASSWORD=xyzzy",
                "ENVIRONMENT=production\n" + login + "POSTGRES_PASSWORD=xyzzy");
    }

    @ParameterizedTest
    @MethodSource("filesWithTheSecret")
    void noMessageNoLogLineAndNoTextHoldsASecret(String content) throws IOException {
        Path dotenv = Files.writeString(directory.resolve(".env"), content);
        Sources sources = Sources.none().withDotenv(dotenv);
        try {
            DatabaseConfig config = sources.load();
            System.err.println(config + " " + config.settings() + " " + config.firstSuperuser() + " " + sources);
        } catch (ConfigurationException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            System.err.println(trace + " " + e.faults());
        }

        assertThat(log()).isNotEmpty().doesNotContain(SECRET);
    }

    @Test
    void warnsOfWeakPasswordsOnADevelopersMachine() {
        Sources.none()
                .withEnvironment(LOGIN)
                .with("POSTGRES_PASSWORD", "changethis")
                .with("FIRST_SUPERUSER", "a@b.c")
                .with("FIRST_SUPERUSER_PASSWORD", "changethis")
                .load();

        assertThat(log())
                .contains(
                        "WARN dev.stele.core.config - POSTGRES_PASSWORD (code): found the placeholder of the template;"
                                + " it is accepted because ENVIRONMENT is local\n  hint: set a password of your own")
                .contains("WARN dev.stele.core.config - FIRST_SUPERUSER_PASSWORD (code): found the placeholder of the"
                        + " template; it is accepted because ENVIRONMENT is local\n  hint: set a password of your own")
                .doesNotContain("changethis");
    }

    @Test
    void warnsOfAnEmptyPasswordAndNamesThePlaceThatEmptiedIt() {
        Sources.none().withEnvironment(LOGIN).with("POSTGRES_PASSWORD", "").load();

        assertThat(log())
                .contains("POSTGRES_PASSWORD (code): found no password; it is accepted because ENVIRONMENT is local");
    }

    @Test
    void saysNothingWhenAllIsWell() {
        Sources.none().withEnvironment(LOGIN).load();
        Sources.none().load();
        DatabaseConfig.of("jdbc:postgresql://localhost/app", "u", "");

        assertThat(log()).isEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void warnsOfAFileThatEverybodyMayRead() throws IOException {
        Path dotenv = Files.writeString(directory.resolve(".env"), "POSTGRES_PASSWORD=" + SECRET);
        Files.setPosixFilePermissions(dotenv, PosixFilePermissions.fromString("rw-r--r--"));
        Sources.none().withDotenv(dotenv).load();

        assertThat(log())
                .isEqualTo("[main] WARN dev.stele.core.config - " + dotenv
                        + " can be read by every user of this machine (rw-r--r--)\n  hint: chmod 600 " + dotenv + "\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void saysNothingOfAFileThatOnlyOwnerAndGroupMayRead() throws IOException {
        Path dotenv = Files.writeString(directory.resolve(".env"), "POSTGRES_PASSWORD=" + SECRET);
        Files.setPosixFilePermissions(dotenv, PosixFilePermissions.fromString("rw-r-----"));
        Sources.none().withDotenv(dotenv).load();

        assertThat(log()).isEmpty();
    }

    private String log() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
