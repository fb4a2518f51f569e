package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The optional roles, and what each of them can and cannot do. */
class RolesChangelogTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final String WORD = "a-word-of-the-test";

    // Roles belong to the server, which other test classes share.
    private final RoleNames names =
            RoleNames.of("stele-t@" + ProcessHandle.current().pid());
    private final Changelog changelog = Changelog.bundled().then(Changelog.roles(names));
    private final Migrations migrations =
            Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog));

    @BeforeEach
    void migrate() {
        postgres.execute("drop schema if exists public cascade", "create schema public");
        migrations.upgrade();
        for (String role : List.of(names.migrator(), names.app(), names.readOnly(), names.backup())) {
            postgres.execute("alter role \"" + role + "\" password '" + WORD + "'");
        }
        postgres.execute("insert into \"user\" (email, hashed_password) values ('a@b.c', 'x')");
    }

    @AfterEach
    void dropRoles() {
        for (String role : List.of(
                "stele_t_admin", names.app(), names.readOnly(), names.backup(), names.migrator(), names.owner())) {
            List<List<Object>> there = postgres.query("select 1 from pg_roles where rolname = ?", role);
            if (!there.isEmpty()) {
                postgres.execute("drop owned by \"" + role + "\" cascade", "drop role \"" + role + "\"");
            }
        }
    }

    @Test
    void theOwnerCannotLogInAndHasEveryTable() {
        assertThat(postgres.value(Boolean.class, "select rolcanlogin from pg_roles where rolname = ?", names.owner()))
                .isFalse();
        assertThat(postgres.query("select distinct pg_get_userbyid(relowner) from pg_class"
                        + " where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')"))
                .containsExactly(List.of(names.owner()));
    }

    @Test
    void theApplicationReadsAndWritesRows() throws SQLException {
        try (Connection app = connect(names.app());
                Statement statement = app.createStatement()) {
            statement.execute("insert into team (name, owner_id, workflow) values ('t', 1, 'sequential')");
            statement.execute("update team set description = 'd'");
            statement.execute("select * from team for update");
            statement.execute("select count(*) from databasechangelog");
            assertThat(statement.executeUpdate("delete from team")).isEqualTo(1);
        }
    }

    @Test
    void theApplicationDoesNothingElse() {
        List<String> refused = List.of(
                "create table extra (id int)",
                "create temporary table extra (id int)",
                "create schema extra",
                "create function f() returns int language sql return 1",
                "drop table team",
                "truncate team cascade",
                "alter table team add column x int",
                "alter table team disable row level security",
                "create index on team (name)",
                "create role extra",
                "copy team to program 'true'",
                "copy team to '/tmp/extra'",
                "insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)"
                        + " values ('a', 'b', 'c', now(), 1, 'x')",
                "delete from databasechangelog",
                "select setval('team_id_seq', 1)",
                "set session_replication_role = replica",
                "select pg_read_file('postgresql.conf')");

        refused.forEach(sql -> assertRefused(names.app(), sql));
    }

    @Test
    void theApplicationStagesLoadsWhereItIsAllowed() throws SQLException {
        Changelog staging = Changelog.bundled().then(Changelog.roles(names.allowingStaging()));

        Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(staging))
                .upgrade();

        try (Connection app = connect(names.app());
                Statement statement = app.createStatement()) {
            statement.execute("create temporary table extra (id int)");
        }
        assertRefused(names.app(), "create table extra2 (id int)");
    }

    @Test
    void whoReadsOnlyWritesNothing() throws SQLException {
        List<String> refused = List.of(
                "insert into team (name, owner_id, workflow) values ('t', 1, 'sequential')",
                "update \"user\" set email = 'x'",
                "delete from \"user\"",
                "truncate team cascade",
                "select * from team for update",
                "create table extra (id int)",
                "create temporary table extra (id int)",
                "select nextval('team_id_seq')",
                "copy team to program 'true'");

        for (String role : List.of(names.readOnly(), names.backup())) {
            // Not only since a transaction only reads unless told otherwise.
            refused.forEach(sql -> assertRefused(role, "set default_transaction_read_only = off; " + sql));
            try (Connection reader = connect(role);
                    Statement statement = reader.createStatement()) {
                assertThat(statement.execute("select * from \"user\"")).isTrue();
            }
        }
    }

    @Test
    void eachRoleHasItsLimits() throws SQLException {
        assertThat(settings(names.app(), "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"))
                .containsExactly("30s", "5s", "30s");
        assertThat(settings(names.readOnly(), "statement_timeout", "default_transaction_read_only"))
                .containsExactly("30s", "on");
        assertThat(settings(names.migrator(), "role", "lock_timeout", "stele.tenant"))
                .containsExactly(names.owner(), "3s", "*");
        assertThat(settings(names.backup(), "statement_timeout", "default_transaction_read_only", "stele.tenant"))
                .containsExactly("0", "on", "*");
        assertThat(settings(names.app(), "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"))
                .containsExactly("30", "10", "3");
        assertThat(settings(names.app(), "tcp_user_timeout")).containsExactly("30000");
        if (postgres.majorVersion() >= 17) {
            assertThat(settings(names.app(), "transaction_timeout")).containsExactly("10min");
        }
    }

    @Test
    void tablesThatTheMigratorMakesLaterAreTheOwnersAndTheApplicationsToUse() throws SQLException {
        try (Connection migrator = connect(names.migrator());
                Statement statement = migrator.createStatement()) {
            statement.execute("create table later (id bigint generated by default as identity)");
        }

        try (Connection app = connect(names.app());
                Statement statement = app.createStatement()) {
            statement.execute("insert into later default values");
            statement.execute("delete from later");
        }
        assertRefused(names.app(), "drop table later");
        assertRefused(names.readOnly(), "set default_transaction_read_only = off; insert into later default values");
        assertThat(postgres.value(
                        String.class, "select pg_get_userbyid(relowner)::text from pg_class where relname = 'later'"))
                .isEqualTo(names.owner());
    }

    @Test
    void theMigratorMigratesAndVerifiesWithoutAScratchDatabaseOfItsOwn() {
        Changelog more = changelog.then(Changelog.rowSecurity());
        Migrations asMigrator = Migrations.of(
                login(names.migrator()), MigrationSettings.defaults().withChangelog(more));

        assertThat(asMigrator.upgrade().applied()).isNotEmpty();
        assertThat(asMigrator.verify().findings()).isEmpty();
        assertThat(asMigrator.downgrade(1).reverted()).isNotEmpty();
    }

    @Test
    void verifiesCleanAndGoesDownAndUpAgain() {
        assertThat(migrations.verify().findings()).isEmpty();
        assertThat(migrations.current().label()).isEqualTo("stele-roles:0004");

        migrations.downgradeTo("stele:0011");

        assertRefused(names.app(), "select * from public.team");
        assertThat(postgres.query("select distinct pg_get_userbyid(relowner) = current_user from pg_class"
                        + " where relnamespace = 'public'::regnamespace"))
                .containsExactly(List.of(true));
        migrations.upgrade();
        assertThat(migrations.verify().findings()).isEmpty();
    }

    @Test
    void whoMayMakeRolesNeedBeNoSuperuser() {
        postgres.execute(
                "drop schema public cascade",
                "create role stele_t_admin login createrole password '" + WORD + "'",
                "create schema public authorization stele_t_admin",
                "drop owned by \"" + names.app() + "\", \"" + names.readOnly() + "\", \"" + names.backup() + "\", \""
                        + names.migrator() + "\", \"" + names.owner() + "\"",
                "drop role \"" + names.app() + "\", \"" + names.readOnly() + "\", \"" + names.backup() + "\", \""
                        + names.migrator() + "\", \"" + names.owner() + "\"",
                "do $$ begin execute format('grant create, connect, temporary on database %I to stele_t_admin"
                        + " with grant option', current_database()); end $$");

        Migrations.of(login("stele_t_admin"), MigrationSettings.defaults().withChangelog(changelog))
                .upgrade();
        postgres.execute("alter role \"" + names.app() + "\" password '" + WORD + "'");

        assertRefused(names.app(), "drop table team");
        assertRefused(names.app(), "create table extra (id int)");
    }

    @Test
    void theScriptDoesTheSame() {
        String script = changelog.script("stele:0011", "head");

        assertThat(script).contains("'" + names.app() + "'").doesNotContain(":'app'", ":\"owner\"");
    }

    @Test
    void otherNamesAreAnEditOfWhatWasApplied() {
        Changelog renamed =
                Changelog.bundled().then(Changelog.roles(RoleNames.of("other"))).then(Changelog.rowSecurity());

        assertThatThrownBy(() -> Migrations.of(
                                postgres.config(), MigrationSettings.defaults().withChangelog(renamed))
                        .upgrade())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("edited after it was applied");
    }

    private static void assertRefused(String role, String sql) {
        assertThatThrownBy(() -> {
                    try (Connection connection = connect(role);
                            Statement statement = connection.createStatement()) {
                        // Each for itself: what begins as one transaction has one setting.
                        for (String part : sql.split("; ")) {
                            statement.execute(part);
                        }
                    }
                })
                .as(role + ": " + sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private static List<String> settings(String role, String... names) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(role);
                Statement statement = connection.createStatement()) {
            for (String name : names) {
                try (ResultSet row = statement.executeQuery("select current_setting('" + name + "')")) {
                    row.next();
                    values.add(row.getString(1));
                }
            }
        }
        return values;
    }

    private static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), role, WORD);
    }

    private static DatabaseConfig login(String role) {
        return postgres.config().withDatabase(postgres.jdbcUrl(), role, WORD);
    }
}
