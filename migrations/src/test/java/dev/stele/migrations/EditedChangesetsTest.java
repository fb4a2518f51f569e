package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changesets whose text is another one than when they were applied. */
class EditedChangesetsTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String TEXT = """
            --changeset a:one
            create table one (id int, name text default 'New York');
            --rollback drop table one;
            """;
    private static final String NEXT = """
            --changeset a:two
            create table two (id int);
            --rollback drop table two;
            """;

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void applyTheFirst() throws IOException {
        postgres.execute("drop schema public cascade", "create schema public");
        migrations(TEXT).upgrade();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- a comment\ncreate table one (id int, name text default 'New York');",
                "create table one (id int, /* why */ name text default 'New York'); -- so",
            })
    void commentsThatWereEditedDoNotHoldUpAndAreRehashed(String edited) throws IOException {
        String text = "--changeset a:one\n" + edited + "\n--rollback drop table one;\n";
        Migrations migrations = migrations(text + NEXT);
        String finding = "changeset \"a:one\" of x/0001-x.sql has other comments than when it was applied,"
                + " and the same words; rehash() records them";
        assertThat(migrations.validate().findings()).containsExactly(finding);

        assertThat(migrations.upgrade().applied()).hasSize(1);

        assertThat(warnings).containsExactly(finding);
        assertThat(migrations.rehash()).extracting(ChangesetId::label).containsExactly("a:one");
        assertThat(migrations.validate().findings()).isEmpty();
        assertThat(migrations.rehash()).isEmpty();
    }

    @Test
    void whiteSpaceBetweenWordsIsNoEdit() throws IOException {
        Migrations migrations = migrations("""
                --changeset a:one
                create table one(
                    id int,
                    name text default 'New York');
                --rollback drop table one;
                """ + NEXT);

        assertThat(migrations.validate().findings()).isEmpty();
        assertThat(migrations.upgrade().applied()).hasSize(1);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Liquibase's own checksum is the same for this one.
                "create table one (id int, name text default 'NewYork');",
                "create table one (id bigint, name text default 'New York');",
                "create table one (id int, name text default 'New York -- or so');",
            })
    void aRealEditIsRefusedUntilItIsNamed(String edited) throws IOException {
        Migrations migrations = migrations("--changeset a:one\n" + edited + "\n--rollback drop table one;\n" + NEXT);

        assertThatThrownBy(migrations::upgrade)
                .hasMessage("edited after it was applied: changeset \"a:one\" of x/0001-x.sql\n"
                        + "  hint: restore the text and put the change into a new changeset; nothing was changed");
        assertThatThrownBy(migrations::rehash)
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot rehash: more than comments and white space was edited in"
                        + " changeset \"a:one\" of x/0001-x.sql\n"
                        + "  hint: restore the text, or name it, such as rehash(\"a:one\"),"
                        + " where the database has what the new text makes; nothing was changed");
        assertThatThrownBy(() -> migrations.rehash("a:two"))
                .hasMessage("cannot rehash \"a:two\": 0 edited changesets are called so\n"
                        + "  hint: edited are changeset \"a:one\" of x/0001-x.sql");

        assertThat(migrations.rehash("a:one")).hasSize(1);
        assertThat(migrations.upgrade().applied()).hasSize(1);
    }

    @Test
    void whatAnotherToolRecordedIsComparedByItsChecksumAlone() throws IOException {
        postgres.execute("update databasechangelog set description = 'sql'");
        assertThat(migrations(TEXT).validate().findings()).isEmpty();

        Migrations edited = migrations(TEXT.replace("create", "-- a comment\ncreate"));

        assertThat(edited.validate().findings())
                .containsExactly("changeset \"a:one\" of x/0001-x.sql was edited after it was applied");
        assertThat(migrations(TEXT).rehash()).hasSize(1);
        assertThat(postgres.value(String.class, "select description from databasechangelog"))
                .startsWith("sql; words1 ");
    }

    @Test
    void aLockedRowOfLiquibaseIsReportedAndDoesNotHoldUsUp() throws IOException {
        postgres.execute(
                "create table databasechangeloglock (id int primary key, locked boolean not null,"
                        + " lockgranted timestamp, lockedby varchar(255))",
                "insert into databasechangeloglock values (1, true, '2026-01-02 03:04:05', 'pod-7 (10.0.0.7)')");
        Migrations migrations = migrations(TEXT + NEXT);
        String finding = "databasechangeloglock is locked by pod-7 (10.0.0.7) since 2026-01-02 03:04:05, which stops"
                + " Liquibase's own tools and not Stele; where no Liquibase is running any more:"
                + " update databasechangeloglock set locked = false, lockgranted = null, lockedby = null";

        assertThat(migrations.upgrade().applied()).hasSize(1);

        assertThat(warnings).containsExactly(finding);
        assertThat(migrations.validate().findings()).containsExactly(finding);
        assertThat(postgres.value(Boolean.class, "select locked from databasechangeloglock"))
                .isTrue();
    }

    private Migrations migrations(String text) throws IOException {
        Files.writeString(folder.resolve("0001-x.sql"), "--liquibase formatted sql\n" + text);
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults()
                        .withChangelog(Changelog.directory(folder, "x"))
                        .withListener(new MigrationListener() {
                            @Override
                            public void warned(String finding) {
                                warnings.add(finding);
                            }
                        }));
    }
}
