package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two developers write a version of one number. */
class TwoHeadsTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() throws IOException {
        postgres.execute("drop schema public cascade", "create schema public");
        version("0001-first");
        version("0002-second");
    }

    @Test
    void oneLineHasOneHead() {
        assertThat(Changelog.heads(folder)).extracting(Version::label).containsExactly("app:0002");
        assertThat(Changelog.merge(folder)).isEmpty();
    }

    @Test
    void twoHeadsAreFoundWithoutADatabaseAndMerged() throws IOException {
        version("0003-add-body");
        version("0003-add-note");

        assertThat(Changelog.heads(folder))
                .extracting(Version::number, Version::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("0003", "add-body"),
                        org.assertj.core.groups.Tuple.tuple("0003", "add-note"));
        assertThatThrownBy(this::changelog)
                .isInstanceOf(MigrationException.class)
                .hasMessage("version app:0003 is declared twice, in x/0003-add-body.sql and x/0003-add-note.sql\n"
                        + "  hint: call Changelog.merge(folder), which gives the newer file the next number;"
                        + " databases that applied it follow");

        assertThat(Changelog.merge(folder)).containsExactly(new Version("app", "0004", "add-note"));

        assertThat(changelog().versions())
                .extracting(Version::label)
                .containsExactly("app:0001", "app:0002", "app:0003", "app:0004");
        assertThat(files()).contains("0003-add-body.sql", "0004-add-note.sql").doesNotContain("0003-add-note.sql");
    }

    @Test
    void aDatabaseThatAppliedTheRenamedFileFollowsIt() throws IOException {
        version("0003-add-note");
        migrations().upgrade();
        Path note = folder.resolve("0003-add-note.sql");
        version("0003-add-body");
        Changelog.merge(folder);
        assertThat(note).doesNotExist();
        Migrations migrations = migrations();
        assertThat(migrations.status().unknown()).isEmpty();
        assertThat(migrations.status().pending()).extracting(ChangesetId::file).containsExactly("x/0003-add-body.sql");

        Upgrade upgrade = migrations.upgrade();

        assertThat(upgrade.applied()).extracting(ChangesetId::label).containsExactly("a:0003-add-body");
        assertThat(postgres.query("select filename from databasechangelog order by orderexecuted"))
                .extracting(row -> row.get(0))
                .containsExactly("x/0001-first.sql", "x/0002-second.sql", "x/0004-add-note.sql", "x/0003-add-body.sql");
        assertThat(migrations.validate().findings()).isEmpty();
        assertThat(migrations.downgradeTo("0003").reverted())
                .extracting(ChangesetId::file)
                .containsExactly("x/0004-add-note.sql");
    }

    @Test
    void aFileThatWasOnlyRenamedIsRecordedOnceAndThenAtHead() throws IOException {
        migrations().upgrade();
        Files.move(folder.resolve("0002-second.sql"), folder.resolve("0002-other-name.sql"));

        assertThat(migrations().upgrade().applied()).isEmpty();

        assertThat(postgres.query("select filename from databasechangelog order by orderexecuted"))
                .extracting(row -> row.get(0))
                .containsExactly("x/0001-first.sql", "x/0002-other-name.sql");
    }

    @Test
    void aFileOfTheSameIdAndAnotherTextIsAnotherChangeset() throws IOException {
        migrations().upgrade();
        Files.delete(folder.resolve("0002-second.sql"));
        Files.writeString(
                folder.resolve("0003-third.sql"),
                "--liquibase formatted sql\n--changeset a:0002-second\ncreate table other (id int);\n"
                        + "--rollback drop table other;\n");

        assertThat(migrations().status().unknown()).hasSize(1);
        assertThat(migrations().upgrade().applied()).hasSize(1);
    }

    @Test
    void linesOfSeveralVersionsAreMergedByName() throws IOException {
        version("0003-b-main");
        version("0003-a-branch");
        version("0004-main");
        version("0004-branch");

        assertThatThrownBy(() -> Changelog.merge(folder))
                .hasMessage("cannot tell which versions of " + folder + " belong together:"
                        + " 0003-a-branch.sql and 0003-b-main.sql have one number, and others follow\n"
                        + "  hint: name the files of the newer line, such as"
                        + " Changelog.merge(folder, \"0003-b-main.sql\"); nothing was renamed");
        assertThatThrownBy(() -> Changelog.merge(folder, "0003-a-branch.sql"))
                .hasMessage("0004-branch.sql and 0004-main.sql would still have one number\n"
                        + "  hint: name every file of the newer line; nothing was renamed");
        assertThatThrownBy(() -> Changelog.merge(folder, "none.sql"))
                .hasMessage("there is no version \"none.sql\" in " + folder + "\n  hint: there are 0001-first.sql,"
                        + " 0002-second.sql, 0003-a-branch.sql, 0003-b-main.sql, 0004-branch.sql, 0004-main.sql");

        assertThat(Changelog.merge(folder, "0004-branch.sql", "0003-a-branch.sql"))
                .extracting(Version::number)
                .containsExactly("0005", "0006");
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "0001-first.sql",
                        "0002-second.sql",
                        "0003-b-main.sql",
                        "0004-main.sql",
                        "0005-a-branch.sql",
                        "0006-branch.sql");
    }

    @Test
    void aFileRenamedWhileItIsHalfAppliedIsFinished() throws IOException {
        String text =
                "--liquibase formatted sql\n--changeset a:loose runInTransaction:false\ncreate table half (id int);\n"
                        + "insert into missing values (1);\n";
        Files.writeString(folder.resolve("0003-loose.sql"), text);
        Migrations before = migrations();
        assertThatThrownBy(before::upgrade).hasMessageContaining("failed at statement 2 of 2");
        Files.move(folder.resolve("0003-loose.sql"), folder.resolve("0004-loose.sql"));
        postgres.execute("create table missing (id int)");

        assertThat(migrations().upgrade().applied()).hasSize(1);

        assertThat(postgres.query("select id from missing")).hasSize(1);
    }

    private void version(String name) throws IOException {
        Files.writeString(folder.resolve(name + ".sql"), """
                --liquibase formatted sql
                --changeset a:%1$s
                create table "%1$s" (id int);
                --rollback drop table "%1$s";
                """.formatted(name));
    }

    private Changelog changelog() {
        return Changelog.directory(folder, "x");
    }

    private Migrations migrations() {
        return Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog()));
    }

    private String[] files() throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.map(file -> String.valueOf(file.getFileName())).toArray(String[]::new);
        }
    }
}
