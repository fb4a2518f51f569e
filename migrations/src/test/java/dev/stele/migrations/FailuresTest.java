package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.error.Unavailable.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told when a migration goes wrong, and what is kept. */
class FailuresTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void aFailingChangesetIsNamedAndNothingOfItIsKept() throws IOException {
        Migrations migrations = file("""
                --changeset a:first
                create table first (id int);
                --changeset a:second
                create table second (id int);
                create table first (id int);
                """);

        assertThatThrownBy(migrations::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessage("""
                        changeset "a:second" of x/0001-x.sql failed at statement 2 of 2: relation "first" already exists \
                        (SQLSTATE 42P07)
                          hint: nothing of this changeset is kept, and the 1 changeset(s) before it are kept; \
                        mend it and run again; if it was applied and the history has lost that, stamp(version) records \
                        what the database has, adopt() takes over one of the Python system, and Fallback creates what is \
                        missing without a history""")
                .satisfies(e -> assertThat(((DatabaseException) e).sqlState()).isEqualTo("42P07"));
        assertThat(tables()).isEqualTo("databasechangelog,first");
        assertThat(migrations.history())
                .extracting(entry -> entry.changeset().label())
                .containsExactly("a:first");
    }

    @Test
    void outsideATransactionWhatIsKeptIsSaidAndTheNextRunGoesOnThere() throws IOException {
        Migrations migrations = file("""
                --changeset a:loose runInTransaction:false
                create table kept (id int);
                create index concurrently none on missing (id);
                """);

        assertThatThrownBy(migrations::upgrade).hasMessage("""
                        changeset "a:loose" of x/0001-x.sql failed at statement 2 of 2: relation "missing" does not exist \
                        (SQLSTATE 42P01)
                          hint: it runs outside a transaction, so its first 1 statement(s) are kept; \
                        mend the rest and run again, which goes on there""");
        assertThat(tables()).isEqualTo("databasechangelog,kept,stele_under_way");

        file("""
                --changeset a:loose runInTransaction:false
                create table kept (id int);
                create index concurrently none on kept (id);
                """).upgrade();

        assertThat(tables()).isEqualTo("databasechangelog,kept");
    }

    @Test
    void aLostHistoryIsAnsweredWithTheWaysOn() throws IOException {
        Migrations migrations = file("--changeset a:one\ncreate table one (id int);\n--rollback drop table one;\n");
        migrations.upgrade();
        String waysOn = "stamp(version) records what the database has, adopt() takes over one of the Python system,"
                + " and Fallback creates what is missing without a history";

        postgres.execute("drop table databasechangelog");
        assertThatThrownBy(migrations::upgrade)
                .hasMessage("changeset \"a:one\" of x/0001-x.sql failed at statement 1 of 1:"
                        + " relation \"one\" already exists (SQLSTATE 42P07)\n"
                        + "  hint: nothing of this changeset is kept; mend it and run again; if it was applied and the"
                        + " history has lost that, " + waysOn);
        migrations.stamp("0001");
        assertThat(migrations.upgrade().applied()).isEmpty();

        postgres.execute("alter table databasechangelog drop column md5sum");
        assertThatThrownBy(migrations::upgrade)
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot read the migration history: the table databasechangelog is damaged:"
                        + " column \"md5sum\" does not exist (SQLSTATE 42703)\n"
                        + "  hint: mend the table, or rename it and go on without: " + waysOn);
        postgres.execute("alter table databasechangelog rename to damaged");
        migrations.stamp("0001");
        assertThat(migrations.upgrade().applied()).isEmpty();
    }

    @Test
    void messagesHoldNoRow() throws IOException {
        Migrations migrations = file("""
                --changeset a:rows
                create table person (email text unique);
                insert into person values ('secret@example.com'), ('secret@example.com');
                """);

        assertThatThrownBy(migrations::upgrade).satisfies(e -> {
            assertThat(e.getMessage()).contains("duplicate key value violates unique constraint");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("secret");
            }
        });
    }

    @Test
    void anEditedChangesetIsRefused() throws IOException {
        file("--changeset a:one\ncreate table one (id int);\n--rollback drop table one;\n")
                .upgrade();

        Migrations edited = file("""
                --changeset a:one
                create table one (id bigint);
                --rollback drop table one;
                --changeset a:two
                create table two (id int);
                """);

        assertThatThrownBy(edited::upgrade)
                .hasMessage("edited after it was applied: changeset \"a:one\" of x/0001-x.sql\n"
                        + "  hint: restore the text and put the change into a new changeset; nothing was changed");
        assertThat(tables()).isEqualTo("databasechangelog,one");
        assertThat(edited.validate().findings())
                .containsExactly(
                        "changeset \"a:two\" of x/0001-x.sql declares no rollback",
                        "changeset \"a:one\" of x/0001-x.sql was edited after it was applied");
    }

    @Test
    void unknownAndDoubledChangesetsAreFound() throws IOException {
        Migrations migrations = file("--changeset a:one\ncreate table one (id int);\n--rollback drop table one;\n");
        migrations.upgrade();
        postgres.execute(
                "insert into databasechangelog select * from databasechangelog",
                "insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)"
                        + " values ('new', 'b', 'y.sql', now(), 3, 'EXECUTED')");

        Report report = migrations.validate();

        assertThatThrownBy(report::requireClean).hasMessage("""
                        the migration history is not as it should be:
                          - changeset "b:new" of y.sql is applied but not in the changelog
                          - changeset "a:one" of x/0001-x.sql is recorded more than once""");
        assertThatThrownBy(() -> migrations.downgrade(1))
                .hasMessage("cannot downgrade: the database has changesets that the changelog does not know:"
                        + " changeset \"b:new\" of y.sql\n"
                        + "  hint: downgrade with the program that applied them");
        assertThat(migrations.status().unknown()).hasSize(1);
        assertThat(migrations.upgrade().applied()).isEmpty();
    }

    @Test
    void downgradeNeedsEveryRollbackBeforeItBegins() throws IOException {
        Migrations migrations = file("""
                --changeset a:one
                create table one (id int);
                --changeset a:two
                create table two (id int);
                --rollback drop table two;
                """);
        migrations.upgrade();

        assertThatThrownBy(() -> migrations.downgrade(1))
                .hasMessage("cannot downgrade: changeset \"a:one\" of x/0001-x.sql declare(s) no rollback\n"
                        + "  hint: add \"--rollback <statement>\", or \"--rollback empty\""
                        + " where there is nothing to take back");
        assertThat(tables()).isEqualTo("databasechangelog,one,two");
        assertThatThrownBy(() -> migrations.downgrade(2)).hasMessage("cannot go back 2 version(s): 1 are applied");
        assertThatThrownBy(() -> migrations.downgrade(0))
                .hasMessage("steps must be at least 1 but was 0")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        Migrations migrations = Migrations.of(DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "a", "b"));

        for (ThrowingCallable call : List.<ThrowingCallable>of(migrations::upgrade, migrations::verify)) {
            assertThatThrownBy(call)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageMatching("could not migrate the database: .* \\(SQLSTATE 08001\\); nothing was done\n"
                            + "  hint: see that the server runs and takes connections, and do it again")
                    .satisfies(e -> assertThat(((Unavailable) e).outcome()).isEqualTo(Outcome.NOTHING_KEPT));
        }
    }

    @Test
    void theConnectionOfAPoolComesBackAsItWas() throws IOException, SQLException {
        try (Connection only = postgres.connect()) {
            only.createStatement().execute("set statement_timeout = '7s'");
            only.createStatement().execute("set lock_timeout = '3s'");
            only.setAutoCommit(false);
            Changelog changelog = changelog("--changeset a:one\ncreate table one (id int);\n");

            Migrations.of(new OneConnection(only), MigrationSettings.defaults().withChangelog(changelog))
                    .upgrade();

            assertThat(only.getAutoCommit()).isFalse();
            try (var row = only.createStatement()
                    .executeQuery(
                            "select current_setting('statement_timeout'), current_setting('lock_timeout'),"
                                    + " (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("7s");
                assertThat(row.getString(2)).isEqualTo("3s");
                assertThat(row.getInt(3)).isZero();
            }
        }
    }

    private Migrations file(String text) throws IOException {
        return Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog(text)));
    }

    private Changelog changelog(String text) throws IOException {
        Files.writeString(folder.resolve("0001-x.sql"), "--liquibase formatted sql\n" + text);
        return Changelog.directory(folder, "x");
    }

    private static String tables() {
        return postgres.value(
                String.class,
                "select string_agg(tablename::text, ',' order by tablename) from pg_tables where schemaname = 'public'");
    }
}
