package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.crud.Dao;
import dev.stele.crud.teams.Families;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Fallback;
import dev.stele.migrations.FallbackPlan;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.Report;
import dev.stele.models.Team;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FallbackIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private Fallback fallback;

    @BeforeEach
    void empty() {
        postgres.execute("drop schema public cascade", "create schema public", "grant all on schema public to public");
        fallback = Fallback.of(postgres.config(), Families.entities());
    }

    @Test
    void createsEverythingInAnEmptyDatabaseAndLeadsBackToVersions() {
        Report before = fallback.verify();
        assertThat(before.findings()).contains("table \"public.team\" is missing", "table \"public.user\" is missing");
        assertThat(fallback.dryRun().sql()).contains("create table public.team");
        assertThat(fallback.verify()).isEqualTo(before);

        Report after = fallback.create();

        after.requireClean();
        assertThat(after.extras()).isEmpty();
        assertThat(fallback.dryRun()).hasToString("nothing to do: the database has all that the entities ask for");
        Migrations migrations = Migrations.of(postgres.config());
        migrations.stamp(migrations.status().head().label());
        assertThat(migrations.upgrade().applied()).isEmpty();
        assertThat(migrations.drift().changes()).anyMatch(change -> change.contains("ix_user_email"));
        try (Database database = Database.open(postgres.config(), Families.entities())) {
            assertThat(new Dao<Team, Long>(database, Team.class).find(1L, Team.Out.class))
                    .isEmpty();
        }
    }

    @Test
    void theScriptOfTheDriftLeadsToWhatTheChangelogMakes(@TempDir Path folder) throws Exception {
        assumeTrue(isInstalled("psql"), "psql is not installed");
        fallback.create();
        Migrations migrations = Migrations.of(postgres.config());
        migrations.stamp("head");
        assertThat(migrations.verify().findings()).isNotEmpty();

        Path script = migrations.drift().write(folder).orElseThrow();

        assertThat(psql(script)).isEmpty();
        migrations.verify().requireClean();
    }

    private static boolean isInstalled(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String psql(Path script) throws Exception {
        URI uri = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
        ProcessBuilder builder =
                new ProcessBuilder("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.toString());
        builder.environment().put("PGHOST", uri.getHost());
        builder.environment().put("PGPORT", String.valueOf(uri.getPort()));
        builder.environment().put("PGDATABASE", uri.getPath().substring(1));
        builder.environment().put("PGUSER", postgres.config().user());
        builder.environment().put("PGPASSWORD", postgres.config().password());
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void addsWhatIsMissingAndLeavesAloneWhatIsThere() {
        Migrations.of(postgres.config()).upgrade();
        postgres.execute(
                "drop table apikey",
                "alter table member drop column provider",
                "alter table team alter column name type varchar(300)",
                "create table of_their_own (id int)",
                // neither the history nor the changelog matters
                "alter table databasechangelog drop column md5sum");

        assertThat(fallback.verify().findings())
                .contains("table \"public.apikey\" is missing", "column \"public.member.provider\" is missing")
                .anyMatch(finding -> finding.startsWith("column \"public.team.name\""));
        Report after = fallback.create();

        assertThat(after.findings()).hasSize(1).allMatch(finding -> finding.startsWith("column \"public.team.name\""));
        assertThat(after.extras()).contains("table \"public.of_their_own\"");
        assertThat(postgres.value(
                        String.class,
                        "select format_type(atttypid, atttypmod) from pg_attribute"
                                + " where attrelid = 'team'::regclass and attname = 'name'"))
                .isEqualTo("character varying(300)");
    }

    @Test
    void namesNewTablesThatNoPolicyGuardsAsYet(@TempDir Path folder) {
        Changelog guarded = Changelog.bundled().then(Changelog.rowSecurity());
        Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(guarded))
                .upgrade();
        String open = "table \"public.apikey\" is new and has no row-level security, as others have:"
                + " run the script of Migrations.drift() before it is used";
        postgres.execute("drop table apikey");

        assertThat(fallback.create().findings()).containsExactly(open);

        postgres.execute("drop table apikey");
        assertThat(fallback.run(FallbackPlan.into(folder)).left().findings()).containsExactly(open);
    }

    @Test
    void namesWhatHasTheNameOfSomethingMissing() {
        Migrations.of(postgres.config()).upgrade();
        postgres.execute("alter table apikey rename to keys_before");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(fallback::create)
                .withMessageContaining("cannot create what is missing, since names are taken:\n  - ")
                .withMessageContaining("\n  - constraint public.apikey.apikey_pkey: its name is that of constraint"
                        + " public.keys_before.apikey_pkey")
                .withMessageEndingWith("\n  hint: rename what has the name, such as by alter index … rename to …;"
                        + " nothing was changed");
    }

    @Test
    void keepsNothingWhereAPartCannotBeCreated() {
        Migrations.of(postgres.config()).upgrade();
        postgres.execute(
                "drop table apikey",
                "alter table team drop column name cascade",
                "insert into \"user\" (email, hashed_password) values ('a@b.c', 'x')",
                "insert into team (owner_id, workflow) select id, 'hierarchical' from \"user\"");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(fallback::create)
                .withMessageContaining("name");
        assertThat(fallback.verify().findings()).contains("table \"public.apikey\" is missing");
    }

    @Test
    void theFirstFailureIsThrownAndThatOfTheRollbackIsSuppressed() {
        String here = postgres.value(String.class, "select current_database()");
        postgres.execute(
                "create function public.die() returns event_trigger language plpgsql as"
                        + " $$begin if current_database() = '" + here
                        + "' then perform pg_terminate_backend(pg_backend_pid()); end if; end$$",
                "create event trigger die on ddl_command_start when tag in ('CREATE TABLE') execute function public.die()");
        try {
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(fallback::create)
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo("57P01"))
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        } finally {
            postgres.execute("drop event trigger die");
        }
    }

    @Test
    void tellsARoleWithoutTheRightWhoCanHelp() {
        postgres.execute(
                "drop role if exists guest",
                "create role guest login password 'guest'",
                "revoke create on schema public from public");
        DatabaseConfig guest = postgres.config().withDatabase(postgres.jdbcUrl(), "guest", "guest");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(Fallback.of(guest, Families.entities())::create)
                .withMessageStartingWith(
                        "could not create what is missing: the role lacks the right, and nothing is kept")
                .withMessageContaining("dryRun()");
    }

    @Test
    void waitsForNobodyWhoMigrates() throws SQLException {
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(" + 0x7374656c656d6967L + ")");

            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(fallback::create)
                    .withMessage("cannot create what is missing while another process migrates this database"
                            + "\n  hint: wait until it is done; its work may leave nothing missing");
        }
    }
}
