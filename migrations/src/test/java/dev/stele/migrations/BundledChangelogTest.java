package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The versions that come with Stele, each of them up and down. */
class BundledChangelogTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private final Changelog bundled = Changelog.bundled();
    private final Migrations migrations = Migrations.of(postgres.config());

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void theIndexListsEveryFileOfTheFolderInOrder() throws IOException {
        Path folder = Path.of("src/main/resources/db/changelog/stele/versions");
        List<String> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .sorted()
                    .toList();
        }

        assertThat(bundled.files())
                .extracting(file -> file.path().substring(file.path().lastIndexOf('/') + 1))
                .as("index.txt beside the files")
                .containsExactlyElementsOf(files);
    }

    @Test
    void goesBackWithKeysOfItsOwnWhichThenOpenNothing() {
        migrations.upgrade();
        postgres.execute(
                "insert into \"user\" (email, hashed_password) values ('a@b.c', 'x')",
                "insert into team (name, owner_id, workflow) values ('t', 1, 'sequential')",
                "insert into apikey (short_key, team_id, digest) values ('s', 1, sha256('k'))");

        migrations.downgradeTo("0001");

        assertThat(postgres.value(Boolean.class, "select hashed_key ~ '^[$]2b[$]12[$][.]{53}$' from apikey"))
                .isTrue();
        assertThat(migrations.upgrade().to()).isEqualTo(bundled.head());
    }

    @Test
    void upDownUpLeavesTheSameSchema() throws SQLException {
        List<String> empty = catalog();
        migrations.upgrade();
        List<String> first = catalog();

        Downgrade down = migrations.downgradeTo("base");
        List<String> between = catalog();
        migrations.upgrade();

        assertThat(down.reverted()).hasSameSizeAs(bundled.changesets());
        assertThat(between).isEqualTo(empty);
        assertThat(catalog()).isEqualTo(first).isNotEmpty();
    }

    @Test
    void everyVersionGoesBackToExactlyTheOneBefore() throws SQLException {
        List<List<String>> seen = new ArrayList<>();
        for (Version version : bundled.versions()) {
            seen.add(catalog());
            Upgrade upgrade = migrations.upgrade(version.label());
            assertThat(upgrade.to()).isEqualTo(version);
        }

        for (int i = seen.size() - 1; i >= 0; i--) {
            Version version = bundled.versions().get(i);

            assertThat(migrations.current()).isEqualTo(version);
            migrations.downgrade(1);

            assertThat(catalog()).as("after the rollback of " + version).isEqualTo(seen.get(i));
        }
        assertThat(migrations.current()).isEqualTo(Version.BASE);
    }

    @Test
    void everyChangesetDeclaresItsRollback() {
        assertThat(Rollbacks.missing(FormattedSql.read(bundled.files()))).isEmpty();
    }

    @Test
    void w18_noVersionDeletesRowsOrInsertsData() {
        Pattern rows = Pattern.compile("\\b(delete\\s+from|truncate|insert\\s+into|merge\\s+into|copy)\\b");

        assertThat(FormattedSql.read(bundled.files())).isNotEmpty().allSatisfy(changeset -> assertThat(
                        changeset.statements())
                .as(changeset.id() + "")
                .noneMatch(sql -> rows.matcher(sql.toLowerCase(Locale.ROOT)).find()));
    }

    @Test
    void theSchemaVerifiesAndSaysWhatIsMissing() {
        migrations.upgrade();
        assertThat(migrations.verify().findings()).isEmpty();

        postgres.execute(
                "drop index team_owner_id_idx", "alter table team alter column name type text", "drop table apikey");

        assertThat(migrations.verify().findings())
                .contains(
                        "index \"public.team.team_owner_id_idx\" is missing",
                        "column \"public.team.name\": type is \"text\" but should be \"character varying\"",
                        "table \"public.apikey\" is missing");
    }

    private static List<String> catalog() throws SQLException {
        try (Connection connection = postgres.connect()) {
            return CatalogLines.read(connection);
        }
    }
}
