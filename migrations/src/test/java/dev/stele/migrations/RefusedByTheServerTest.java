package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the server refuses of a migration is told with the way on. */
class RefusedByTheServerTest {
    private static final MigrationSettings NOTES =
            MigrationSettings.defaults().withChangelog(Changelog.classPath("notes"));

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void aRoleThatMayCreateNothing() {
        postgres.execute(
                "revoke create on schema public from public", "create role creates_nothing login password 'secret'");
        try {
            Migrations migrations =
                    Migrations.of(DatabaseConfig.of(postgres.jdbcUrl(), "creates_nothing", "secret"), NOTES);

            assertThatThrownBy(migrations::upgrade)
                    .isInstanceOf(MigrationException.class)
                    .hasMessage("could not migrate the database: permission denied for schema public (SQLSTATE 42501)"
                            + "\n  hint: migrate as the owner of the schema, or let one who may run what"
                            + " Changelog.script(…) writes");
        } finally {
            postgres.execute("drop role creates_nothing");
        }
    }

    @Test
    void aHistoryWithoutOneOfItsColumns() {
        Migrations migrations = Migrations.of(postgres.config(), NOTES);
        migrations.upgrade("0001");
        postgres.execute("alter table databasechangelog drop column exectype");

        assertThatThrownBy(() -> migrations.stamp("head"))
                .isInstanceOf(MigrationException.class)
                .hasMessage("could not migrate the database: column \"exectype\" of relation \"databasechangelog\" does"
                        + " not exist (SQLSTATE 42703)\n  hint: the history is damaged: drop that table, and record by"
                        + " stamp(…) which version the schema is of");
    }
}
