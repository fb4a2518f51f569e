package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where there are roles, what a version makes belongs to the owner, whoever migrates. */
class SchemaOwnerTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String WORD = "a-word-of-the-test";

    @TempDir
    Path folder;

    // Roles belong to the server, which other test classes share.
    private final RoleNames names =
            RoleNames.of("stele-s@" + ProcessHandle.current().pid());
    private final Changelog changelog = Changelog.bundled().then(Changelog.roles(names));

    @BeforeEach
    void migrate() {
        postgres.execute("drop schema if exists public cascade", "create schema public");
        migrations(postgres.config(), changelog).upgrade();
        for (String role : List.of(names.migrator(), names.app())) {
            postgres.execute("alter role " + quoted(role) + " password '" + WORD + "'");
        }
        postgres.execute("insert into \"user\" (email, hashed_password) values ('a@b.c', 'x')");
    }

    @AfterEach
    void dropRoles() {
        for (String role : List.of(names.app(), names.readOnly(), names.backup(), names.migrator(), names.owner())) {
            if (!postgres.query("select 1 from pg_roles where rolname = ?", role)
                    .isEmpty()) {
                postgres.execute("drop owned by " + quoted(role) + " cascade", "drop role " + quoted(role));
            }
        }
    }

    @Test
    void whatASuperuserMakesLaterIsTheOwnersAndTheApplicationsToUse() throws Exception {
        Changelog more =
                changelog.then(Changelog.rowSecurity()).then(later("create table later (id int primary key);"));

        migrations(postgres.config(), more).upgrade();

        assertThat(postgres.query(
                        "select relname from pg_class where relnamespace = 'public'::regnamespace"
                                + " and relkind in ('r', 'S', 'i') and relowner <> ?::regrole",
                        quoted(names.owner())))
                .isEmpty();
        assertThat(postgres.query(
                        "select proname from pg_proc where pronamespace = 'public'::regnamespace"
                                + " and proowner <> ?::regrole",
                        quoted(names.owner())))
                .isEmpty();
        execute(names.app(), "insert into later values (1)");
        assertThat(migrations(login(names.migrator()), more).downgrade(3).reverted())
                .hasSize(7);
    }

    @Test
    void theScriptOfASuperuserMakesItTheOwnersToo() throws Exception {
        assumeTrue(Psql.isInstalled(), "psql is not installed");
        Changelog more =
                changelog.then(Changelog.rowSecurity()).then(later("create table later (id int primary key);"));
        Path script = folder.resolve("script.sql");

        Files.writeString(script, more.script("stele-roles:0004", "head"));
        Psql.run(postgres.config(), script);

        assertThat(ownerOf("later")).isEqualTo(names.owner());
        assertThat(migrations(login(names.migrator()), more).status().pending()).isEmpty();
        Files.writeString(script, more.script("head", "base"));
        Psql.run(postgres.config(), script);
        assertThat(postgres.query("select relname from pg_class where relnamespace = 'public'::regnamespace"
                        + " and relkind = 'r' and relname not in ('databasechangelog', 'stele_receipt')"))
                .isEmpty();
    }

    @Test
    void whatTheFallbackCreatesIsTheOwnersToo() throws Exception {
        Fallback fallback = Fallback.of(postgres.config(), List.of(FallbackRunTest.Thing.class));
        String script = fallback.dryRun().sql();

        fallback.create().requireClean();

        execute(names.app(), "insert into thing (name) values ('a')");
        assertThat(ownerOf("thing")).isEqualTo(names.owner());
        assertThatThrownBy(() -> Fallback.of(login(names.app()), List.of(ThatIsMissing.class))
                        .create())
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith(
                        "could not create what is missing: the role lacks the right, and nothing is kept");
        assumeTrue(Psql.isInstalled(), "psql is not installed");
        postgres.execute("drop table thing");
        assertThat(Psql.run(postgres.config(), Files.writeString(folder.resolve("fallback.sql"), script)))
                .isEmpty();
        assertThat(ownerOf("thing")).isEqualTo(names.owner());
    }

    @Entity
    @SuppressWarnings("unused")
    static class ThatIsMissing {
        @Id
        Long id;
    }

    @Test
    void whatIsRepairedIsTheOwnersToo() throws Exception {
        assumeTrue(Psql.isInstalled(), "psql is not installed");
        Migrations later =
                migrations(postgres.config(), changelog.then(later("create table later (id int primary key);")));
        later.upgrade();
        postgres.execute("drop table later");

        Path script = later.drift().write(folder).orElseThrow();

        assertThat(Psql.run(postgres.config(), script)).isEmpty();
        assertThat(ownerOf("later")).isEqualTo(names.owner());
        execute(names.app(), "insert into later values (1)");
        assertThat(later.verify().findings()).isEmpty();
    }

    private static String ownerOf(String table) {
        return postgres.value(
                String.class, "select pg_get_userbyid(relowner)::text from pg_class where relname = ?", table);
    }

    @Test
    void aChangesetThatNeedsMoreThanTheOwnerMaySaysSo() throws Exception {
        String sql = "set local session_replication_role = replica;";

        assertThatThrownBy(() -> migrations(postgres.config(), changelog.then(later(sql)))
                        .upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessageEndingWith(
                        "; it ran as \"" + names.owner() + "\", who owns the schema: give that role what it"
                                + " should own, or begin a changeset that needs your own rights with: set local role none");

        assertThat(migrations(postgres.config(), changelog.then(later("set local role none;\n" + sql)))
                        .upgrade()
                        .applied())
                .hasSize(1);
    }

    @Test
    void whoIsNoMemberOfTheOwnerDoesNotMigrate() throws Exception {
        Changelog more = changelog.then(later("create table later (id int primary key);"));

        assertThatThrownBy(() -> migrations(login(names.app()), more).upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessage("cannot migrate: the schema belongs to role \"" + names.owner()
                        + "\", and this role is no member of it"
                        + "\n  hint: migrate as the migrator of Changelog.roles(…), another member, or a superuser");
    }

    @Test
    void rowSecurityIsTakenBackInFullOrNotAtAll() {
        Changelog guarded = changelog.then(Changelog.rowSecurity());
        migrations(postgres.config(), guarded).upgrade();
        String all = "select count(*) from pg_class where relforcerowsecurity";
        long before = postgres.value(Long.class, all);
        // As it was when a superuser's versions belonged to the superuser.
        postgres.execute(
                "do $$ begin execute format('alter function stele_tenant(text) owner to %I', current_user); end $$");
        Migrations asMigrator = migrations(login(names.migrator()), guarded);

        assertThat(asMigrator.verify().findings())
                .containsExactly("function \"public.stele_tenant(text)\" belongs to \""
                        + postgres.config().user() + "\" and should to \"" + names.owner() + "\"");
        asMigrator.downgrade(1);
        assertThatThrownBy(() -> asMigrator.downgrade(1))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("must be owner of function stele_tenant (SQLSTATE 42501)\n"
                        + "  hint: nothing of this version is kept; mend it and run again");

        assertThat(before).isEqualTo(12);
        assertThat(postgres.value(Long.class, all)).isEqualTo(11);
        assertThat(postgres.value(Long.class, "select count(*) from pg_policies"))
                .isEqualTo(17);
        assertThat(asMigrator.status().pending()).hasSize(2);
    }

    @Test
    void whatIsAllOrNothingCannotHoldWhatRunsOutsideATransaction() throws Exception {
        Files.writeString(
                folder.resolve("0001-later.sql"),
                "--liquibase formatted sql\n-- stele:one-transaction\n--changeset app:later runInTransaction:false\n"
                        + "vacuum;\n--rollback empty\n");

        assertThatThrownBy(() -> migrations(postgres.config(), Changelog.directory(folder, "later"))
                        .upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessage(
                        "changeset \"app:later\" of later/0001-later.sql runs outside a transaction, and the file says"
                                + " stele:one-transaction\n  hint: give it a file of its own");
    }

    @Test
    void theConnectionComesBackWithItsOwnRights() throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            OneConnection only = new OneConnection(connection);

            Migrations.of(only, MigrationSettings.defaults().withChangelog(changelog.then(Changelog.rowSecurity())))
                    .upgrade();

            try (ResultSet row = statement.executeQuery("select current_user = session_user")) {
                row.next();
                assertThat(row.getBoolean(1)).isTrue();
            }
        }
    }

    @Test
    void theApplicationLeavesReceipts() {
        try (Database database = Database.open(login(names.app()))) {
            database.tx()
                    .receipt()
                    .run(() -> database.sql(connection -> connection
                            .createStatement()
                            .executeUpdate(
                                    "insert into team (name, owner_id, workflow) values ('t', 1, 'sequential')")));
        }

        assertThat(postgres.query("select committed from stele_receipt")).containsExactly(List.of(true));
        assertRefused(names.app(), "drop table stele_receipt");
    }

    @Test
    void receiptsAreKeptInTheTableThatTheLibraryWouldMake() {
        String shape = "select a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
                + " pg_get_expr(d.adbin, d.adrelid), pg_get_indexdef(i.indexrelid)"
                + " from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum"
                + " join pg_index i on i.indrelid = a.attrelid"
                + " where a.attrelid = 'stele_receipt'::regclass and a.attnum > 0 order by a.attnum";
        List<List<Object>> made = postgres.query(shape);
        postgres.execute("drop table stele_receipt");
        try (Database database = Database.open(postgres.config())) {
            database.tx()
                    .receipt()
                    .run(() -> database.sql(connection ->
                            connection.createStatement().executeUpdate("update team set description = 'd'")));
        }

        assertThat(made).hasSize(3).isEqualTo(postgres.query(shape));
    }

    private static void assertRefused(String role, String sql) {
        assertThatThrownBy(() -> execute(role, sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private static void execute(String role, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), role, WORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DatabaseConfig login(String role) {
        return postgres.config().withDatabase(postgres.jdbcUrl(), role, WORD);
    }

    private static String quoted(String role) {
        return "\"" + role + "\"";
    }

    private Changelog later(String sql) throws IOException {
        Files.writeString(
                folder.resolve("0001-later.sql"),
                "--liquibase formatted sql\n--changeset app:later\n" + sql
                        + "\n--rollback drop table if exists later;\n");
        return Changelog.directory(folder, "later");
    }

    private static Migrations migrations(DatabaseConfig config, Changelog changelog) {
        return Migrations.of(config, MigrationSettings.defaults().withChangelog(changelog));
    }
}
