package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.Migrations;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database of the quickstart goes into files and comes back as it was. */
class QuickstartBackupTest {
    @RegisterExtension
    static final PostgresExtension source = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension target = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() throws Exception {
        Contents.loadPython(source);
        Migrations.of(source.config()).adopt();
    }

    @BeforeEach
    void emptyTheTarget() {
        target.execute(
                "drop schema public cascade",
                "create schema public authorization pg_database_owner",
                "comment on schema public is 'standard public schema'",
                "grant usage on schema public to public");
    }

    @Test
    void comesBackRowForRowWithSchemaSequencesAndHistory() throws Exception {
        Manifest made = Backup.of(source.config()).to(folder.resolve("b"));

        Restored restored = Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(made.rows()).isGreaterThan(2_000);
        assertThat(restored.manifest()).isEqualTo(made);
        assertThat(restored.notes()).isEmpty();
        assertThat(Contents.of(target.config())).isEqualTo(Contents.of(source.config()));
        assertThat(Migrations.of(target.config()).verify().findings()).isEmpty();
    }

    @Test
    void comesBackCompressedAndEncryptedInFilesOfManyParts() throws Exception {
        BackupKey key = BackupKey.random();
        Manifest made = Backup.of(source.config())
                .with(BackupOptions.defaults().compressed().withKey(key).withFileSize(65_536))
                .to(folder.resolve("b"));

        Restore.of(target.config()).with(RestoreOptions.defaults().withKey(key)).intoEmpty(folder.resolve("b"));

        assertThat(made.tables()).anySatisfy(table -> assertThat(table.files()).hasSizeGreaterThan(2));
        assertThat(Contents.of(target.config())).isEqualTo(Contents.of(source.config()));
    }

    @Test
    void comesBackFromOneStream() throws Exception {
        try (OutputStream stream = Files.newOutputStream(folder.resolve("b.zip"))) {
            Backup.of(source.config()).to(stream);
        }
        try (InputStream stream = Files.newInputStream(folder.resolve("b.zip"))) {
            Restore.unpack(stream, folder.resolve("b"));
        }

        Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(Contents.of(target.config())).isEqualTo(Contents.of(source.config()));
    }

    @Test
    void takesThePlaceOfTheOldDatabaseWhichStaysUnderAnotherName() throws Exception {
        Backup.of(source.config()).to(folder.resolve("b"));
        target.execute("create table kept_aside (id int)", "insert into kept_aside values (7)");
        Map<String, String> old = Contents.of(target.config());

        Restored restored = Restore.of(target.config()).replacing(folder.resolve("b"));

        String previous = restored.previous().orElseThrow();
        try {
            assertThat(Contents.of(target.config())).isEqualTo(Contents.of(source.config()));
            assertThat(Contents.of(Contents.database(target.config(), previous)))
                    .isEqualTo(old);
        } finally {
            source.execute("drop database \"" + previous + "\"");
        }
    }

    @Test
    void nobodyElseMayReadTheFiles() throws Exception {
        Backup.of(source.config()).to(folder.resolve("b"));

        try (var paths = Files.walk(folder.resolve("b"))) {
            assertThat(paths)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }
}
