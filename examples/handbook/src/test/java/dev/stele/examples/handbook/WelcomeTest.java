package dev.stele.examples.handbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's example does what its comment says, on a database that was empty. */
class WelcomeTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String EMAIL = "admin@example.com";
    private static final String PASSWORD = "another good one";

    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void setUpAsTheReadmeDoes() {
        settings().forEach(System::setProperty);
        System.setOut(new PrintStream(printed, true, UTF_8));
    }

    @AfterEach
    void leaveNothingBehind() {
        System.setOut(console);
        settings().keySet().forEach(System::clearProperty);
    }

    @Test
    void printsWhichFieldOfWhichEntityIsTaken() {
        Welcome.run(EMAIL, PASSWORD);

        assertThat(printed.toString(UTF_8).lines()).containsExactly("Team: [name]");
        assertThat(postgres.query("select name, workflow from team"))
                .containsExactly(List.of("research", "hierarchical"));
        assertThat(postgres.query("select query from thread")).containsExactly(List.of("Will it rain?"));
    }

    private static Map<String, String> settings() {
        return Map.of(
                "DATABASE_URL", postgres.jdbcUrl(),
                "POSTGRES_USER", postgres.config().user(),
                "POSTGRES_PASSWORD", postgres.config().password(),
                "FIRST_SUPERUSER", EMAIL,
                "FIRST_SUPERUSER_PASSWORD", PASSWORD);
    }
}
