package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.RoleNames;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The role that is there for backups can make one, and needs no more rights. */
class BackupRoleTest {
    @RegisterExtension
    static final PostgresExtension source = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension target = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    private final RoleNames names =
            RoleNames.of("stele-b@" + ProcessHandle.current().pid());

    @AfterEach
    void dropRoles() {
        for (String role : List.of(names.app(), names.readOnly(), names.backup(), names.migrator(), names.owner())) {
            for (PostgresExtension database : List.of(source, target)) {
                if (!database.query("select 1 from pg_roles where rolname = ?", role)
                        .isEmpty()) {
                    database.execute("drop owned by \"" + role + "\" cascade");
                }
            }
            source.execute("drop role if exists \"" + role + "\"");
        }
    }

    @Test
    void backsUpEverythingAlsoBehindPolicies() throws Exception {
        Changelog changelog = Changelog.bundled().then(Changelog.roles(names));
        Migrations.of(source.config(), MigrationSettings.defaults().withChangelog(changelog))
                .upgrade();
        source.execute(
                "alter role \"" + names.backup() + "\" password 'secret'",
                "insert into \"user\" (email, hashed_password) values ('a@b.c', 'x')",
                "alter table team enable row level security",
                "create policy everything on team to \"" + names.backup() + "\" using (true)",
                "insert into team (name, owner_id, workflow) values ('t', 1, 'sequential')");
        DatabaseConfig backup = DatabaseConfig.of(source.jdbcUrl(), names.backup(), "secret");

        Backup.of(backup).with(BackupOptions.defaults().obeyingPolicies()).to(folder.resolve("b"));
        Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(Contents.of(target.config())).isEqualTo(Contents.of(source.config()));
    }
}
