package dev.stele.examples.handbook;

import dev.stele.Stele;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.RoleNames;
import dev.stele.models.Team;

/** The code of docs/SECURITY.md. */
final class GuardedRows {
    private GuardedRows() {}

    static void migrate(DatabaseConfig config) {
        Changelog guarded = Changelog.bundled()
                .then(Changelog.roles(RoleNames.of("acme").withGuardedRows()))
                .then(Changelog.rowSecurity())
                .then(Changelog.classPath("db/changelog"));
        Migrations.of(config, MigrationSettings.defaults().withChangelog(guarded))
                .upgrade();
    }

    static Page<Team.Out> page(Stele stele, Actor actor) {
        return stele.as(actor).call(() -> stele.teams().page(actor, PageRequest.first(20)));
    }
}
