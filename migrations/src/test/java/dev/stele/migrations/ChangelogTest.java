package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangelogTest {
    private static final String NOTHING = "--liquibase formatted sql\n--changeset a:%s\nselect 1;\n--rollback empty\n";

    @TempDir
    Path folder;

    @Test
    void applicationVersionsFollowOurs() {
        Changelog bundled = Changelog.bundled();

        Changelog both = bundled.then(Changelog.classPath("notes"));

        assertThat(both.versions()).startsWith(bundled.versions().toArray(Version[]::new));
        assertThat(both.head().label()).isEqualTo("app:0010");
    }

    @Test
    void versionsAreOrderedAsNumbersAndOtherFilesLeftAlone() throws IOException {
        for (String name : new String[] {"10-c.sql", "9-b.sql", "0001_a.sql", "readme.sql", "0002-x.txt"}) {
            Files.writeString(folder.resolve(name), NOTHING.formatted(name));
        }

        assertThat(Changelog.directory(folder, "x").versions())
                .extracting(Version::label)
                .containsExactly("app:0001", "app:9", "app:10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with directory entries", "without"})
    void aJarOnTheClassPathIsRead(String kind) throws IOException {
        Path jar = folder.resolve("app.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, new java.util.jar.Manifest())) {
            if (kind.startsWith("with ")) {
                zip.putNextEntry(new JarEntry("db/changes/"));
            }
            zip.putNextEntry(new JarEntry("db/changes/0002-b.sql"));
            zip.write(NOTHING.formatted("b").getBytes());
            zip.putNextEntry(new JarEntry("db/changes/0001-a.sql"));
            zip.write(NOTHING.formatted("a").getBytes());
            zip.putNextEntry(new JarEntry("db/changes/deeper/0003-c.sql"));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {

            Changelog changelog = Changelog.classPath("db/changes", loader);

            assertThat(changelog.changesets())
                    .containsExactly(
                            new ChangesetId("a", "a", "db/changes/0001-a.sql"),
                            new ChangesetId("a", "b", "db/changes/0002-b.sql"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "base, base",
        "head, app:0010",
        "3, stele:0003",
        "stele:2, stele:0002",
        "app:1, app:0001",
        "0002-add-body, app:0002",
        "STELE:0002, stele:0002"
    })
    void versionsHaveSeveralNames(String text, String label) {
        Changelog both = Changelog.bundled().then(Changelog.classPath("notes"));

        assertThat(both.version(text).label()).isEqualTo(label);
    }

    @Test
    void anAmbiguousNumberIsRefused() {
        Changelog both = Changelog.bundled().then(Changelog.classPath("notes"));

        assertThatThrownBy(() -> both.version("0001"))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("version \"0001\" could be any of stele:0001, app:0001\n"
                        + "  hint: known versions: base, stele:0001, stele:0002, ");
    }

    @Test
    void anEmptyFolderIsRefused() {
        refused(() -> Changelog.classPath("no/such/folder"), """
                class path folder no/such/folder/ holds no version: no file named like 0001-create-note.sql
                  hint: check the folder's name, and that the build copies it; before the first version use Changelog.empty()""");
    }

    @Test
    void aFileWithoutItsFirstLineIsRefused() throws IOException {
        Files.writeString(folder.resolve("0001-a.sql"), "create table a (id int);");

        refused(() -> Changelog.directory(folder, "x"), """
                changelog file x/0001-a.sql does not begin with "--liquibase formatted sql"
                  hint: make that its first line""");
    }

    @Test
    void aFileWithoutAChangesetIsRefused() throws IOException {
        Files.writeString(folder.resolve("0001-a.sql"), "--liquibase formatted sql\ncreate table a (id int);");

        refused(() -> Changelog.directory(folder, "x"), """
                changelog file x/0001-a.sql declares no changeset
                  hint: start each changeset with a line "--changeset author:id\"""");
    }

    @Test
    void twoFilesOfOneNumberAreRefused() throws IOException {
        Files.writeString(folder.resolve("0001-a.sql"), NOTHING.formatted("a"));
        Files.writeString(folder.resolve("1-b.sql"), NOTHING.formatted("b"));

        refused(() -> Changelog.directory(folder, "x"), """
                version app:1 is declared twice, in x/0001-a.sql and x/1-b.sql
                  hint: call Changelog.merge(folder), which gives the newer file the next number; \
                databases that applied it follow""");
    }

    @Test
    void aChangesetDeclaredTwiceIsRefused() throws IOException {
        Files.writeString(folder.resolve("0001-a.sql"), NOTHING.formatted("a") + "--changeset a:a\nselect 2;\n");

        refused(() -> Changelog.directory(folder, "x"), """
                changeset "a:a" is declared twice, in x/0001-a.sql
                  hint: give one a new id""");
    }

    @ParameterizedTest
    @CsvSource({
        "runOnChange:true, runOnChange",
        "runAlways:true, runAlways",
        "context:test, context",
        "labels:x, labels",
        "dbms:oracle, dbms",
        "failOnError:false, failOnError:false"
    })
    void whatWouldNotRunOnceEverywhereIsRefused(String attribute, String named) throws IOException {
        Files.writeString(folder.resolve("0001-a.sql"), NOTHING.formatted("a " + attribute));
        Changelog changelog = Changelog.directory(folder, "x");

        refused(
                () -> changelog.script("base", "head"),
                "changeset \"a:a\" of x/0001-a.sql uses what is not supported: " + named
                        + "\n  hint: every changeset runs exactly once on every database;"
                        + " write x/0001-a.sql without it");
    }

    @Test
    void aPreconditionIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("0001-a.sql"),
                "--liquibase formatted sql\n--changeset a:a\n--preconditions onFail:MARK_RAN\n"
                        + "--precondition-sql-check expectedResult:0 select 0\nselect 1;\n--rollback empty\n");
        Changelog changelog = Changelog.directory(folder, "x");

        refused(
                () -> changelog.script("base", "head"),
                "changeset \"a:a\" of x/0001-a.sql uses what is not supported: preconditions\n"
                        + "  hint: every changeset runs exactly once on every database; write x/0001-a.sql without it");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MigrationException.class).hasMessage(message);
    }
}
