package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import dev.stele.core.error.Unavailable;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Whatever comes in between, a backup is whole or not there, and who works on does so unharmed. */
class BackupTroubleTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            .withSql(
                    "create table t (id int primary key, x text)",
                    "insert into t select k, repeat('x', 100) from generate_series(1, 5000) k");

    @TempDir
    Path folder;

    @Test
    void rowsMayChangeMeanwhileAndTablesMayNot() throws Exception {
        List<String> states = new ArrayList<>();
        Manifest made = backup(new Meanwhile(() -> {
            states.add(state("update t set x = 'y' where id = 1"));
            states.add(state("set lock_timeout = '100ms'; alter table t add column y int"));
            states.add(state("set lock_timeout = '100ms'; drop table t"));
        }));

        assertThat(states).containsExactly("", "55P03", "55P03");
        assertThat(made.rows()).isEqualTo(5000);
        assertThat(state("alter table t add column y int; alter table t drop column y"))
                .isEmpty();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTableThatIsBeingChangedIsWaitedForAndNotForEver() throws Exception {
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table t");

            assertThatThrownBy(() -> Backup.of(withoutLockTimeout())
                            .with(BackupOptions.defaults().withLockWait(Duration.ofMillis(700)))
                            .to(folder.resolve("b")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage(
                            "could not take a snapshot: a table was being changed for more than PT0.7S\n  hint: try again, or"
                                    + " wait longer with BackupOptions.withLockWait(…)");
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** A source whose server lets everybody wait for ever. */
    private static DataSource withoutLockTimeout() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.config().user());
        source.setPassword(postgres.config().password());
        return source;
    }

    @Test
    void aServerThatDoesNotTellHowFarItsLogIsIsBackedUpAllTheSame() throws Exception {
        String role = "stele_backup_" + ProcessHandle.current().pid();
        postgres.execute(
                "create schema rented",
                "create function rented.pg_current_wal_lsn() returns pg_lsn language plpgsql as $$ begin"
                        + " raise exception 'wal_level must be set to logical' using errcode = '55000'; end $$",
                "create role " + role + " login password 'secret' in role pg_read_all_data",
                "alter role " + role + " set search_path = rented, pg_catalog, public");
        try {
            Manifest made = Backup.of(DatabaseConfig.of(postgres.jdbcUrl(), role, "secret"))
                    .to(folder.resolve("b"));

            assertThat(made.position()).isEmpty();
            assertThat(made.rows()).isEqualTo(5000);
            assertThat(Restore.of(postgres.config()).verify(folder.resolve("b")).rows())
                    .isEqualTo(5000);
        } finally {
            postgres.execute("drop schema rented cascade", "drop role " + role);
        }
    }

    @Test
    void whoNeverConnectedIsToldThatNothingWasDone() {
        DatabaseConfig nowhere = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "a", "b");
        Path good = folder.resolve("good");
        Backup.of(postgres.config()).to(good);

        nothingDone("make the backup", () -> Backup.of(nowhere).to(folder.resolve("b")));
        nothingDone("make the backup", () -> Backup.of(nowhere).to(OutputStream.nullOutputStream()));
        nothingDone("restore", () -> Restore.of(nowhere).intoEmpty(good));
        nothingDone("restore", () -> Restore.of(nowhere).replacing(good));
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(good));
    }

    private static void nothingDone(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(Unavailable.class)
                .hasMessageMatching("could not " + what + ": .* \\(SQLSTATE 08001\\); nothing was done\n"
                        + "  hint: see that the server runs and takes connections, and do it again")
                .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT));
    }

    @Test
    void whoMayNotLogInIsToldThatNothingWasDone() {
        DatabaseConfig unknown = DatabaseConfig.of(postgres.jdbcUrl(), "nobody_of_this_name", "b");

        assertThatThrownBy(() -> Backup.of(unknown).to(folder.resolve("b")))
                .isInstanceOf(BackupException.class)
                .hasMessageEndingWith("; nothing was done");
    }

    @Test
    void aLostSessionEndsItAndLeavesNothing() {
        AtomicBoolean done = new AtomicBoolean();

        assertThatThrownBy(() -> backup(new BackupListener() {
                    @Override
                    public void copied(Progress progress) {
                        if (!done.getAndSet(true)) {
                            terminate();
                        }
                    }
                }))
                .isInstanceOf(Unavailable.class)
                .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Unavailable.Outcome.NOTHING_KEPT));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutTheSessionThatHoldsTheLocksThereIsNoBackup() {
        assertThatThrownBy(() -> backup(new BackupListener() {
                    @Override
                    public void copied(Progress progress) {}

                    @Override
                    public void began(String step) {
                        if (step.equals("writing to the disk")) {
                            terminate();
                        }
                    }
                }))
                .isInstanceOf(Unavailable.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSchemaThatChangesAllTheTimeIsGivenUpWithWhatChanged() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger made = new AtomicInteger();
        Thread other = new Thread(() -> {
            // By one session: where each change logged in first, a busy machine would leave a moment between two.
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                    statement.execute("create or replace function restless() returns int language sql return "
                            + made.incrementAndGet());
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        try {
            await(() -> made.get() > 1);

            assertThatThrownBy(() -> Backup.of(postgres.config())
                            .with(BackupOptions.defaults().withLockWait(Duration.ofMillis(1)))
                            .to(folder.resolve("b")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage("could not take a snapshot: the schema changed in each of 20 attempts, at last function"
                            + " public.restless()\n  hint: make the backup while nobody creates, changes or drops tables,"
                            + " indexes or functions, or wait longer for such a moment with"
                            + " BackupOptions.withLockWait(…)");
        } finally {
            stop.set(true);
            other.join();
            postgres.execute("drop function if exists restless()");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void whyNothingCanBeWrittenIsSaid() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> Backup.of(postgres.config()).to(file.resolve("b")))
                .isInstanceOf(BackupException.class)
                .hasMessage("could not write the backup: " + file + ": it exists already");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc");
        assertThatThrownBy(() -> Backup.of(postgres.config()).to(Path.of("/proc/stele/b")))
                .isInstanceOf(BackupException.class)
                .hasMessage("could not write the backup: /proc/stele: no such file or directory");
    }

    @Test
    void aFullDiskIsNamed() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no device that is always full");
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
            assertThatThrownBy(() -> Backup.of(postgres.config()).to(full))
                    .isInstanceOf(BackupException.class)
                    .hasMessage("could not write the backup: No space left on device");
        }
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupOptions.defaults().withWorkers(0))
                .withMessage("workers must be 1 to 64 but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupOptions.defaults().withFileSize(8191))
                .withMessage("fileSize must be at least 8192 but was 8191");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackupOptions.defaults().withLockWait(Duration.ofMillis(-1)))
                .withMessage("lockWait must not be negative but was PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestoreOptions.defaults().withWorkers(65))
                .withMessage("workers must be 1 to 64 but was 65");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RestoreOptions.defaults().withMemory("much"))
                .withMessage("memory must be like 256MB but was much");
    }

    private Manifest backup(BackupListener listener) {
        return Backup.of(postgres.config())
                .with(BackupOptions.defaults().withFileSize(8192).withListener(listener))
                .to(folder.resolve("b"));
    }

    private static void terminate() {
        postgres.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid <> pg_backend_pid()"
                + " and datname = current_database()");
    }

    /** The SQLSTATE that a statement of somebody else ends with, or nothing. */
    private static String state(String sql) {
        try {
            Contents.run(postgres.config(), sql);
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private record Meanwhile(Runnable work) implements BackupListener {
        @Override
        public void copied(Progress progress) {}

        @Override
        public void snapshotTaken(String name) {
            work.run();
        }
    }
}
