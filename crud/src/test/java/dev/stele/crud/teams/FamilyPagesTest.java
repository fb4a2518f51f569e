package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FamilyPagesTest {
    private static final int ROWS = 25;

    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> database);

    private static Users users;
    private static Teams teams;
    private static Members members;
    private static Skills skills;
    private static Person root;
    private static Person ada;
    private static long team;

    @Test
    void whatIsOutOfRangeIsInvalidInEveryFamily() {
        UUID thread = UUID.randomUUID();
        Duration negative = Duration.ofMillis(-1);
        UploadJobs jobs = new Uploads(database).jobs();
        Threads threads = new Threads(database);
        Checkpoints checkpoints = new Checkpoints(database);

        invalid("size must be 1 to 1000 but was 0", () -> PageRequest.first(0));
        invalid("limit must be 1 to 1000 but was 0", () -> Checkpoints.Search.ofThread(thread, 0));
        invalid("limit must be 1 to 1000 but was 1001", () -> Checkpoints.Search.everywhere(1001));
        invalid("limit must be 1 to 1000 but was -1", () -> checkpoints.scan(root, null, -1));
        invalid("idle must be at least 0 but was PT-0.001S", () -> threads.deleteIdle(root, negative, 1));
        invalid("batch must be at least 1 but was 0", () -> threads.deleteIdle(root, Duration.ZERO, 0));
        invalid("atMost must be at least 1 but was 0", () -> jobs.claim(root, 0, Duration.ZERO));
        invalid("lease must be at least 0 but was PT-0.001S", () -> jobs.claim(root, 1, negative));
        invalid("lease must be at least 0 but was PT-0.001S", () -> jobs.claimOf(root, 1, negative));
        invalid("idle must be at least 0 but was PT-0.001S", () -> jobs.failStuck(root, negative));
    }

    private static void invalid(String problem, ThrowingCallable call) {
        assertThatExceptionOfType(Invalid.class).isThrownBy(call).withMessage("the input is not valid: " + problem);
    }

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        users = new Users(database, TeamsDatabase.QUICK);
        teams = new Teams(database);
        members = new Members(database);
        skills = new Skills(database);
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        ada = Actor.user(TeamsDatabase.user(postgres, "ada@example.com"));
        long bob = TeamsDatabase.user(postgres, "bob@example.com");
        team = TeamsDatabase.team(postgres, "ada0", ada.id());
        String rows = " from generate_series(1, " + ROWS + ") n";
        postgres.execute(
                "insert into \"user\" (email, hashed_password) select 'user' || n || '@example.com', ''" + rows,
                "insert into team (name, workflow, owner_id) select 'ada' || n, 'sequential', " + ada.id() + rows,
                "insert into team (name, workflow, owner_id) select 'bob' || n, 'sequential', " + bob + rows,
                "insert into skill (name, description, tool_definition, owner_id) select 's', 'd', '{}', " + ada.id()
                        + rows,
                "insert into skill (name, description, tool_definition, owner_id) select 's', 'd', '{}', " + bob + rows,
                "insert into member (name, role, type, belongs_to) select 'm' || n, 'r', 'worker', " + team + rows);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void w2_pagesOfUsersNeitherRepeatNorLoseRows() {
        List<Long> walked = walk(request -> users.page(root, request).map(User.Out::id));

        assertThat(walked).hasSize(ROWS + 3).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void w2_pagesOfMembersNeitherRepeatNorLoseRows() {
        List<Long> walked = walk(request -> {
            // An update moves a row to the end of its table, and with it to the end of an unordered answer.
            postgres.execute("update member set role = role where id % 3 = 0");
            return members.page(ada, team, request).map(shown -> shown.member().id());
        });

        assertThat(walked).hasSize(ROWS + 1).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void pagesOfTeamsAndSkillsComeNewestFirst() {
        assertThat(walk(request -> teams.page(ada, request).map(Team.Out::id)))
                .hasSize(ROWS + 1)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
        assertThat(walk(request -> teams.page(root, request).map(Team.Out::id))).hasSize(2 * ROWS + 1);
        assertThat(walk(request -> skills.page(ada, request).map(Skill.Out::id)))
                .hasSize(ROWS)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
        assertThat(walk(request -> skills.page(root, request).map(Skill.Out::id)))
                .hasSize(2 * ROWS);
    }

    @Test
    void w25_aCursorOpensOnlyWhatTheActorSees() {
        Page<Team.Out> all = teams.page(root, PageRequest.first(5));

        assertThat(teams.page(ada, PageRequest.first(5)).items()).allMatch(seen -> seen.ownerId() == ada.id());
        // A superuser's cursor in the hands of another user.
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> teams.page(ada, PageRequest.after(all.next(), 5)));
    }

    @Test
    void w32_aTotalIsCountedOnlyWhenAskedFor() {
        assertThat(teams.page(ada, PageRequest.first(5)).total()).isEmpty();
        budget.expect(1, () -> teams.page(ada, PageRequest.first(5)));
        assertThat(teams.page(ada, PageRequest.first(5).with(Count.upTo(10))).total())
                .hasToString("Optional[10+]");
        assertThat(teams.list(ada, new OffsetRequest(0, 5).with(Count.NONE)).total())
                .isEmpty();
    }

    @Test
    void w33_aDeepPageIsFoundByItsKeyAndSkipsNoRows() {
        List<String> sent = new ArrayList<>();
        Page<Team.Out> first = teams.page(ada, PageRequest.first(5));
        try (Database.Observation observed = database.observe(statement -> sent.add(statement.sql()))) {
            teams.page(ada, PageRequest.after(first.next(), 5));
        }

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0)).contains("(t0.id) < (?)").doesNotContain("offset");
    }

    @Test
    void aPageOfTheMembersOfAnUnseenTeamIsNotFound() {
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> members.page(ada, 999_999, PageRequest.first(5)))
                .withMessageStartingWith("Team \"999999\" does not exist");
        assertThat(members.list(ada, team, new OffsetRequest(1000, 5)).items()).isEmpty();
    }

    private static List<Long> walk(Function<PageRequest, Page<Long>> pages) {
        List<Long> walked = new ArrayList<>();
        Page<Long> page = pages.apply(PageRequest.first(4));
        walked.addAll(page.items());
        while (page.hasNext()) {
            page = pages.apply(PageRequest.after(page.next(), 4));
            walked.addAll(page.items());
        }
        return walked;
    }
}
