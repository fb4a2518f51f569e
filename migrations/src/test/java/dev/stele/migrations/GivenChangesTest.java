package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.review.Severity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A version of the changelog, made from statements. */
class GivenChangesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final SqlChange INDEX = SqlChange.of(
            "create index concurrently note_title_idx on public.note (title)",
            "drop index concurrently public.note_title_idx");

    @TempDir
    Path folder;

    @BeforeEach
    void makeTheNotes() {
        postgres.execute("drop schema public cascade", "create schema public");
        migrations().generate("create note").write(folder);
        migrations().upgrade();
    }

    @Test
    void statementsBecomeAVersionThatIsProvenReviewedAppliedAndTakenBack() {
        Draft draft = migrations().draft("Find titles", List.of(INDEX));

        assertThat(draft.sql().replaceAll("[0-9a-f]{64}", "<sha>")).isEqualTo("""
                --liquibase formatted sql
                -- Made from given statements; read it, and edit what a person knows better.
                --   create index public.note.note_title_idx
                -- stele:keep public.note.note_title_idx
                -- stele:present <sha>
                -- stele:target <sha>
                -- stele:proof applied and rolled back in a scratch database; no difference was left either time

                --changeset app:0002-find-titles runInTransaction:false
                create index concurrently note_title_idx on public.note (title);
                --rollback drop index concurrently public.note_title_idx;
                """);
        assertThat(draft.review().findings()).noneMatch(finding -> finding.severity() != Severity.NOTE);
        draft.write(folder);
        assertThat(migrations().upgrade().applied()).hasSize(1);
        assertThat(migrations().verify().findings()).isEmpty();
        migrations().downgrade(1);
        assertThat(indexes()).doesNotContain("note_title_idx");
    }

    @Test
    void anIndexThatNoEntityAsksForIsNotDroppedByWhatIsGeneratedLater() {
        migrations().draft("find titles", List.of(INDEX)).write(folder);

        assertThat(migrations().check().findings()).isEmpty();
        assertThat(migrations().generate("nothing").isEmpty()).isTrue();
    }

    @Test
    void eachStatementHasAChangesetOfItsOwn() {
        SqlChange label = SqlChange.of("alter table public.note add label text", "alter table public.note drop label");

        Draft draft = migrations().draft("both", List.of(label, INDEX));

        assertThat(draft.sql())
                .contains("--changeset app:0002-both-1\nalter table public.note add label text;")
                .contains("--changeset app:0002-both-2 runInTransaction:false\ncreate index concurrently");
        assertThat(draft.changes())
                .containsExactly("create column public.note.label", "create index public.note.note_title_idx");
    }

    @Test
    void whatCannotBeAppliedIsRefused() {
        SqlChange wrong = SqlChange.of("create index wrong_idx on public.note (missing)", "drop index wrong_idx");

        assertThatThrownBy(() -> migrations().draft("wrong", List.of(wrong)))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("cannot prove \"wrong\", so it is not written: it cannot be applied\n  - ")
                .hasMessageContaining("column \"missing\" does not exist");
    }

    @Test
    void aRollbackThatLeavesSomethingIsRefused() {
        SqlChange half = new SqlChange(INDEX.statements(), List.of("select 1"));

        assertThatThrownBy(() -> migrations().draft("half", List.of(half)))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith(
                        "cannot prove \"half\", so it is not written: a difference is left when it is rolled back");
    }

    @Test
    void nothingToDoIsNoVersion() {
        assertThat(migrations().draft("nothing", List.of()))
                .hasToString("nothing to do: there is no change to make")
                .matches(Draft::isEmpty);
    }

    @Test
    void aChangeWithoutItsWayBackIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlChange.of("vacuum", " "))
                .withMessage("a change must have a statement and a rollback but was [vacuum] and [ ]");
    }

    private Migrations migrations() {
        Changelog changelog =
                ChangelogFolder.hasVersions(folder) ? Changelog.directory(folder, "db/changelog") : Changelog.empty();
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults().withChangelog(changelog).withEntities(Models.Note.class));
    }

    private static List<String> indexes() {
        return postgres.query("select indexname::text from pg_indexes where schemaname = 'public'").stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}
