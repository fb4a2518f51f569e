package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a generated version could not serve are found before it changes anything, upward and downward. */
class RowsInTheWayTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String ROWS = """
            insert into author values (1);
            insert into note (title, body, kind, mood, author_id)
            select 'note ' || i, 'text', 'MEMO', 'OK', 1 from generate_series(1, 50) i""";

    private static final String OLDER = """
            alter table note alter title type varchar(10);
            alter table note drop mood;
            drop type mood;
            create type mood as enum ('OK');
            alter table note add mood mood;
            alter table note add constraint note_body_key unique (body);
            drop index note_kind_idx""";

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void rowsInTheWayOfADropFailBeforeAnythingIsChanged() throws IOException {
        has("alter table note add old text; create index note_body_idx on note (body)");
        migrations().upgrade();
        postgres.execute(ROWS, "update note set old = 'precious' where id = 7");
        migrations()
                .generate("tidy", DraftOptions.defaults().allowingDrop("note.old", "note_body_idx"))
                .write(folder);
        List<String> before = catalog();

        assertThatThrownBy(() -> migrations().upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("changeset \"app:0003-tidy-check\" of db/changelog/0003-tidy.sql failed"
                        + " at statement 1 of 1: ")
                .hasMessageContaining("public.note.old");

        assertThat(catalog()).isEqualTo(before);
        postgres.execute("update note set old = null");
        assertThat(migrations().upgrade().applied()).isNotEmpty();
    }

    @Test
    void duplicatesInTheWayOfAUniqueKeyFailBeforeAnythingIsChanged() throws IOException {
        has("alter table note drop constraint note_title_key");
        migrations().upgrade();
        postgres.execute(ROWS, "update note set title = 'same' where id < 3");
        migrations().generate("unique titles").write(folder);
        List<String> before = catalog();

        assertThatThrownBy(() -> migrations().upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("0003-unique-titles-check");

        assertThat(catalog()).isEqualTo(before);
    }

    @Test
    void aTextThatDoesNotFitIsNamedOnce() throws IOException {
        has("alter table note alter title type text");
        migrations().upgrade();
        postgres.execute(ROWS, "update note set title = repeat('x', 30) where id = 7");
        migrations()
                .generate("shorter", DraftOptions.defaults().allowingDrop("note.title"))
                .write(folder);

        assertThatThrownBy(() -> migrations().upgrade())
                .isInstanceOf(MigrationException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .containsOnlyOnce("column public.note.title holds values that do not fit"));
    }

    @Test
    void everyObstacleIsNamedAtOnce() throws IOException {
        has("alter table note drop constraint note_title_key; alter table note alter written drop not null;"
                + " alter table note add found_rows text");
        migrations().upgrade();
        postgres.execute(ROWS, "update note set title = 'same', written = null where id < 3");
        migrations()
                .generate("stricter", DraftOptions.defaults().allowingDrop("note.found_rows"))
                .write(folder);
        List<String> before = catalog();

        assertThatThrownBy(() -> migrations().upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessage(
                        "changeset \"app:0003-stricter-check\" of db/changelog/0003-stricter.sql failed at statement"
                                + " 1 of 1: column public.note.written is to be not null but holds nulls; constraint"
                                + " public.note.note_title_key cannot be added: there are duplicates (SQLSTATE P0001)\n"
                                + "  hint: the server advises: nothing of this version has run; nothing of this changeset is"
                                + " kept; mend it and run again");
        assertThat(catalog()).isEqualTo(before);
    }

    @Test
    void aDowngradeOverNewRowsIsRefusedBeforeAnythingIsTakenBack() throws IOException {
        has(OLDER);
        migrations().upgrade();
        List<String> before = catalog();
        migrations()
                .generate("present", DraftOptions.defaults().allowingDataLoss())
                .write(folder);
        migrations().upgrade();
        postgres.execute(ROWS, "update note set title = 'a longer title', mood = 'SAD' where id = 7");
        List<String> after = catalog();

        assertThatThrownBy(() -> migrations().downgrade(1))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("the rollback of changeset \"app:0003-present")
                .hasMessageContaining(
                        "column public.note.title holds values that do not fit into" + " character varying(10)")
                .hasMessageContaining("column public.note.mood holds values that enum public.mood is to lose: 'SAD'")
                .hasMessageContaining("constraint public.note.note_body_key cannot be added: there are duplicates")
                .hasMessageContaining("nothing of this version has been taken back");

        assertThat(catalog()).isEqualTo(after);
        assertThat(migrations().status().isAtHead()).isTrue();
        postgres.execute("update note set title = 'short', mood = 'OK' where id = 7", "update note set body = title");
        migrations().downgrade(1);
        assertThat(catalog()).isEqualTo(before);
        assertThat(postgres.value(Long.class, "select count(*) from note")).isEqualTo(50);
    }

    @Test
    void aDowngradeDropsWhatIsNewWithItsRows() throws IOException {
        has("alter table note drop written");
        migrations().upgrade();
        List<String> before = catalog();
        migrations().generate("when").write(folder);
        migrations().upgrade();
        postgres.execute(ROWS);

        migrations().downgrade(1);

        assertThat(catalog()).isEqualTo(before);
    }

    /** The notes, and a version by hand after them that makes them others. */
    private void has(String statements) throws IOException {
        migrations().generate("create note").write(folder);
        Files.writeString(
                folder.resolve("0002-by-hand.sql"),
                "--liquibase formatted sql\n--changeset app:by-hand splitStatements:false\n" + statements
                        + ";\n--rollback empty\n");
    }

    private Migrations migrations() {
        Changelog changelog =
                ChangelogFolder.hasVersions(folder) ? Changelog.directory(folder, "db/changelog") : Changelog.empty();
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(changelog).withEntities(Models.Note.class));
    }

    private static List<String> catalog() {
        try (Connection connection = postgres.connect()) {
            return CatalogLines.read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
