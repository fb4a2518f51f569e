package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.Transactions;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.NotFound;
import dev.stele.crud.Dao;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Where;
import dev.stele.migrations.backup.Backup;
import dev.stele.migrations.backup.Manifest;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.Workflow;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The families used by the application's role under row-level security: all calls work, and nobody sees another's. */
class RowSecurityTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final Map<String, Object> TOOL = Map.of(
            "url",
            "https://example.com",
            "method",
            "GET",
            "type",
            "function",
            "function",
            Map.of("name", "f", "description", "d", "parameters", Map.of("type", "object", "properties", Map.of())));

    private static TwoTenants tenants;
    private static Database database;

    @BeforeAll
    static void open() {
        tenants = new TwoTenants(postgres);
        database = tenants.open();
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        tenants.close();
    }

    @Test
    void withoutATenantThereAreNoRows() {
        for (String table : TwoTenants.TABLES) {
            assertThat(count(table)).as(table).isZero();
            assertThat(database.tx().call(() -> count(table))).as(table).isZero();
            assertThat(database.tx().tenant("nobody").call(() -> count(table)))
                    .as(table)
                    .isZero();
            assertThat(database.tx().tenant("user:").call(() -> count(table)))
                    .as(table)
                    .isZero();
            assertThat(database.tx().tenant("user:0x1").call(() -> count(table)))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void theOwnerOfTheTablesSeesNoMoreThanAnybody() {
        try (Database asOwner = tenants.open(tenants.names.migrator())) {
            assertThat(ask(asOwner, "select current_user::text")).isEqualTo(tenants.names.owner());
            assertThat(asOwner.tx().tenant("user:" + tenants.bob).call(() -> ask(asOwner, "select count(*) from team")))
                    .isEqualTo("3");
            assertThat(asOwner.tx().tenant("nobody").call(() -> ask(asOwner, "select count(*) from team")))
                    .isEqualTo("0");
        }
    }

    @Test
    void aBackupSeesEverything() {
        try (Database asBackup = tenants.open(tenants.names.backup())) {
            assertThat(ask(asBackup, "select count(*) from team"))
                    .isEqualTo(String.valueOf(postgres.value(Long.class, "select count(*) from team")));
        }
    }

    @Test
    void aBackupHasEveryRowOrDoesNotBegin(@TempDir Path folder) {
        Manifest manifest = Backup.of(tenants.login(tenants.names.backup())).to(folder.resolve("whole"));

        assertThat(manifest.tables())
                .filteredOn(table -> table.name().equals("team"))
                .extracting(Manifest.Table::rows)
                .containsExactly(postgres.value(Long.class, "select count(*) from team"));
        assertThatThrownBy(
                        () -> Backup.of(tenants.login(tenants.names.readOnly())).to(folder.resolve("parts")))
                .isInstanceOf(DatabaseException.class);
        assertThat(folder.resolve("parts")).doesNotExist();
    }

    @Test
    void everyTenantSeesItsOwn() {
        Teams teams = new Teams(database);
        Actor bob = Actor.user(tenants.bob);
        Actor key = Actor.teamKey(tenants.teams.get("bob-one"));

        assertThat(as(bob).call(() -> teams.list(bob, new OffsetRequest(0, 10)).items()))
                .extracting(Team.Out::name)
                .containsExactly("bob-three", "bob-two", "bob-one");
        assertThat(as(key).call(() -> teams.list(key, new OffsetRequest(0, 10)).items()))
                .extracting(Team.Out::name)
                .containsExactly("bob-one");
        assertThat(as(Actor.superuser(1)).call(() -> count("team"))).isGreaterThanOrEqualTo(5);
    }

    @Test
    void theChatOfATeamHasAllThatItsKeyNeeds() {
        String team = "bob-one";
        Actor key = Actor.teamKey(tenants.teams.get(team));
        Teams teams = new Teams(database);

        Teams.Graph graph = as(key).call(() -> teams.graph(key, tenants.teams.get(team)));

        assertThat(graph.root().skills()).extracting(Skill.Tool::name).containsExactly(team);
        assertThat(graph.root().uploads()).extracting(Upload.Ref::name).containsExactly(team);
    }

    @Test
    void theApplicationsRoleDoesEveryCallOfAUser() {
        long ada = tenants.ada;
        Actor.Person actor = Actor.user(ada);
        List<Object> done = as(actor).call(() -> {
            List<Object> results = new ArrayList<>();
            Teams teams = new Teams(database);
            Team.Out team = teams.create(actor, new Team.Create("ada-new", null, Workflow.HIERARCHICAL, ada));
            results.add(teams.patch(actor, team.id(), new Team.Update(Field.unset(), Field.of("ada-said"))));
            Members members = new Members(database);
            Member.Out member = members.insert(actor, memberOf(team.id()));
            results.add(members.list(actor, team.id(), new OffsetRequest(0, 10)));
            Skills skills = new Skills(database);
            Skill.Out skill = skills.insert(actor, new Skill.Create("ada-skill", "does", TOOL, ada));
            members.setSkills(actor, team.id(), member.id(), List.of(skill.id()));
            results.add(members.get(actor, team.id(), member.id()));
            Threads threads = new Threads(database);
            UUID thread = threads.insert(actor, new ChatThread.Create("ada-asks", team.id()))
                    .id();
            Checkpoints checkpoints = new Checkpoints(database);
            UUID checkpoint = UUID.randomUUID();
            checkpoints.upsert(
                    actor,
                    new Checkpoint.Create(thread, "", checkpoint, null, "json", Map.of("a", 1), Map.of("b", 2)),
                    List.of(new CheckpointBlob.Create(thread, "", "ada-channel", "1", "json", new byte[] {1})));
            checkpoints.upsertWrites(
                    actor,
                    List.of(new CheckpointWrite.Create(
                            thread, "", checkpoint, UUID.randomUUID(), 0, "ada-channel", "json", new byte[] {1})));
            results.add(checkpoints.latest(actor, thread, "").orElseThrow());
            ApiKeys keys = new ApiKeys(database, TeamsDatabase.QUICK);
            ApiKeys.Issued issued = keys.issue(actor, team.id(), "ada-key");
            assertThat(keys.authenticate(team.id(), issued.clear())).isPresent();
            results.add(keys.revoke(actor, team.id(), issued.key().id()));
            members.delete(actor, team.id(), member.id());
            threads.delete(actor, team.id(), thread);
            skills.delete(actor, skill.id());
            teams.delete(actor, team.id());
            return results;
        });

        assertThat(done).hasSize(5).doesNotContainNull();
    }

    @Test
    void aKeyIsProvenInItsTeamsName() {
        long team = tenants.teams.get("bob-one");
        ApiKeys keys = new ApiKeys(database, TeamsDatabase.QUICK);
        Actor.Person bob = Actor.user(tenants.bob);
        String clear = as(bob).call(() -> keys.issue(bob, team, "bob-key").clear());

        assertThat(as(Actor.teamKey(team)).call(() -> keys.authenticate(team, clear)))
                .isPresent();
        assertThat(as(Actor.teamKey(tenants.teams.get("ada-one"))).call(() -> keys.authenticate(team, clear)))
                .isEmpty();
        assertThat(keys.authenticate(team, clear)).isEmpty();
    }

    @Test
    void nothingIsWrittenIntoAnothersTeamThoughTheCallItselfWouldAllowIt() {
        Dao<Member, Long> members = new Dao<>(database, Member.class);
        Dao<ChatThread, UUID> threads = new Dao<>(database, ChatThread.class);
        Dao<Skill, Long> skills = new Dao<>(database, Skill.class);
        long adas = tenants.teams.get("ada-one");
        Transactions bob = as(Actor.user(tenants.bob));
        String before = tenants.othersThan("bob-");

        assertDenied(() -> bob.run(() -> members.insert(memberOf(adas))));
        assertDenied(() -> bob.run(() -> threads.insert(new ChatThread.Create("bob-asks", adas))));
        assertDenied(() -> bob.run(() -> skills.insert(new Skill.Create("bob-s", "bob-s", Map.of(), tenants.ada))));
        assertDenied(() -> bob.run(() -> execute("insert into memberskillslink values ("
                + tenants.members.get("bob-one") + ", " + tenants.skills.get("ada-one") + ")")));
        assertDenied(() -> bob.run(() -> execute("update team set owner_id = " + tenants.ada)));
        assertDenied(() -> bob.run(() -> execute("update member set belongs_to = " + adas)));
        assertThat(bob.call(() -> update("update skill set owner_id = " + tenants.bob + " where managed")))
                .isZero();
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> bob.run(() -> members.delete(tenants.members.get("ada-one"))));
        assertThat(tenants.othersThan("bob-")).isEqualTo(before);
    }

    @Test
    void aTemporaryTableDoesNotTakeThePlaceOfTheTeams() {
        Transactions bob = as(Actor.user(tenants.bob));

        assertDenied(() -> bob.run(() -> {
            execute("create temporary table team (id bigint, owner_id bigint) on commit drop");
            execute("insert into pg_temp.team values (" + tenants.teams.get("ada-one") + ", " + tenants.bob + ")");
            execute("insert into member (name, role, type, belongs_to) values ('bob-spy', 'r', 'worker', "
                    + tenants.teams.get("ada-one") + ")");
        }));
    }

    @Test
    void bulkLoadsBelongToTheirTenantToo() {
        Dao<ChatThread, UUID> threads = new Dao<>(database, ChatThread.class);
        long bobs = tenants.teams.get("bob-one");
        long adas = tenants.teams.get("ada-one");
        Transactions bob = as(Actor.user(tenants.bob));
        List<ChatThread.Create> mixed =
                List.of(new ChatThread.Create("bob-a", bobs), new ChatThread.Create("bob-b", adas));

        assertThat(bob.call(() -> threads.insertAll(mixed.subList(0, 1)))).hasSize(1);
        assertDenied(() -> bob.run(() -> threads.insertAll(mixed.subList(1, 2))));
        assertDenied(() -> bob.run(() -> threads.insertAll(
                List.of(new ChatThread.Create("bob-c", bobs), new ChatThread.Create("bob-d", adas)))));
        assertThat(bob.call(
                        () -> threads.copyIn(ChatThread.Create.class, List.of(new ChatThread.Create("bob-e", bobs)))))
                .isEqualTo(1);
        assertDenied(() ->
                bob.run(() -> threads.copyIn(ChatThread.Create.class, List.of(new ChatThread.Create("bob-f", adas)))));
    }

    @Test
    void idleThreadsOfOthersAreNotSwept() {
        Threads threads = new Threads(database);
        Actor.Person root = Actor.superuser(1);
        Transactions bob = as(Actor.user(tenants.bob));
        String before = tenants.othersThan("bob-");

        // A mistake of the application: it names a superuser where a user asks.
        bob.run(() -> threads.deleteIdle(root, Duration.ofMillis(1), 100));

        assertThat(tenants.othersThan("bob-")).isEqualTo(before);
    }

    @Test
    void aFilterOverReferencesFindsNothingOfOthers() {
        Dao<ChatThread, UUID> threads = new Dao<>(database, ChatThread.class);

        List<ChatThread.Out> seen = as(Actor.user(tenants.bob)).call(() -> threads.page(
                        ChatThread.Out.class,
                        Where.everything(ChatThread.class),
                        dev.stele.crud.query.Sort.byId(),
                        PageRequest.first(100))
                .items());

        assertThat(seen).isNotEmpty().allMatch(thread -> thread.query().startsWith("bob-"));
    }

    private static Member.Create memberOf(long team) {
        return new Member.Create(
                "helper", "helps", MemberType.WORKER, team, null, null, null, null, null, null, null, null, null);
    }

    private static void assertDenied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.sqlState())
                .isEqualTo("42501"));
    }

    private static Transactions as(Actor actor) {
        return database.tx().tenant(actor.tenant());
    }

    private static long count(String table) {
        return Long.parseLong(ask(database, "select count(*) from " + table));
    }

    private static void execute(String sql) {
        update(sql);
    }

    private static int update(String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static String ask(Database in, String sql) {
        return in.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
