package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.RoleNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Two users with everything a user can have, in a database with roles and row-level security.
 *
 * <p>Every text of Ada's has {@code ada-} in it and every one of Bob's {@code bob-}; what belongs to a team has the team's
 * name too.
 */
final class TwoTenants implements AutoCloseable {
    static final String WORD = "a-word-of-the-test";

    static final List<String> TABLES = List.of(
            "team",
            "member",
            "memberskillslink",
            "memberuploadslink",
            "thread",
            "checkpoints",
            "checkpoint_blobs",
            "checkpoint_writes",
            "apikey",
            "skill",
            "upload");

    private final Connection admin;
    final PostgresExtension postgres;
    final RoleNames names;
    final long ada;
    final long bob;
    final Map<String, Long> teams = new TreeMap<>();
    final Map<String, UUID> threads = new TreeMap<>();
    final Map<String, Long> members = new TreeMap<>();
    final Map<String, Long> skills = new TreeMap<>();
    final Map<String, Long> uploads = new TreeMap<>();
    final Map<String, Long> keys = new TreeMap<>();

    TwoTenants(PostgresExtension postgres) {
        this.postgres = postgres;
        admin = postgres.connect();
        names = RoleNames.of("tenants" + ProcessHandle.current().pid() + "_" + Long.toHexString(System.nanoTime()))
                .allowingStaging()
                .withGuardedRows();
        Changelog changelog = Changelog.bundled().then(Changelog.roles(names)).then(Changelog.rowSecurity());
        Migrations.of(postgres.config(), MigrationSettings.defaults().withChangelog(changelog))
                .upgrade();
        for (String role : List.of(names.app(), names.readOnly(), names.backup(), names.migrator())) {
            postgres.execute("alter role \"" + role + "\" password '" + WORD + "'");
        }
        ada = TeamsDatabase.user(postgres, "ada@example.com");
        bob = TeamsDatabase.user(postgres, "bob@example.com");
        for (String team : List.of("ada-one", "ada-two", "bob-one", "bob-two", "bob-three")) {
            fill(team, team.startsWith("ada") ? ada : bob);
        }
        postgres.execute("insert into skill (name, description, managed, owner_id) values ('shared', 'managed', true, "
                + ada + ")");
    }

    /** The database as the application's role sees it, over one connection. */
    Database open() {
        return open(names.app());
    }

    Database open(String role) {
        PoolSettings one = new PoolSettings(
                PoolSettings.Mode.POOLED, 1, Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30));
        DatabaseConfig config = postgres.config().withPool(one).withDatabase(postgres.jdbcUrl(), role, WORD);
        return Database.open(config, Families.entities());
    }

    DatabaseConfig login(String role) {
        return postgres.config().withDatabase(postgres.jdbcUrl(), role, WORD);
    }

    private void fill(String team, long owner) {
        long id = TeamsDatabase.team(postgres, team, owner);
        teams.put(team, id);
        long member = one("select id from member where belongs_to = " + id);
        members.put(team, member);
        long skill = one("insert into skill (name, description, managed, owner_id, tool_definition) values ('" + team
                + "', '" + team + "', false, " + owner + ", '{\"secret\": \"" + team + "\"}') returning id");
        skills.put(team, skill);
        long upload = one("insert into upload (name, description, owner_id, status, last_modified) values ('" + team
                + "', '" + team + "', " + owner + ", 'COMPLETED', now()) returning id");
        uploads.put(team, upload);
        postgres.execute(
                "insert into memberskillslink values (" + member + ", " + skill + ")",
                "insert into memberuploadslink values (" + member + ", " + upload + ")");
        keys.put(
                team,
                one("insert into apikey (description, short_key, team_id, digest) values ('" + team + "', '" + team
                        + "', " + id + ", sha256('" + team + "')) returning id"));
        UUID thread = UUID.randomUUID();
        threads.put(team, thread);
        UUID checkpoint = UUID.randomUUID();
        postgres.execute(
                "insert into thread (id, query, team_id) values ('" + thread + "', '" + team + "', " + id + ")",
                "insert into checkpoints (thread_id, checkpoint_id, checkpoint, metadata) values ('" + thread + "', '"
                        + checkpoint + "', '{\"text\": \"" + team + "\"}', '{\"run_id\": \"" + team + "\"}')",
                "insert into checkpoint_blobs (thread_id, channel, version, type, blob) values ('" + thread + "', '"
                        + team + "', '1', 'json', '" + team + "')",
                "insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, blob) values ('"
                        + thread + "', '" + checkpoint + "', '" + UUID.randomUUID() + "', 0, '" + team + "', '" + team
                        + "')");
    }

    private long one(String sql) {
        return postgres.value(Long.class, sql);
    }

    /** All rows but those of the user or the team whose texts begin with {@code marker}, in one hash. */
    String othersThan(String marker) {
        StringBuilder sql = new StringBuilder("select md5(concat(");
        String comma = "";
        for (String table : TABLES) {
            sql.append(comma)
                    .append("(select string_agg(t::text, '|' order by t::text) from ")
                    .append(table)
                    .append(" t where not ")
                    .append(isOf(table))
                    .append(')');
            comma = ", ";
        }
        try (PreparedStatement statement =
                admin.prepareStatement(sql.append("))").toString())) {
            for (int i = 1; i <= TABLES.size(); i++) {
                statement.setString(i, marker + "%");
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String isOf(String table) {
        String teams = "(select x.id from team x where x.name like ?)";
        return switch (table) {
            case "team" -> "name like ?";
            case "member" -> "belongs_to in " + teams;
            case "thread", "apikey" -> "team_id in " + teams;
            case "memberskillslink", "memberuploadslink" ->
                "member_id in (select m.id from member m where m.belongs_to in " + teams + ")";
            case "skill", "upload" ->
                "(owner_id = (select u.id from \"user\" u where u.email = replace(?, '-%', '@example.com'))) is true";
            default -> "thread_id in (select h.id from thread h where h.team_id in " + teams + ")";
        };
    }

    /** Drops what belongs to the server. */
    @Override
    public void close() throws SQLException {
        admin.close();
        for (String role : List.of(names.app(), names.readOnly(), names.backup(), names.migrator(), names.owner())) {
            postgres.execute("drop owned by \"" + role + "\" cascade", "drop role \"" + role + "\"");
        }
    }
}
