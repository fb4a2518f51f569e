package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import liquibase.Scope;
import liquibase.analytics.configuration.AnalyticsArgs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stele opens no connection but the database's and prints nothing. */
class QuietTest {
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
    void upgradeConnectsToTheDatabaseOnlyAndPrintsNothing() throws Exception {
        Path connections = folder.resolve("connections");

        try (ChildProcess child = ChildProcess.start(postgres, folder, List.of(), "bundled", connections.toString())) {
            assertThat(child.waitFor()).as(child.error()).isZero();
            assertThat(child.output()).isEmpty();
            assertThat(child.error()).isEmpty();
        }

        assertThat(Files.readAllLines(connections)).isNotEmpty().allSatisfy(address -> assertThat(address)
                .endsWith(":" + port));
    }

    @Test
    void aForeignConnectionWouldBeSeen() throws Exception {
        Path connections = folder.resolve("connections");

        try (ChildProcess child = ChildProcess.start(postgres, folder, List.of(), "phone", connections.toString())) {
            assertThat(child.waitFor()).as(child.error()).isZero();
        }

        assertThat(Files.readAllLines(connections)).contains("https://config.liquibase.com/");
    }

    @Test
    void theKernelSeesNoOtherConnectionEither() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        Path calls = folder.resolve("calls");

        try (ChildProcess child = ChildProcess.start(
                postgres,
                folder,
                List.of("strace", "-f", "-qq", "-e", "trace=connect,sendto", "-o", calls.toString()),
                "bundled")) {
            assumeTrue(child.waitFor() == 0 || !child.error().contains("ptrace"), "strace may not trace here");
            assertThat(child.error()).isEmpty();
        }

        List<String> connects = Files.readAllLines(calls).stream()
                .filter(line -> line.contains("connect(") && line.contains("sa_family=AF_INET"))
                .toList();
        assertThat(connects).isNotEmpty().allSatisfy(line -> assertThat(line).contains("htons(" + port + ")"));
    }

    @Test
    void liquibaseIsToldNotToReport() throws Exception {
        Boolean enabled = Scope.child(FormattedSql.QUIET, AnalyticsArgs.ENABLED::getCurrentValue);

        assertThat(enabled).isFalse();
    }

    @Test
    void whatLiquibaseLogsAtLevelOffIsNoError() {
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            // as it says that the user has disabled analytics
            new Slf4jLogService().getLog(AnalyticsArgs.class).log(Level.OFF, "disabled", null);
            new Slf4jLogService().getLog(AnalyticsArgs.class).log(Level.INFO, "progress", null);
            new Slf4jLogService().getLog(AnalyticsArgs.class).log(Level.SEVERE, "failed", null);
        } finally {
            System.setErr(err);
        }

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("[main] ERROR liquibase.analytics.configuration.AnalyticsArgs - failed\n");
    }

    @Test
    void atHeadNoClassOfLiquibaseIsLoaded() throws Exception {
        Migrations.of(postgres.config()).upgrade();
        Path classes = folder.resolve("classes");

        try (ChildProcess child =
                ChildProcess.start(postgres, folder, List.of(), "bundled", "-Xlog:class+load:file=" + classes)) {
            assertThat(child.waitFor()).as(child.error()).isZero();
        }

        assertThat(Files.readAllLines(classes))
                .anySatisfy(line -> assertThat(line).contains("dev.stele.migrations.Migrations"))
                .noneSatisfy(line -> assertThat(line).containsPattern("\\] liquibase\\."));
    }
}
