package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
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
}
