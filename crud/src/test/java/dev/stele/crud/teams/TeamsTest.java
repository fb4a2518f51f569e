package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.NotFound;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Field;
import dev.stele.models.MemberType;
import dev.stele.models.Team;
import dev.stele.models.Workflow;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> database);

    private static Teams teams;
    private static Person root;
    private static Person ada;
    private static Person bob;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        teams = new Teams(database);
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        ada = Actor.user(TeamsDatabase.user(postgres, "ada@example.com"));
        bob = Actor.user(TeamsDatabase.user(postgres, "bob@example.com"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void r9_aTeamNameIsUniqueOverAllOwners() {
        create(ada, "unique-name");

        assertThatExceptionOfType(Duplicate.class)
                .isThrownBy(() -> create(bob, "unique-name"))
                .withMessage("Team with the same name (constraint \"team_name_key\") already exists\n"
                        + "  hint: pick other values, or use upsert() or insertIgnore() of a Dao");
        assertThat(teams.isNameTaken(bob, "unique-name")).isTrue();
        assertThat(teams.isNameTaken(bob, "free-name")).isFalse();
    }

    @Test
    void r9_aTeamMayKeepItsOwnName() {
        Team.Out team = create(ada, "own-name");

        assertThat(teams.isNameTaken(ada, "own-name", team.id())).isFalse();
        assertThat(teams.isNameTaken(ada, "own-name", team.id() + 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "ümlaut", "line\n"})
    void r9_aTeamNameHasItsPattern(String name) {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> create(ada, name))
                .withMessage("the input is not valid: name must be 1 to 64 letters, digits, \"_\" or \"-\"");
    }

    @Test
    void r10_aWorkflowIsOneOfTwo() {
        assertThat(Workflow.values()).extracting(Workflow::column).containsExactly("hierarchical", "sequential");
        assertThatThrownBy(() -> postgres.execute(
                        "insert into team (name, workflow, owner_id) values ('w', 'anarchic', " + ada.id() + ")"))
                .hasMessageContaining("team_workflow_check");
    }

    @Test
    void r11_onlyTheOwnerOrASuperuserReadsAndChangesATeam() {
        Team.Out team = create(ada, "adas");
        Team.Update renaming = new Team.Update(Field.unset(), Field.of("changed"));

        assertThat(teams.get(ada, team.id())).isEqualTo(team);
        assertThat(teams.get(root, team.id())).isEqualTo(team);
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> teams.get(bob, team.id()))
                .withMessage(
                        "Team \"%d\" does not exist\n  hint: use find() if it may be missing".formatted(team.id()));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> teams.patch(bob, team.id(), renaming));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> teams.delete(bob, team.id()));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> teams.graph(bob, team.id()));
        assertThat(teams.find(bob, team.id())).isEmpty();
        assertThat(teams.patch(root, team.id(), renaming).description()).isEqualTo("changed");
    }

    @Test
    void r11_aTeamIsMadeForOneself() {
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> teams.create(bob, new Team.Create("for-ada", null, Workflow.SEQUENTIAL, ada.id())))
                .withMessage("not allowed to create a Team for another user\n  hint: only a superuser may");
        assertThat(teams.create(root, new Team.Create("for-ada", null, Workflow.SEQUENTIAL, ada.id()))
                        .ownerId())
                .isEqualTo(ada.id());
        assertThatExceptionOfType(MissingReference.class)
                .isThrownBy(() -> teams.create(root, new Team.Create("nobodys", null, Workflow.SEQUENTIAL, 999_999)))
                .satisfies(e -> assertThat(e.fields()).containsExactly("owner"));
    }

    @Test
    void r12_aNewTeamHasExactlyOneRoot() {
        Team.Out hierarchical = teams.create(ada, new Team.Create("tree", null, Workflow.HIERARCHICAL, ada.id()));
        Team.Out sequential = teams.create(ada, new Team.Create("chain", null, Workflow.SEQUENTIAL, ada.id()));

        assertThat(members(hierarchical.id()))
                .containsExactly(List.of("treeLeader", "root", hierarchical.id(), "openai", "gpt-4o-mini", 0.7, false));
        assertThat(members(sequential.id()))
                .containsExactly(List.of("Worker0", "freelancer_root", 0L, "openai", "gpt-4o-mini", 0.7, false));
    }

    @Test
    void r14_anApiKeyReadsItsTeamAndNothingElse() {
        Team.Out team = create(ada, "keyed");
        Team.Out other = create(ada, "not-keyed");
        Actor key = Actor.teamKey(team.id());

        assertThat(teams.get(key, team.id())).isEqualTo(team);
        assertThat(teams.graph(key, team.id()).team()).isEqualTo(team);
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> teams.get(key, other.id()));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> teams.graph(key, other.id()));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> teams.delete(key, team.id()))
                .withMessage("not allowed to delete Team \"%d\"\n".formatted(team.id())
                        + "  hint: an API key opens the chat with its team and nothing else");
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> teams.create(key, creation(ada, "by-key")));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> teams.patch(key, team.id(), new Team.Update(Field.unset(), Field.of("by key"))));
    }

    @Test
    void r31_aListAnswersDataAndCountOfWhatTheActorSees() {
        Person eve = Actor.user(TeamsDatabase.user(postgres, "eve@example.com"));
        List<Long> ids = List.of(
                create(eve, "eve1").id(),
                create(eve, "eve2").id(),
                create(eve, "eve3").id());

        var page = teams.list(eve, new OffsetRequest(1, 1));

        assertThat(page.items()).extracting(Team.Out::id).containsExactly(ids.get(1));
        assertThat(page.total().orElseThrow().rows()).isEqualTo(3);
        assertThat(teams.list(root, new OffsetRequest(0, 100))
                        .total()
                        .orElseThrow()
                        .rows())
                .isEqualTo(postgres.value(Long.class, "select count(*) from team"));
    }

    @Test
    void w30_r32_deletingATeamDeletesAllBelowItInOneStatement() {
        Team.Out team = create(ada, "full");
        postgres.execute(
                "insert into thread (id, query, team_id) select gen_random_uuid(), 'q', " + team.id()
                        + " from generate_series(1, 1000)",
                "insert into checkpoints (thread_id, checkpoint_id) select id, gen_random_uuid() from thread"
                        + " where team_id = " + team.id(),
                "insert into checkpoint_blobs (thread_id, channel, version, type) select id, 'c', '1', 't' from thread"
                        + " where team_id = " + team.id(),
                "insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, type, blob)"
                        + " select id, gen_random_uuid(), gen_random_uuid(), 0, 'c', 't', '' from thread"
                        + " where team_id = " + team.id(),
                "insert into apikey (short_key, digest, team_id) values ('a...b', sha256('w30'), " + team.id() + ")");

        budget.expect(1, () -> teams.delete(ada, team.id()));
        assertThat(postgres.query(
                        "select (select count(*) from member where belongs_to = ?),"
                                + " (select count(*) from thread where team_id = ?),"
                                + " (select count(*) from apikey where team_id = ?)",
                        team.id(),
                        team.id(),
                        team.id()))
                .containsExactly(List.of(0L, 0L, 0L));
        assertThat(postgres.query("select (select count(*) from checkpoints), (select count(*) from checkpoint_blobs),"
                        + " (select count(*) from checkpoint_writes)"))
                .containsExactly(List.of(0L, 0L, 0L));
    }

    @Test
    void w4_theLoserOfTwoEqualTeamsIsToldDuplicate() throws Exception {
        List<Object> outcomes = TeamsDatabase.atOnce(4, () -> create(ada, "raced"));

        assertThat(outcomes).filteredOn(Team.Out.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Duplicate.class::isInstance).hasSize(3);
        assertThat(postgres.value(Long.class, "select count(*) from member where name = 'racedLeader'"))
                .isEqualTo(1);
    }

    @Test
    void w5_aTeamIsNeverWithoutItsLeader() {
        // A leader that the database refuses takes the team with it: the old design had committed the team by then.
        postgres.execute("alter table member add constraint no_leader check (name <> 'headlessLeader')");

        assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> create(ada, "headless"));
        assertThat(teams.isNameTaken(ada, "headless")).isFalse();

        postgres.execute("alter table member drop constraint no_leader");
        assertThat(members(create(ada, "headless").id())).hasSize(1);
    }

    @Test
    void w5_theLeaderOfATeamWithTheLongestNameHasAValidName() {
        String longest = "n".repeat(64);

        Team.Out team = create(ada, longest);

        assertThat(members(team.id()).get(0).get(0)).isEqualTo("n".repeat(58) + "Leader");
    }

    @Test
    void w6_anExplicitNullOnTheNameIsRefusedBeforeTheDatabaseSeesIt() {
        Team.Out team = create(ada, "not-null");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(
                        () -> teams.patch(ada, team.id(), new Team.Update(TeamsDatabase.explicitNull(), Field.unset())))
                .satisfies(e -> assertThat(e.sqlState()).isNull());
    }

    @Test
    void w6_aMissingNameOrWorkflowIsNamedBeforeTheDatabaseIsAsked() {
        budget.expect(0, () -> assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> teams.create(ada, new Team.Create(null, null, null, ada.id())))
                .withMessage("the input is not valid:\n  - name must have a value\n  - workflow must have a value"));
        budget.expect(0, () -> assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> teams.create(ada, new Team.Create("a b", null, null, ada.id())))
                .withMessage("the input is not valid:\n  - workflow must have a value\n"
                        + "  - name must be 1 to 64 letters, digits, \"_\" or \"-\""));
    }

    @Test
    void w25_noCallReachesTheTeamOfAnother() {
        Team.Out team = create(ada, "private");

        assertThat(teams.list(bob, new OffsetRequest(0, 100)).items())
                .extracting(Team.Out::id)
                .doesNotContain(team.id());
        assertThat(teams.find(bob, team.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void w29_aTeamWithAllItsMembersIsThreeStatements(int size) {
        Team.Out team = create(ada, "graph" + size);
        postgres.execute(
                "insert into member (name, role, type, belongs_to) select 'M' || n, 'works', 'worker', " + team.id()
                        + " from generate_series(2, " + size + ") n",
                "insert into skill (name, description, tool_definition, owner_id)"
                        + " select 's' || n, 'd', '{\"headers\": {\"k\": \"v\"}}', " + ada.id()
                        + " from generate_series(1, 3) n",
                "insert into upload (name, description, owner_id) values ('f', 'd', " + ada.id() + ")",
                "insert into memberskillslink select m.id, s.id from member m, skill s where m.belongs_to = "
                        + team.id() + " and s.owner_id = " + ada.id(),
                "insert into memberuploadslink select m.id, u.id from member m, upload u where m.belongs_to = "
                        + team.id() + " and u.owner_id = " + ada.id());

        Teams.Graph graph = budget.expect(3, () -> teams.graph(ada, team.id()));

        assertThat(graph.members()).hasSize(size);
        assertThat(graph.root().member().type()).isEqualTo(MemberType.ROOT);
        assertThat(graph.members()).allSatisfy(node -> {
            assertThat(node.skills()).isNotEmpty().isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
            assertThat(node.skills().get(0).toolDefinition()).containsKey("headers");
            assertThat(node.uploads()).isNotEmpty();
        });
    }

    @Test
    void w16_membersComeInAStableOrder() {
        Team.Out team = create(ada, "ordered");
        postgres.execute("insert into member (name, role, type, belongs_to) select 'M' || n, 'works', 'worker', "
                + team.id() + " from generate_series(2, 20) n");
        List<Long> before = ids(teams.graph(ada, team.id()));
        // An update moves a row to the end of its table, and with it to the end of an unordered answer.
        postgres.execute("update member set role = 'leads' where type = 'root' and belongs_to = " + team.id());

        assertThat(ids(teams.graph(ada, team.id()))).isEqualTo(before).isSorted();
        assertThat(teams.graph(ada, team.id()).members().get(0).member().name()).isEqualTo("orderedLeader");
    }

    @Test
    void w31_aReadPatchOrCreationIsOneStatement() {
        Team.Out team = create(ada, "counted");

        budget.expect(1, () -> teams.get(ada, team.id()));
        budget.expect(1, () -> teams.patch(ada, team.id(), new Team.Update(Field.of("recounted"), Field.unset())));
        budget.expect(1, () -> create(ada, "counted-too"));
    }

    private static List<Long> ids(Teams.Graph graph) {
        return graph.members().stream().map(node -> node.member().id()).toList();
    }

    private static Team.Create creation(Person owner, String name) {
        return new Team.Create(name, null, Workflow.HIERARCHICAL, owner.id());
    }

    private static Team.Out create(Person owner, String name) {
        return teams.create(owner, creation(owner, name));
    }

    private static List<List<Object>> members(long team) {
        return postgres.query(
                "select name, type, coalesce(owner_of, 0), provider, model, temperature, interrupt"
                        + " from member where belongs_to = ?",
                team);
    }
}
