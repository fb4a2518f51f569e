package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.BackupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup that is not what was written is refused by the name of what is wrong, before anything is changed. */
class RefusedBackupTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final BackupKey KEY = BackupKey.of(new byte[32]);
    private static final String NOTHING = "\n  hint: nothing was changed; use another backup";

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private Path backup;

    enum Kind {
        PLAIN(BackupOptions.defaults(), RestoreOptions.defaults()),
        GZIP(BackupOptions.defaults().compressed(), RestoreOptions.defaults()),
        ENCRYPTED(
                BackupOptions.defaults().withKey(KEY), RestoreOptions.defaults().withKey(KEY)),
        BOTH(
                BackupOptions.defaults().compressed().withKey(KEY),
                RestoreOptions.defaults().withKey(KEY));

        private final BackupOptions making;
        private final RestoreOptions restoring;

        Kind(BackupOptions making, RestoreOptions restoring) {
            this.making = making.withFileSize(8192);
            this.restoring = restoring;
        }
    }

    @BeforeAll
    static void make() {
        postgres.execute(
                "create table wide (id int primary key, t text)",
                "insert into wide select k, repeat('x', 300) from generate_series(1, 1000) k",
                "create table narrow (id int primary key)",
                "insert into narrow select generate_series(1, 10)");
        for (Kind kind : Kind.values()) {
            Backup.of(postgres.config()).with(kind.making).to(made.resolve(kind.name()));
        }
    }

    @BeforeEach
    void nameTheBackup() {
        backup = folder.resolve("b");
    }

    @ParameterizedTest
    @EnumSource
    void wholeOnesAreTaken(Kind kind) {
        copy(kind);

        assertThat(verify(kind).rows()).isEqualTo(1010);
    }

    @ParameterizedTest
    @EnumSource
    void eachFileThatIsCutOffIsNamed(Kind kind) throws Exception {
        for (Path file : files(kind)) {
            copy(kind);
            byte[] bytes = Files.readAllBytes(backup.resolve(file));
            Files.write(backup.resolve(file), java.util.Arrays.copyOf(bytes, bytes.length - 1));

            assertThatThrownBy(() -> verify(kind))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining(named(file));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFileWithAFlippedBitIsNamed(Kind kind) throws Exception {
        Random random = new Random(7);
        for (Path file : files(kind)) {
            copy(kind);
            byte[] bytes = Files.readAllBytes(backup.resolve(file));
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(backup.resolve(file), bytes);

            assertThatThrownBy(() -> verify(kind))
                    .as(file.toString())
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining(named(file));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFileThatIsMissingIsNamed(Kind kind) throws Exception {
        for (Path file : files(kind)) {
            copy(kind);
            Files.delete(backup.resolve(file));

            assertThatThrownBy(() -> verify(kind))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining(file.getFileName() + " is missing");
        }
    }

    /** The manifest and its seal vouch for each other, so either may be named for the other. */
    private static String named(Path file) {
        return file.getFileName().toString().replace("manifest.seal", "manifest.json");
    }

    @Test
    void aForgedManifestDoesNotOpenWithoutTheKey() throws Exception {
        copy(Kind.ENCRYPTED);
        Path manifest = backup.resolve("manifest.json");
        byte[] forged = Files.readString(manifest)
                .replace("\"rows\":10,", "\"rows\":11,")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(manifest, forged);
        Files.write(backup.resolve("manifest.seal"), BackupFiles.seal(forged, null));

        assertThatThrownBy(() -> verify(Kind.ENCRYPTED))
                .isInstanceOf(BackupException.class)
                .hasMessage("the backup is refused: " + manifest
                        + " is damaged: it is not what manifest.seal was made of" + NOTHING);
    }

    @Test
    void anotherKeyIsRecognised() {
        copy(Kind.ENCRYPTED);

        assertThatThrownBy(() -> Restore.of(postgres.config())
                        .with(RestoreOptions.defaults().withKey(BackupKey.random()))
                        .verify(backup))
                .isInstanceOf(BackupException.class)
                .hasMessage("the backup is refused: the key is not the one that the backup " + backup
                        + " was encrypted with" + NOTHING);
    }

    @Test
    void anEncryptedBackupNeedsItsKey() {
        copy(Kind.ENCRYPTED);

        assertThatThrownBy(() -> verify(Kind.PLAIN))
                .isInstanceOf(BackupException.class)
                .hasMessage("the backup " + backup
                        + " is encrypted, and no key was given\n  hint: give the key with RestoreOptions.withKey(…)");
    }

    @Test
    void aPlainBackupIsNotTakenForAnEncryptedOne() {
        copy(Kind.PLAIN);

        assertThatThrownBy(() -> verify(Kind.ENCRYPTED))
                .isInstanceOf(BackupException.class)
                .hasMessageStartingWith("the backup " + backup + " is not encrypted, and a key was given");
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        replace("\"format\": 1", "\"format\": 2");

        assertThatThrownBy(() -> verify(Kind.PLAIN))
                .isInstanceOf(BackupException.class)
                .hasMessage("cannot read " + backup.resolve("manifest.json")
                        + ": its format is 2, and this version reads up to 1\n  hint: use the version of stele-migrations that"
                        + " made the backup, or a newer one");
    }

    @Test
    void aForeignFileIsRefused() throws Exception {
        replace("\"kind\": \"stele backup\"", "\"kind\": \"shopping list\"");

        assertThatThrownBy(() -> verify(Kind.PLAIN))
                .isInstanceOf(BackupException.class)
                .hasMessage(backup.resolve("manifest.json")
                        + " is not the manifest of a backup: it does not say \"kind\": \"stele backup\"");
    }

    @Test
    void aPathOutOfTheBackupIsNotFollowed() throws Exception {
        replace("data/0001-narrow.copy", "../../../etc/passwd");

        assertThatThrownBy(() -> verify(Kind.PLAIN))
                .isInstanceOf(BackupException.class)
                .hasMessage("the backup is refused: " + backup.resolve("manifest.json")
                        + " lists a file that no backup has: ../../../etc/passwd" + NOTHING);
    }

    @Test
    void aBackupOfANewerServerIsRefusedBeforeAnythingIsMade() throws Exception {
        replace("\"server\": " + postgres.majorVersion(), "\"server\": 99");
        PostgresExtension empty = PostgresExtension.freshDatabase();
        empty.beforeAll(null);
        try {
            assertThatThrownBy(() -> Restore.of(empty.config()).intoEmpty(backup))
                    .isInstanceOf(BackupException.class)
                    .hasMessage(
                            "the backup is refused: it is of PostgreSQL 99 and the server is " + postgres.majorVersion()
                                    + "\n  hint: restore to a server of that version or a newer one; nothing was changed");
        } finally {
            empty.afterAll(null);
        }
    }

    @Test
    void anUnfinishedBackupHasNoName() throws Exception {
        BackupListener failing = progress -> {
            throw new IllegalStateException("the machine is on fire");
        };

        assertThatThrownBy(() -> Backup.of(postgres.config())
                        .with(BackupOptions.defaults().withListener(failing))
                        .to(backup))
                .hasMessage("the machine is on fire");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aStreamThatIsCutOffIsRefusedAndLeavesNothing() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Backup.of(postgres.config()).to(whole);
        byte[] cut = java.util.Arrays.copyOf(whole.toByteArray(), whole.size() / 2);

        assertThatThrownBy(() -> Restore.unpack(new ByteArrayInputStream(cut), backup))
                .isInstanceOf(BackupException.class)
                .hasMessageMatching(
                        "the backup is refused: the stream is cut off at data/\\S+\n  hint: nothing was changed;"
                                + " use another backup");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aStreamWithAFlippedBitIsRefusedByTheNameOfTheFile() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Backup.of(postgres.config()).to(whole);
        byte[] bytes = whole.toByteArray();
        // In the middle of the rows of the larger table, which are 300 of one letter.
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("xxxx") + 1] ^= 1;

        assertThatThrownBy(() -> Restore.unpack(new ByteArrayInputStream(bytes), backup))
                .isInstanceOf(BackupException.class)
                .hasMessageStartingWith(
                        "the backup is refused: the stream is damaged at data/0002-wide.copy (invalid entry CRC");
        assertThat(folder).isEmptyDirectory();
    }

    private Manifest verify(Kind kind) {
        return Restore.of(postgres.config()).with(kind.restoring).verify(backup);
    }

    private void replace(String text, String other) throws IOException {
        copy(Kind.PLAIN);
        Path manifest = backup.resolve("manifest.json");
        String old = Files.readString(manifest);
        assertThat(old).contains(text);
        byte[] changed = old.replace(text, other).getBytes(StandardCharsets.UTF_8);
        Files.write(manifest, changed);
        Files.write(backup.resolve("manifest.seal"), BackupFiles.seal(changed, null));
    }

    private List<Path> files(Kind kind) throws IOException {
        try (Stream<Path> all = Files.walk(made.resolve(kind.name()))) {
            List<Path> files = new ArrayList<>();
            all.filter(Files::isRegularFile)
                    .map(made.resolve(kind.name())::relativize)
                    .forEach(files::add);
            assertThat(files).hasSizeGreaterThan(8);
            return files;
        }
    }

    private void copy(Kind kind) {
        if (Files.exists(backup)) {
            PrivateFiles.delete(backup);
        }
        Path from = made.resolve(kind.name());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, backup.resolve(from.relativize(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
