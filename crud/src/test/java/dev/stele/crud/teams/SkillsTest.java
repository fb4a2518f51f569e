package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.models.Field;
import dev.stele.models.Skill;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SkillsTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> database);

    private static Skills skills;
    private static Person root;
    private static Person ada;
    private static Person bob;
    private long managed;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        skills = new Skills(database);
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        ada = Actor.user(TeamsDatabase.user(postgres, "ada@example.com"));
        bob = Actor.user(TeamsDatabase.user(postgres, "bob@example.com"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void oneManagedSkill() {
        postgres.execute("delete from skill");
        managed = postgres.value(
                Long.class,
                "insert into skill (name, description, managed, owner_id) values ('wikipedia', 'd', true, ?)"
                        + " returning id",
                root.id());
    }

    @Test
    void r18_aManagedSkillIsSeenByAll() {
        assertThat(skills.get(ada, managed)).isEqualTo(skills.get(root, managed));
        assertThat(skills.list(bob, new OffsetRequest(0, 100)).items())
                .extracting(Skill.Out::id)
                .containsExactly(managed);
    }

    @Test
    void r18_aManagedSkillIsChangedByNobody() {
        for (Person actor : List.of(root, ada)) {
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(() -> skills.delete(actor, managed))
                    .withMessage("not allowed to delete Skill \"%d\"\n".formatted(managed)
                            + "  hint: it is managed: what the application declares changes it at start");
            assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> skills.patch(actor, managed, renamed("x")));
        }
        assertThat(skills.get(ada, managed).name()).isEqualTo("wikipedia");
    }

    @Test
    void r19_aSkillNeedsAValidDefinition() {
        long own = insert(ada, "own").id();
        Map<String, Object> wrong = Map.of("url", "nowhere");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> skills.insert(ada, new Skill.Create("s", "d", wrong, ada.id())))
                .satisfies(e -> assertThat(e.errors()).extracting("field").contains("toolDefinition.url"));
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(
                        () -> skills.patch(ada, own, new Skill.Update(Field.unset(), Field.unset(), Field.of(wrong))));
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> skills.patch(
                        ada, own, new Skill.Update(Field.unset(), Field.unset(), TeamsDatabase.explicitNull())))
                .withMessage("the input is not valid: toolDefinition is required for a skill that is not managed");
    }

    @Test
    void r20_onlyTheOwnerOrASuperuserChangesASkill() {
        long own = insert(ada, "own").id();

        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> skills.get(bob, own));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> skills.patch(bob, own, renamed("x")));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> skills.delete(bob, own));
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> skills.get(Actor.teamKey(1), own));
        assertThat(skills.patch(ada, own, renamed("mine")).name()).isEqualTo("mine");
        assertThat(skills.patch(root, own, renamed("moderated")).name()).isEqualTo("moderated");
        skills.delete(root, own);
        assertThat(skills.find(ada, own)).isEmpty();
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> skills.delete(root, own));
    }

    @Test
    void r20_aSkillIsMadeForOneself() {
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(
                        () -> skills.insert(bob, new Skill.Create("s", "d", ToolDefinitionTest.weather(), ada.id())))
                .withMessage("not allowed to create a Skill for another user\n  hint: only a superuser may");
    }

    @Test
    void r31_aListAnswersDataAndCountOfWhatTheActorSees() {
        long first = insert(ada, "first").id();
        long second = insert(ada, "second").id();
        insert(bob, "bobs");

        var page = skills.list(ada, new OffsetRequest(0, 2));

        assertThat(page.items()).extracting(Skill.Out::id).containsExactly(second, first);
        assertThat(page.total().orElseThrow().rows()).isEqualTo(3);
        assertThat(skills.list(root, new OffsetRequest(0, 100))
                        .total()
                        .orElseThrow()
                        .rows())
                .isEqualTo(4);
    }

    @Test
    void q37_skillsAreReadByTheirIdsAndNoneIsLeftOutInSilence() {
        long own = insert(ada, "own").id();
        long bobs = insert(bob, "bobs").id();

        assertThat(skills.getAll(ada, List.of(own, managed, own)))
                .extracting(Skill.Out::id)
                .containsExactly(managed, own);
        assertThat(skills.getAll(ada, List.of())).isEmpty();
        assertThat(skills.getAll(root, List.of(own, bobs))).hasSize(2);
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> skills.getAll(ada, List.of(own, managed, bobs, 999_999L)))
                .withMessage(
                        "Skill \"%d, 999999\" does not exist\n  hint: use find() if it may be missing".formatted(bobs));
        List<Long> many = LongStream.range(900_000, 900_100).boxed().toList();
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> skills.getAll(ada, many))
                .withMessageStartingWith(
                        "Skill \"900000, 900001, 900002, 900003, 900004, 900005, 900006, 900007, 900008,"
                                + " 900009 and 90 more\" does not exist");
    }

    @Test
    void w20_aClientCannotMakeASkillManaged() {
        assertThat(insert(ada, "own").managed()).isFalse();
        assertThat(Skill.Create.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .doesNotContain("managed");
        assertThat(Skill.Update.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .doesNotContain("managed");
    }

    @Test
    void w23_onlySuperusersAndTheAgentsSeeHowAManagedSkillIsCalled() {
        postgres.execute("update skill set tool_definition = '{\"headers\": {\"Authorization\": \"s3cret\"}}'");
        long team = TeamsDatabase.team(postgres, "graph", ada.id());
        postgres.execute("insert into memberskillslink (member_id, skill_id) select id, " + managed
                + " from member where belongs_to = " + team);

        assertThat(List.of(
                        skills.get(ada, managed),
                        skills.find(ada, managed).orElseThrow(),
                        skills.getAll(ada, List.of(managed)).get(0),
                        skills.page(ada, PageRequest.first(1)).items().get(0),
                        skills.list(ada, new OffsetRequest(0, 1)).items().get(0)))
                .allSatisfy(skill -> assertThat(skill.toolDefinition()).isNull())
                .extracting(Skill.Out::name)
                .containsOnly("wikipedia");
        assertThat(skills.get(root, managed).toolDefinition()).containsKey("headers");
        assertThat(new Teams(database).graph(ada, team).root().skills())
                .allSatisfy(tool -> assertThat(tool.toolDefinition()).containsKey("headers"))
                .hasSize(1);
        assertThat(new ManagedSkill("wikipedia", "d", Map.of("headers", Map.of("k", "s3cret"))).toString())
                .isEqualTo("ManagedSkill[name=wikipedia]");
    }

    @Test
    void w24_aSuperuserReadsWhatHeMayChange() {
        long own = insert(ada, "own").id();

        assertThat(skills.get(root, own).toolDefinition()).isEqualTo(ToolDefinitionTest.weather());
        assertThat(skills.list(root, new OffsetRequest(0, 100)).items())
                .extracting(Skill.Out::id)
                .contains(own);
    }

    @Test
    void w25_noCallReachesTheSkillsOfAnother() {
        long own = insert(ada, "own").id();

        assertThat(skills.list(bob, new OffsetRequest(0, 100)).items())
                .extracting(Skill.Out::id)
                .doesNotContain(own);
    }

    @Test
    void w31_everyCallIsOneStatement() {
        long own = insert(ada, "own").id();

        budget.expect(1, () -> insert(ada, "two"));
        budget.expect(1, () -> skills.get(ada, own));
        budget.expect(1, () -> skills.patch(ada, own, renamed("x")));
        budget.expect(1, () -> skills.delete(ada, own));
    }

    private static Skill.Update renamed(String name) {
        return new Skill.Update(Field.of(name), Field.unset(), Field.unset());
    }

    private static Skill.Out insert(Person owner, String name) {
        return skills.insert(owner, new Skill.Create(name, "d", ToolDefinitionTest.weather(), owner.id()));
    }
}
