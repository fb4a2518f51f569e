package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
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

/** The script must do through psql what the library does online, history included. */
class OfflineScriptTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String HISTORY = """
            select orderexecuted, author, id, filename, exectype, md5sum, description, comments, tag, liquibase, contexts,
                labels, length(deployment_id), dateexecuted > localtimestamp - interval '1 day'
            from databasechangelog order by orderexecuted""";

    private final Changelog notes = Changelog.classPath("notes");
    private final Changelog all = Changelog.bundled().then(notes);
    private final Migrations migrations = migrations(all);

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void upgradeScriptDoesWhatUpgradeDoes() throws Exception {
        migrations.upgrade();
        State online = state();
        emptyTheDatabase();

        assertThat(psql(all.script("base", "head"))).isEmpty();

        assertThat(state()).isEqualTo(online);
        assertThat(migrations.upgrade().applied()).isEmpty();
        assertThat(migrations.validate().findings()).isEmpty();
    }

    @Test
    void everyStepUpAndDownDoesWhatItDoesOnline() throws Exception {
        Version before = Version.BASE;
        for (Version version : all.versions()) {
            State start = before.equals(Version.BASE) ? null : state();
            assertThat(psql(all.script(before.label(), version.label()))).isEmpty();
            State up = state();
            if (start != null) {
                assertThat(psql(all.script(version.label(), before.label()))).isEmpty();
                assertThat(state()).as("down from " + version).isEqualTo(start);
                migrations.upgrade(version.label());
                assertThat(state()).as("online to " + version).isEqualTo(up);
            }
            before = version;
        }
    }

    @Test
    void downgradeScriptDoesWhatDowngradeDoes() throws Exception {
        migrations.upgrade();
        migrations.downgradeTo("stele:0003");
        State online = state();
        migrations.upgrade();

        assertThat(psql(all.script("head", "stele:0003"))).isEmpty();

        assertThat(state()).isEqualTo(online);
    }

    @Test
    void scriptAbortsWhenTheDatabaseIsNotAtItsStart() throws Exception {
        migrations.upgrade("stele:0004");
        State before = state();

        String said = psql(all.script("stele:0002", "head"));

        assertThat(said)
                .contains("ERROR:  this script starts at stele:0002, where 10 changeset(s) are applied,"
                        + " but the database has ")
                .contains("HINT:  write the script from the version where the database is");
        assertThat(state()).isEqualTo(before);
        assertThat(psql(all.script("base", "head"))).contains("this script starts at base");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void scriptAbortsWhileAnotherProcessMigrates() throws Exception {
        try (Connection other = postgres.connect()) {
            other.createStatement().execute("select pg_advisory_lock(" + MigrationLock.KEY + ")");

            assertThat(psql(all.script("base", "head"))).contains("another process is migrating this database");
        }
        assertThat(postgres.query("select 1 from pg_tables where schemaname = 'public'"))
                .isEmpty();
    }

    @Test
    void scriptKeepsWhatWasCommittedBeforeAFailure() throws Exception {
        postgres.execute("create table note_touched (id int)", "create function note_touch() returns int return 1");

        String said = psql(notes.script("base", "head"));

        assertThat(said).contains("ERROR:");
        assertThat(migrations(notes).status().pending())
                .extracting(ChangesetId::label)
                .containsExactly("app:touch-function", "app:index-body");
    }

    @Test
    void outsideATransactionTheScriptDoesWhatUpgradeAndDowngradeDo() throws Exception {
        Changelog loose = Changelog.directory(KilledChangelog.write(folder), "x");
        migrations(loose).upgrade();
        State online = state();
        migrations(loose).downgradeTo("0001");
        State down = state();
        emptyTheDatabase();

        assertThat(psql(loose.script("base", "head"))).isEmpty();
        assertThat(state()).isEqualTo(online);

        assertThat(psql(loose.script("head", "0001"))).isEmpty();
        assertThat(state()).isEqualTo(down);
    }

    @Test
    void anUpgradeOnlineFinishesWhatAScriptLeftHalfDone() throws Exception {
        Files.writeString(folder.resolve("0001-x.sql"), """
                --liquibase formatted sql
                --changeset a:loose runInTransaction:false
                create table t (id int);
                insert into t values (1), (1);
                create unique index concurrently t_id_key on t (id);
                """);
        Changelog loose = Changelog.directory(folder, "x");
        assertThat(psql(loose.script("base", "head"))).contains("could not create unique index");
        assertThat(psql(loose.script("base", "head")))
                .contains("ERROR:  a changeset of this database is half done")
                .contains("HINT:  call upgrade(), which finishes it, then write the script anew");
        postgres.execute("delete from t where ctid = (select min(ctid) from t)");

        assertThat(migrations(loose).upgrade().applied()).hasSize(1);

        assertThat(postgres.query("select indisvalid from pg_index where indrelid = 't'::regclass"))
                .containsExactly(List.of(true));
        assertThat(postgres.query("select id from t")).hasSize(1);
    }

    @Test
    void aScriptBuildsAnInvalidIndexAnew() throws Exception {
        postgres.execute("create table t (id int)", "insert into t values (1), (1)");
        assertThatThrownBy(() -> postgres.execute("create unique index concurrently \"t Key\" on t (id)"))
                .isInstanceOf(IllegalStateException.class);
        postgres.execute("delete from t");
        Files.writeString(folder.resolve("0001-x.sql"), """
                --liquibase formatted sql
                --changeset a:loose runInTransaction:false
                create unique index concurrently if not exists "t Key" on public.t (id);
                """);

        assertThat(psql(Changelog.directory(folder, "x").script("base", "head")))
                .isEmpty();

        assertThat(postgres.query("select indisvalid from pg_index where indrelid = 't'::regclass"))
                .containsExactly(List.of(true));
    }

    @Test
    void writingAScriptOpensNoConnection() {
        Migrations offline = Migrations.of(
                dev.stele.core.config.DatabaseConfig.of("jdbc:postgresql://localhost:1/none", "nobody", "none"),
                MigrationSettings.defaults().withChangelog(all));

        assertThat(offline.script("base", "head"))
                .isEqualTo(offline.script("base", "head"))
                .startsWith("-- From base to app:0010: ");
    }

    @Test
    void scriptBackNeedsEveryRollback() throws IOException {
        Files.writeString(folder.resolve("0001-x.sql"), "--liquibase formatted sql\n--changeset a:b\nselect 1;\n");

        Changelog changelog = Changelog.directory(folder, "x");

        assertThatThrownBy(() -> changelog.script("head", "base"))
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot downgrade: changeset \"a:b\" of x/0001-x.sql declare(s) no rollback\n"
                        + "  hint: add \"--rollback <statement>\", or \"--rollback empty\""
                        + " where there is nothing to take back");
    }

    /** What two ways of migrating must agree on. */
    record State(List<String> catalog, String fingerprint, List<List<Object>> history) {}

    private static Migrations migrations(Changelog changelog) {
        return Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog));
    }

    private static State state() throws SQLException {
        try (Connection connection = postgres.connect()) {
            return new State(
                    CatalogLines.read(connection),
                    CatalogSnapshot.read(connection, DiffOptions.defaults()).fingerprint(),
                    postgres.query(HISTORY));
        }
    }

    private String psql(String script) throws IOException, InterruptedException {
        assumeTrue(Psql.isInstalled(), "psql is not installed");
        return Psql.run(postgres.config(), Files.writeString(folder.resolve("script.sql"), script));
    }
}
