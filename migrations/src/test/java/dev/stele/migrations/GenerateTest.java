package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.ScratchServer;
import dev.stele.migrations.review.Review;
import dev.stele.migrations.review.ReviewOptions;
import dev.stele.migrations.review.Rule;
import dev.stele.migrations.review.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A version of the changelog, made from the entities. */
class GenerateTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String ROWS = """
            insert into author values (1);
            insert into note (title, body, kind, mood, author_id)
            select 'note ' || i, 'text', 'MEMO', 'OK', 1 from generate_series(1, 50) i""";

    private static String notes;

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void newEntitiesOfEveryShapeBecomeAVersionThatIsAppliedAndTakenBack() {
        Class<?>[] entities = {Models.Order.class, Models.Car.class};

        Draft draft = migrations(entities).generate("Create orders & cars");
        draft.write(folder);

        assertThat(draft.fileName()).isEqualTo("0001-create-orders-cars.sql");
        Migrations written = migrations(entities);
        assertThat(written.upgrade().applied()).hasSize(1);
        assertThat(written.check().findings()).isEmpty();
        assertThat(written.verify().findings()).isEmpty();
        written.downgrade(1);
        assertThat(objects()).isEmpty();
    }

    @Test
    void theDraftReadsAsAPersonWouldWriteIt() {
        Draft draft = migrations(Models.Author.class).generate("create author");

        assertThat(draft.sql().replaceAll("[0-9a-f]{64}", "<sha>")).isEqualTo("""
                --liquibase formatted sql
                -- Generated from the entities; read it, and edit what a person knows better.
                --   create table public.author
                -- stele:present <sha>
                -- stele:target <sha>
                -- stele:proof applied and rolled back in a scratch database; no difference was left either time

                --changeset app:0001-create-author
                create table public.author (
                    id bigint not null,
                    constraint author_pkey PRIMARY KEY (id)
                );
                --rollback drop table public.author;
                """);
        assertThat(draft).hasToString("""
                0001-create-author.sql
                  create table public.author
                proof: applied and rolled back in a scratch database; no difference was left either time""");
    }

    @Test
    void theReviewKnowsThatAWidenedColumnIsNotWrittenAnew() {
        has(notes(), version("narrow", "alter table note alter title type varchar(10)"));

        Draft draft = migrations(Models.Note.class).generate("widen");

        assertThat(draft.sql()).contains("alter column title type character varying(20)");
        assertThat(draft.review().findings()).noneMatch(finding -> finding.rule() == Rule.TYPE_REWRITE);
        assertThat(draft.review().effects()).isNotEmpty().allMatch(effect -> effect.rewrites()
                .isEmpty());
    }

    @Test
    void theReviewPassesTheQuestionsThatADraftAsksTheRows() {
        has(notes(), version("loose", "alter table note alter title drop not null"));

        Draft draft = migrations(Models.Note.class).generate("tighten");

        assertThat(draft.sql()).contains("-check splitStatements:false");
        assertThat(draft.review().findings()).noneMatch(finding -> finding.severity() != Severity.NOTE);
        assertThat(Review.of(draft.sql(), ReviewOptions.defaults()).findings())
                .noneMatch(finding -> finding.rule() == Rule.NOT_ANALYSABLE || finding.rule() == Rule.UNUSED_IGNORE);
    }

    @Test
    void anIndexOfTheChangelogsOwnGoesWithItsColumn() {
        has(
                notes(),
                version("extra", "alter table note add extra text; create index on note (id) where extra is null"));
        migrations(Models.Note.class).upgrade();

        migrations(Models.Note.class)
                .generate("drop extra", DraftOptions.defaults().allowingDataLoss())
                .write(folder);
        Migrations written = migrations(Models.Note.class);
        written.upgrade();

        assertThat(written.verify().findings()).isEmpty();
        assertThat(written.check().findings()).isEmpty();
    }

    @Test
    void generatingTwiceGivesTheSameFile() {
        Migrations migrations = migrations(Models.Order.class);

        assertThat(migrations.generate("orders").sql())
                .isEqualTo(migrations.generate("orders").sql());
    }

    @Test
    void nothingToDoIsNoFileAndSaysSo() {
        has(notes());

        Draft draft = migrations(Models.Note.class).generate("nothing");

        assertThat(draft.isEmpty()).isTrue();
        assertThat(draft.sql()).isEmpty();
        assertThat(draft.write(folder)).isEmpty();
        assertThat(draft).hasToString("nothing to do: the changelog makes what the entities ask for");
        assertThat(folder).isDirectoryNotContaining("glob:**/0002*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drop index note_kind_idx                             | create index concurrently note_kind_idx
            alter table note drop constraint note_author_id_fkey | validate constraint note_author_id_fkey
            alter table note drop constraint note_title_check    | validate constraint note_title_check
            alter table note drop constraint note_title_key      | create unique index concurrently
            alter table note drop constraint note_pkey           | create unique index concurrently
            alter table note alter title drop not null           | set not null
            alter table note alter title type varchar(10)        | alter column title type character varying(20)
            alter table note alter written drop default          | alter column written set default now()
            alter table note drop written                        | add column written timestamp(6) with time zone
            alter table note alter id drop identity              | add generated by default as identity
            alter table note drop constraint note_kind_check, add constraint note_kind_check check (kind in ('MEMO')) | in ('MEMO', 'TASK')
            alter table note drop constraint note_kind_check, add constraint note_kind_check check (kind in ('MEMO', 'TASK', 'IDEA')) | in ('MEMO', 'TASK')
            alter table note drop mood; drop type mood; create type mood as enum ('OK'); alter table note add mood mood | add value 'SAD' before 'OK'
            """)
    void whatTheChangelogLacksIsAddedWithoutAStopAndTakenBack(String before, String form) {
        has(notes());
        migrations(Models.Note.class).upgrade();
        postgres.execute(ROWS);
        has(notes(), version("change", before));
        Migrations migrations = migrations(Models.Note.class);
        migrations.upgrade();
        List<String> was = catalog();

        Draft draft = migrations.generate("bring back");
        draft.write(folder);

        assertThat(draft.sql()).contains(form);
        Migrations written = migrations(Models.Note.class);
        assertThat(written.check().findings()).isEmpty();
        written.upgrade();
        assertThat(written.verify().findings()).isEmpty();
        assertThat(postgres.value(Long.class, "select count(*) from note")).isEqualTo(50);
        assertThat(written.generate("again").isEmpty()).isTrue();
        written.downgrade(1);
        assertThat(catalog()).isEqualTo(was);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create view titles as select title from note",
                "create materialized view titles as select title from note",
                "create function one() returns int language sql as 'select 1'",
                "create index note_lower_idx on note (lower(title))",
                "create index note_memos_idx on note (title) where kind = 'MEMO'",
                "create index note_hash_idx on note using hash (title)",
                "alter table note add constraint note_apart exclude using gist (box(point(id, id), point(id, id)) with &&)",
                "create sequence numbers",
                "create extension pg_trgm",
                "create domain short as text check (length(value) < 10)",
                "comment on table note is 'what is written'",
                "alter table note enable row level security",
                "create policy all_of_it on note using (true)",
                "create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger t before insert on note for each row execute function f()",
                "alter table note rename constraint note_author_id_fkey to fk_by_hand",
                "alter table note drop constraint note_title_key; create unique index title_by_hand on note (title)",
                "alter table note alter id set generated always",
                "alter table note set (fillfactor = 70)",
                "alter table note alter written type timestamptz",
                "alter table note drop mood; drop type mood; create type mood as enum ('OK', 'SAD');"
                        + " alter table note add mood mood"
            })
    void whatNoEntityCanSayIsTheChangelogs(String statement) {
        has(notes(), version("more", statement));

        assertThat(migrations(Models.Note.class).check().findings()).isEmpty();
    }

    @Test
    void theValuesOfANativeEnumStandAsJavaDeclaresThem() {
        assertThat(notes()).contains("as enum ('SAD', 'OK')");
    }

    @Test
    void theTablesOfTheBundledVersionsAreLeftAlone() {
        MigrationSettings settings = MigrationSettings.defaults().withEntities(Models.Author.class);

        Draft draft = Migrations.of(postgres.config(), settings).generate("create author");

        assertThat(draft.changes()).containsExactly("create table public.author");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create table legacy (id int, constraint legacy_pkey primary key (id)) | table "public.legacy"           | public.legacy
            alter table note add old text                                          | column "public.note.old"         | public.note.old
            create index note_body_idx on note (body)                              | index "public.note.note_body_idx" | public.note.note_body_idx
            alter table note add constraint note_body_key unique (body)            | constraint "public.note.note_body_key" | public.note.note_body_key
            """)
    void whatTheEntitiesDoNotHaveIsRefusedWithTheThreeWaysOut(String statement, String label, String name) {
        has(notes(), version("more", statement));
        Migrations migrations = migrations(Models.Note.class);

        assertThatThrownBy(() -> migrations.generate("tidy"))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot generate \"tidy\": the entities do not have what the changelog has\n"
                        + "  - " + label + "\n"
                        + "  hint: for each, say what is meant:\n"
                        + "    it may go:        DraftOptions.allowingDrop(\"" + name + "\"), or --allow-drop " + name
                        + "\n"
                        + "    it is renamed:    @RenamedFrom on the entity or field, or DraftOptions.renamingColumn,\n"
                        + "                      or --rename-table old=new, --rename-column table.old=new\n"
                        + "    it is to stay:    MigrationSettings.withKept(\"" + name + "\"), or --keep " + name);

        assertThat(migrations.check().findings()).contains("drop " + label.replace("\"", ""));
        assertThat(Migrations.of(postgres.config(), settings(Models.Note.class).withKept(name))
                        .check()
                        .findings())
                .isEmpty();
        Draft dropped = migrations.generate("tidy", DraftOptions.defaults().allowingDrop(name));
        assertThat(dropped.changes()).contains("drop " + label.replace("\"", ""));
        dropped.write(folder);
        migrations(Models.Note.class).upgrade();
        migrations(Models.Note.class).downgrade(1);
    }

    @Test
    void aValueThatTheEnumLostIsTakenOutOfItsType() {
        has(notes(), version("more", "alter type mood add value 'ANGRY' before 'OK'"));
        migrations(Models.Note.class).upgrade();
        postgres.execute(ROWS);
        List<String> before = catalog();

        migrations(Models.Note.class)
                .generate("no anger", DraftOptions.defaults().allowingDrop("mood"))
                .write(folder);

        migrations(Models.Note.class).upgrade();
        assertThat(migrations(Models.Note.class).verify().findings()).isEmpty();
        assertThat(postgres.value(Long.class, "select count(*) from note where mood = 'OK'"))
                .isEqualTo(50);
        migrations(Models.Note.class).downgrade(1);
        assertThat(catalog()).isEqualTo(before);
    }

    @Test
    void anAnnotationRenamesAColumnAndKeepsItsValues() {
        has(notes(), version("before", "alter table note rename body to content"));
        migrations(Models.Note.class).upgrade();
        postgres.execute("insert into note (title, content) values ('a', 'kept')");

        Draft draft = migrations(Models.Note.class).generate("rename content");
        draft.write(folder);

        assertThat(draft.sql()).contains("alter table public.note rename column content to body;");
        migrations(Models.Note.class).upgrade();
        assertThat(postgres.value(String.class, "select body from note")).isEqualTo("kept");
        migrations(Models.Note.class).downgrade(1);
        assertThat(postgres.value(String.class, "select content from note")).isEqualTo("kept");
    }

    @Test
    void tablesAndColumnsAreRenamedTogether() {
        has(version(
                "first",
                "create table note (id bigint generated by default as identity primary key,"
                        + " title varchar(20)); create view titles as select title from note"));
        migrations(Models.Memo.class).upgrade();
        postgres.execute("insert into note (title) values ('kept')");

        Draft draft = migrations(Models.Memo.class)
                .generate("notes are memos", DraftOptions.defaults().renamingColumn("note.title", "text"));
        draft.write(folder);

        migrations(Models.Memo.class).upgrade();
        assertThat(postgres.value(String.class, "select text from memo")).isEqualTo("kept");
        assertThat(migrations(Models.Memo.class).check().findings()).isEmpty();
        migrations(Models.Memo.class).downgrade(1);
        assertThat(postgres.value(String.class, "select title from titles")).isEqualTo("kept");
    }

    @Test
    void aRenameIsProposedButNeverApplied() {
        has(notes(), version("before", "alter table note rename body to boddy"));

        assertThatThrownBy(() -> migrations(Models.Note.class).generate("fix a name"))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("looks like a rename: column public.note.boddy to body");
    }

    @Test
    void whatIsToBeRenamedMustBeThere() {
        has(notes());

        assertThatThrownBy(() -> migrations(Models.Note.class)
                        .generate("x", DraftOptions.defaults().renamingColumn("note.subject", "title")))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot rename the column \"note.subject\": the changelog makes none of that name\n"
                        + "  hint: give the old name with its table's old name,"
                        + " as in renamingColumn(\"client.mail\", \"email\") or --rename-column client.mail=email");
    }

    @Test
    void aDraftThatDoesNotWhatItShouldIsNotWritten() {
        has(notes(), version("change", "drop index note_kind_idx"));
        Drafting sabotaged = new Drafting(
                settings(Models.Note.class),
                ScratchServer.of(postgres.config()),
                sql -> sql.replace("on public.note (kind)", "on public.note (title)"));

        assertThatThrownBy(() -> sabotaged.draft("index kinds", DraftOptions.defaults()))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot prove \"index kinds\", so it is not written: a difference is left when it is"
                        + " applied\n  - alter index public.note.note_kind_idx\n"
                        + "  hint: write this changeset by hand; what was tried is not to be relied on");
    }

    @Test
    void aDraftThatCannotBeTakenBackIsNotWritten() {
        has(notes(), version("change", "drop index note_kind_idx"));
        Drafting sabotaged = new Drafting(
                settings(Models.Note.class),
                ScratchServer.of(postgres.config()),
                sql -> sql.replaceAll("--rollback drop index.*", "--rollback empty"));

        assertThatThrownBy(() -> sabotaged.draft("index kinds", DraftOptions.defaults()))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot prove \"index kinds\", so it is not written: a difference is left when it is"
                        + " rolled back\n  - drop index public.note.note_kind_idx\n"
                        + "  hint: write this changeset by hand; what was tried is not to be relied on");
    }

    @Test
    void checkNeedsNoDatabase() {
        has(notes(), version("change", "drop index note_kind_idx"));

        assertThat(Migrations.withoutDatabase(settings(Models.Note.class))
                        .check()
                        .findings())
                .containsExactly("create index public.note.note_kind_idx");
        assertThatThrownBy(() -> Migrations.withoutDatabase(settings()).upgrade())
                .hasMessage("these migrations have no database\n"
                        + "  hint: make them with Migrations.of(config, settings)");
    }

    @Test
    void aFileIsNotOverwritten() throws IOException {
        Draft draft = migrations(Models.Author.class).generate("create author");
        draft.write(folder);

        assertThatThrownBy(() -> draft.write(folder))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot write " + folder.resolve("0001-create-author.sql") + ": it is there already\n"
                        + "  hint: read the changelog from this folder, so that the next number is known");
    }

    @Test
    void entitiesMustBeGiven() {
        assertThatThrownBy(() -> migrations().check())
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot compare the changelog with the entities: none are given\n"
                        + "  hint: name them with MigrationSettings.withEntities(Note.class)");
    }

    /** The version that makes the notes, generated once. */
    private String notes() {
        if (notes == null) {
            notes = migrations(Models.Note.class).generate("create note").sql();
        }
        return notes;
    }

    private static String version(String title, String statements) {
        return "--liquibase formatted sql\n--changeset app:" + title + " splitStatements:false\n" + statements
                + ";\n--rollback empty\n";
    }

    private void has(String... versions) {
        try {
            for (int i = 0; i < versions.length; i++) {
                Files.writeString(folder.resolve("000" + (i + 1) + "-by-hand.sql"), versions[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Migrations migrations(Class<?>... entities) {
        return Migrations.of(postgres.config(), settings(entities));
    }

    private MigrationSettings settings(Class<?>... entities) {
        Changelog changelog =
                ChangelogFolder.hasVersions(folder) ? Changelog.directory(folder, "db/changelog") : Changelog.empty();
        return MigrationSettings.defaults().withChangelog(changelog).withEntities(entities);
    }

    private static List<List<Object>> objects() {
        return postgres.query("select relname::text from pg_class where relnamespace = 'public'::regnamespace"
                + " and relname not like 'databasechangelog%'");
    }

    private static List<String> catalog() {
        try (Connection connection = postgres.connect()) {
            return CatalogLines.read(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
