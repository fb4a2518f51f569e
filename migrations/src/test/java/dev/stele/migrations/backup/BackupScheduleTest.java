package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.BackupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Backups are made now and then, old ones go, and the newest good one never does. */
class BackupScheduleTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql("create table t (id int)", "insert into t select generate_series(1, 100)");

    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private final Events events = new Events();
    private final Backup backup = Backup.of(postgres.config());

    @Test
    void makesOneAfterTheOtherAndKeepsWhatIsAskedFor() throws Exception {
        try (BackupSchedule schedule = start(backup, SHORT, Keep.last(2))) {
            assertThat(schedule).isNotNull();
            events.await("deleted");
            events.await("deleted");
        }

        List<Path> left = directories();
        assertThat(left).hasSizeBetween(2, 3);
        assertThat(Restore.of(postgres.config()).verify(left.get(0)).rows()).isEqualTo(100);
    }

    @Test
    void makesNoneWhereThereIsAYoungOne() throws Exception {
        try (BackupSchedule schedule = idle(Duration.ofHours(1))) {
            assertThat(schedule.backUpWhereDue()).isEqualTo(Duration.ofHours(1));
            assertThat(schedule.backUpWhereDue()).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
        }

        assertThat(directories()).hasSize(1);
    }

    @Test
    void makesNoneWhileAnotherProcessMakesOne() throws Exception {
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement();
                BackupSchedule schedule = idle(Duration.ofMinutes(10))) {
            statement.execute("select pg_advisory_lock(hashtextextended('stele backup schedule', 0))");

            assertThat(schedule.backUpWhereDue()).isLessThan(Duration.ofMinutes(2));

            assertThat(folder).isEmptyDirectory();
        }
    }

    private BackupSchedule idle(Duration pause) {
        return new BackupSchedule(backup, new BackupSchedule.Plan(folder, pause, Keep.last(5)));
    }

    @Test
    void aFailureIsToldAndTriedAgainAndTheNewestGoodOneStays() throws Exception {
        Path good = folder.resolve(
                postgres.value(String.class, "select current_database()::text") + "-20200101T000000.000Z");
        backup.to(good);
        Path broken = Files.createDirectory(
                folder.resolve(good.getFileName().toString().replace("2020", "2021")));
        Files.writeString(broken.resolve("manifest.json"), "{}");
        postgres.execute("create operator !! (rightarg = int, function = int4um)");
        try (BackupSchedule schedule = start(backup, SHORT, Keep.last(1))) {
            assertThat(schedule).isNotNull();
            assertThat(events.await("failed")).isEqualTo("failed");
            events.await("failed");
            assertThat(directories()).containsExactlyInAnyOrder(good, broken);
            postgres.execute("drop operator !! (none, int)");
            events.await("deleted");
        }

        assertThat(directories()).doesNotContain(good).contains(broken).hasSizeGreaterThan(1);
    }

    @Test
    void refusesAFolderThatCannotHoldBackupsAtOnce() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path lost = folder.resolve("unmounted").resolve("backups");

        refused(file, "cannot keep backups in " + file + ": it is a file\n  hint: name a folder");
        refused(
                lost,
                "cannot keep backups in " + lost + ": " + lost.getParent()
                        + " does not exist\n  hint: make it, or mount"
                        + " what should be there, or name another folder");
        refused(
                file.resolve("b"),
                "cannot keep backups in " + file.resolve("b") + ": " + file.resolve("b")
                        + " does not exist\n  hint: make"
                        + " it, or mount what should be there, or name another folder");
        assertThat(directories()).containsExactly(file);
    }

    @Test
    void refusesAFolderThatItMayNotWriteTo() {
        Path system = Path.of("/proc/self");
        assumeTrue(Files.isDirectory(system), "no /proc");

        assertThatThrownBy(() -> BackupSchedule.start(
                        backup, new BackupSchedule.Plan(system, Duration.ofHours(1), Keep.last(1))))
                .isInstanceOf(BackupException.class)
                .hasMessageMatching(
                        "cannot keep backups in /proc/self: /proc/self/.stele-partial-[-0-9a-f]+: .+\\n  hint: let"
                                + " the user of this process write there, or name another folder");
    }

    private void refused(Path where, String message) {
        assertThatThrownBy(() ->
                        BackupSchedule.start(backup, new BackupSchedule.Plan(where, Duration.ofHours(1), Keep.last(1))))
                .isInstanceOf(BackupException.class)
                .hasMessage(message);
    }

    @Test
    void aFolderThatIsLostLaterIsAFailureUntilItIsBack() throws Exception {
        Path mounted = folder.resolve("mounted");
        Path away = folder.resolve("away");
        try (BackupSchedule schedule = BackupSchedule.start(
                backup, new BackupSchedule.Plan(mounted, Duration.ofSeconds(1), Keep.last(1)).withListener(events))) {
            events.await("made");
            Files.move(mounted, away);
            events.await("failed");
            events.await("failed");
            assertThat(mounted).doesNotExist();
            assertThat(schedule.lastFailure()).hasValueSatisfying(e -> assertThat(e)
                    .isInstanceOf(BackupException.class)
                    .hasMessage("cannot keep backups in " + mounted + ": " + mounted + " does not exist\n  hint:"
                            + " make it, or mount what should be there, or name another folder"));
            Files.move(away, mounted);
            events.await("made");
            events.await("made");
            assertThat(schedule.lastFailure()).isEmpty();
        }
    }

    @Test
    void refusesAPauseOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackupSchedule.Plan(folder, Duration.ZERO, Keep.last(1)))
                .withMessage("pause must be positive but was PT0S");
    }

    private BackupSchedule start(Backup made, Duration pause, Keep keep) {
        return BackupSchedule.start(made, new BackupSchedule.Plan(folder, pause, keep).withListener(events));
    }

    private List<Path> directories() throws Exception {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static final class Events implements BackupSchedule.Listener {
        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        private final List<String> all = new java.util.concurrent.CopyOnWriteArrayList<>();

        private void add(String event) {
            all.add(event);
            queue.add(event);
        }

        @Override
        public void made(Path directory, Manifest manifest) {
            add("made");
        }

        @Override
        public void failed(RuntimeException failure) {
            add("failed");
        }

        @Override
        public void deleted(Path directory) {
            add("deleted");
        }

        String await(String event) throws InterruptedException {
            for (String next = poll(); !next.equals(event); next = poll()) {
                // Others come in between.
            }
            return event;
        }

        private String poll() throws InterruptedException {
            String next = queue.poll(60, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }
}
