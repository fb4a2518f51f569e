package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ScratchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A version is bound to the schema it was reviewed against. */
class ReviewedSchemaTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    private String reviewed;

    @BeforeEach
    void reviewTheSecondVersionAgainstTheFirst() throws IOException {
        postgres.execute("drop schema public cascade", "create schema public");
        Files.writeString(
                folder.resolve("0001-note.sql"),
                "--liquibase formatted sql\n--changeset a:note\ncreate table note (id int);\n");
        migrations().upgrade();
        reviewed = fingerprint();
        Files.writeString(folder.resolve("0002-body.sql"), """
                --liquibase formatted sql
                -- stele:present %s

                --changeset a:body
                alter table note add body text;
                --changeset a:title
                alter table note add title text;
                """.formatted(reviewed));
    }

    @Test
    void theSchemaThatWasReviewedIsUpgraded() {
        postgres.execute("comment on schema public is 'whoever made it'");

        assertThat(migrations().upgrade().applied()).hasSize(2);
    }

    @Test
    void anotherSchemaIsRefusedOnRequest() {
        postgres.execute("alter table note add drifted int");
        String found = fingerprint();

        assertThatThrownBy(() -> migrations().upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessage("version app:0002 was reviewed against another schema: its file x/0002-body.sql"
                        + " says stele:present " + reviewed.substring(0, 12) + "… but the schema is "
                        + found.substring(0, 12) + "…\n"
                        + "  hint: see what differs with drift(), and bring it back or generate and review the version"
                        + " anew; without requiringReviewedSchema() it is applied all the same; nothing of it was run");
        assertThat(migrations().status().pending()).hasSize(2);

        Migrations unbound = Migrations.of(
                postgres.config(), MigrationSettings.defaults().withChangelog(Changelog.directory(folder, "x")));
        assertThat(unbound.upgrade().applied()).hasSize(2);
    }

    @Test
    void aGeneratedVersionRunsOnTheSchemaItWasMadeFromAndAsAScriptDoesTheSame() throws Exception {
        Path drafts = Files.createDirectory(folder.resolve("drafts"));
        postgres.execute("drop schema public cascade", "create schema public");
        drafted(drafts, Models.Author.class).generate("author").write(drafts);
        drafted(drafts, Models.Author.class).upgrade();
        drafted(drafts, Models.Author.class, Models.Order.class, Models.Car.class)
                .generate("orders")
                .write(drafts);
        Migrations bound = drafted(drafts, Models.Author.class, Models.Order.class, Models.Car.class);

        assertThat(bound.upgrade().applied()).isNotEmpty();

        String online = fingerprint();
        String history = history();
        if (Psql.isInstalled()) {
            postgres.execute("drop schema public cascade", "create schema public");
            Path script = Files.writeString(folder.resolve("script.sql"), bound.script("base", "head"));
            assertThat(Psql.run(postgres.config(), script)).isEmpty();
            assertThat(fingerprint()).isEqualTo(online);
            assertThat(history()).isEqualTo(history);
        }
    }

    private static String fingerprint() {
        return ReviewedSchema.fingerprint(CatalogSnapshot.read(postgres.dataSource(), DiffOptions.defaults()));
    }

    private static String history() {
        return postgres.query(
                        "select author, id, filename, md5sum, description from databasechangelog order by orderexecuted")
                .toString();
    }

    private static Migrations drafted(Path drafts, Class<?>... entities) {
        Changelog changelog =
                ChangelogFolder.hasVersions(drafts) ? Changelog.directory(drafts, "app") : Changelog.empty();
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults()
                        .withChangelog(changelog)
                        .withEntities(entities)
                        .withScratch(ScratchServer.of(postgres.config()))
                        .requiringReviewedSchema());
    }

    private Migrations migrations() {
        return Migrations.of(
                postgres.config(),
                MigrationSettings.defaults()
                        .withChangelog(Changelog.directory(folder, "x"))
                        .requiringReviewedSchema());
    }
}
