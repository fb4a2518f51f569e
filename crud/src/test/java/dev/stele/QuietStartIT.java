package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stele opens no connection but the database's and writes nothing to standard output, from start to close. */
class QuietStartIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    private final int port =
            URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void startMigrationDaoAndHibernateConnectToTheDatabaseOnlyAndPrintNothing() throws Exception {
        int exit = run(List.of());

        assertThat(exit).as(text("err")).isZero();
        assertThat(text("out")).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("connections")))
                .isNotEmpty()
                .allSatisfy(address -> assertThat(address).endsWith(":" + port));
    }

    @Test
    void theKernelSeesNoOtherConnectionEither() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        Path calls = folder.resolve("calls");

        int exit = run(List.of("strace", "-f", "-qq", "-e", "trace=connect,sendto", "-o", calls.toString()));
        assumeTrue(exit == 0 || !text("err").contains("ptrace"), "strace may not trace here");

        assertThat(exit).as(text("err")).isZero();
        assertThat(Files.readAllLines(calls).stream()
                        .filter(line -> line.contains("connect(") && line.contains("sa_family=AF_INET")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("htons(" + port + ")"));
    }

    private int run(List<String> wrapper) throws Exception {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                StartingProgram.class.getName(),
                postgres.jdbcUrl(),
                postgres.config().user(),
                postgres.config().password(),
                folder.resolve("connections").toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String text(String file) throws Exception {
        return Files.readString(folder.resolve(file));
    }
}
