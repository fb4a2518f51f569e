package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private final Changelog notes = Changelog.classPath("notes");
    private final List<String> heard = new ArrayList<>();
    private final Migrations migrations = Migrations.of(
            postgres.config(), MigrationSettings.defaults().withChangelog(notes).withListener(new MigrationListener() {
                @Override
                public void finished(Progress progress) {
                    heard.add(progress.number() + "/" + progress.total() + " "
                            + progress.changeset().label() + " " + progress.version());
                }
            }));

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void upgradeBringsAnEmptyDatabaseToHead() {
        Upgrade upgrade = migrations.upgrade();

        assertThat(upgrade.from()).isEqualTo(Version.BASE);
        assertThat(upgrade.to().label()).isEqualTo("app:0010");
        assertThat(heard)
                .containsExactly(
                        "1/5 app:create-note app:0001",
                        "2/5 app:index-title app:0001",
                        "3/5 app:add-body app:0002",
                        "4/5 app:touch-function app:0002",
                        "5/5 app:index-body app:0010");
        assertThat(postgres.query("select title, body from note order by id"))
                .extracting(row -> row.get(0))
                .containsExactly("it's; a \"test\" \\ $$", "second -- row");
        assertThat(migrations.status().isAtHead()).isTrue();
    }

    @Test
    void upgradeAtHeadDoesNothing() {
        migrations.upgrade();
        heard.clear();

        Upgrade second = migrations.upgrade();

        assertThat(second.applied()).isEmpty();
        assertThat(second.from()).isEqualTo(second.to());
        assertThat(heard).isEmpty();
    }

    @Test
    void upgradeStopsAtTheVersionNamed() {
        Upgrade upgrade = migrations.upgrade("2");

        assertThat(upgrade.to().label()).isEqualTo("app:0002");
        assertThat(migrations.status().pending()).extracting(ChangesetId::label).containsExactly("app:index-body");
    }

    @Test
    void unknownVersionListsTheKnownOnes() {
        assertThatThrownBy(() -> migrations.upgrade("0007"))
                .isInstanceOf(MigrationException.class)
                .hasMessage("version \"0007\" is not in the changelog\n"
                        + "  hint: known versions: base, app:0001, app:0002, app:0010");
    }

    @Test
    void downgradeTakesBackVersionsAndNotMore() {
        migrations.upgrade();

        Downgrade one = migrations.downgrade(1);
        Downgrade two = migrations.downgradeTo("0001");

        assertThat(one.from().label()).isEqualTo("app:0010");
        assertThat(one.to().label()).isEqualTo("app:0002");
        assertThat(one.reverted()).extracting(ChangesetId::label).containsExactly("app:index-body");
        assertThat(two.reverted()).extracting(ChangesetId::label).containsExactly("app:touch-function", "app:add-body");
        assertThat(migrations.current().label()).isEqualTo("app:0001");
        assertThat(postgres.query("select * from note").get(0)).hasSize(2);
        assertThat(migrations.downgradeTo("head").reverted()).isEmpty();
    }

    @Test
    void currentIsTheLastVersionAppliedInFull() {
        assertThat(migrations.current()).isEqualTo(Version.BASE);
        migrations.upgrade();

        postgres.execute("delete from databasechangelog where id = 'touch-function'");

        assertThat(migrations.current().label()).isEqualTo("app:0001");
        assertThat(migrations.status().pending()).extracting(ChangesetId::label).containsExactly("app:touch-function");
    }

    @Test
    void historyListsWhatWasAppliedInItsOrder() {
        migrations.upgrade("1");

        List<HistoryEntry> history = migrations.history();

        assertThat(history).extracting(HistoryEntry::order).containsExactly(1, 2);
        assertThat(history)
                .extracting(HistoryEntry::changeset)
                .containsExactly(
                        new ChangesetId("app", "create-note", "notes/0001-create-note.sql"),
                        new ChangesetId("app", "index-title", "notes/0001-create-note.sql"));
        assertThat(history).allSatisfy(entry -> {
            assertThat(entry.version()).isEqualTo(notes.version("1"));
            assertThat(entry.checksum()).startsWith("9:");
        });
    }

    @Test
    void stampWritesTheHistoryAndRunsNothing() {
        assertThat(migrations.stamp("0002").pending()).hasSize(1);
        assertThat(postgres.query("select 1 where to_regclass('note') is not null"))
                .isEmpty();

        Status back = migrations.stamp("0001");

        assertThat(back.current().label()).isEqualTo("app:0001");
        assertThat(migrations.history()).hasSize(2);
        assertThat(migrations.stamp("base").current()).isEqualTo(Version.BASE);
    }

    @Test
    void atHeadOneQueryIsAll() throws SQLException {
        migrations.upgrade();
        List<String> statements = new ArrayList<>();
        try (Connection connection = postgres.connect()) {
            OneConnection pool = new OneConnection(connection, statements::add);

            Migrations.of(pool, MigrationSettings.defaults().withChangelog(notes))
                    .upgrade();
        }

        assertThat(statements)
                .containsExactly("select orderexecuted, author, id, filename, dateexecuted, md5sum, description"
                        + " from databasechangelog"
                        + " where tableoid = to_regclass(quote_ident(current_schema()) || '.databasechangelog')"
                        + " order by orderexecuted, dateexecuted");
    }

    @Test
    void anApplicationWithoutOurTablesMigratesItsOwn() {
        migrations.upgrade();

        assertThat(postgres.query("select tablename::text from pg_tables where schemaname = 'public' order by 1"))
                .extracting(row -> row.get(0))
                .containsExactly("databasechangelog", "note");
    }

    @Test
    void aVersionMissingInTheMiddleIsAppliedToo() {
        Changelog both = Changelog.bundled().then(notes);
        Migrations all =
                Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(both));
        all.upgrade();
        postgres.execute(
                "delete from databasechangelog where filename like '%0001-create-note%'", "drop table note cascade");

        Upgrade again = all.upgrade();

        assertThat(again.from()).isEqualTo(Changelog.bundled().head());
        assertThat(again.to().label()).isEqualTo("app:0010");
    }

    @Test
    void everySchemaHasItsOwnHistory() {
        migrations.upgrade();
        postgres.execute("drop schema if exists tenant cascade", "create schema tenant");
        Migrations tenant = Migrations.of(
                DatabaseConfig.of(
                        postgres.jdbcUrl() + "?currentSchema=tenant,public",
                        postgres.config().user(),
                        postgres.config().password()),
                MigrationSettings.defaults().withChangelog(notes));

        assertThat(tenant.current()).isEqualTo(Version.BASE);
        assertThat(tenant.upgrade().applied()).hasSize(5);

        assertThat(postgres.query("select title from tenant.note")).hasSize(2);
        assertThat(postgres.query("select id from public.databasechangelog")).hasSize(5);
        assertThat(tenant.verify().findings()).isEmpty();
    }
}
