package dev.stele.examples.handbook;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** All that {@code stele-crud} brings works as modules, under an application on the class path. */
class ModulePathTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String INHERITED =
            Project.read(Path.of("target", "inherited-classpath.txt")).strip();

    @TempDir
    Path folder;

    @Test
    void startsAndReadsAUserWithNoOptionButTheModule() throws Exception {
        String printed = run("target/test-classes" + File.pathSeparator + "target/classes");

        assertThat(printed).isEqualTo("module dev.stele.crud: user " + userId());
    }

    @Test
    void opensTheDoorToHibernateWithTheTransactionApiOnTheClassPath() throws Exception {
        String transactions = Arrays.stream(INHERITED.split(File.pathSeparator))
                .filter(entry -> entry.contains("jakarta.transaction-api"))
                .collect(joining(File.pathSeparator));

        String printed =
                run(String.join(File.pathSeparator, "target/test-classes", "target/classes", transactions), "door");

        assertThat(printed.lines()).containsExactly("module dev.stele.crud: user " + userId(), "Hibernate counts 1");
    }

    private static Long userId() {
        return postgres.value(
                Long.class, "select id from \"user\" where email = ? and is_superuser", SignInProgram.EMAIL);
    }

    private String run(String classPath, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                INHERITED,
                "--add-modules",
                "dev.stele.crud",
                "-cp",
                classPath,
                SignInProgram.class.getName(),
                postgres.jdbcUrl(),
                postgres.config().user(),
                postgres.config().password()));
        command.addAll(List.of(more));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");

        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();

        int exit = exitOf(process);
        assertThat(exit).as("%s", Files.readString(errors)).isZero();
        return Files.readString(output).strip();
    }

    private static int exitOf(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
