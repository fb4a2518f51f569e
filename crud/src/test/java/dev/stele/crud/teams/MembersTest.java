package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Upload;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> database);

    private static Members members;
    private static Person root;
    private static Person ada;
    private static Person bob;
    private long team;
    private long bobs;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        members = new Members(database);
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        ada = Actor.user(TeamsDatabase.user(postgres, "ada@example.com"));
        bob = Actor.user(TeamsDatabase.user(postgres, "bob@example.com"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void twoTeams() {
        postgres.execute("delete from team", "delete from skill", "delete from upload");
        team = TeamsDatabase.team(postgres, "adas", ada.id());
        bobs = TeamsDatabase.team(postgres, "bobs", bob.id());
    }

    @Test
    void r11_onlyTheOwnerOrASuperuserReadsAndChangesMembers() {
        long id = worker("one");

        assertThat(members.get(ada, team, id)).isEqualTo(members.get(root, team, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.get(bob, team, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.patch(bob, team, id, role("x")));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.delete(bob, team, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.setSkills(bob, team, id, List.of()));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.list(bob, team, new OffsetRequest(0, 100)));
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> members.insert(bob, new Member.Create("two", "r", MemberType.WORKER, team)))
                .withMessageStartingWith("Team \"%d\" does not exist".formatted(team));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> members.patch(Actor.teamKey(team), team, id, role("x")));
    }

    @ParameterizedTest
    @EnumSource(
            value = MemberType.class,
            names = {"ROOT", "FREELANCER_ROOT"})
    void r12_aTeamHasExactlyOneRoot(MemberType type) {
        long leader = leader();
        long id = worker("one");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.insert(ada, new Member.Create("second", "r", type, team)))
                .withMessage("the input is not valid: type must not be a root: a team has exactly one");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, id, type(type)))
                .withMessage("the input is not valid: type must not be a root: a team has exactly one");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, leader, type(MemberType.WORKER)))
                .withMessage("the input is not valid: type must stay as it is for the root of a team");
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> members.delete(ada, team, leader))
                .withMessage("not allowed to delete Member \"%d\"\n".formatted(leader)
                        + "  hint: it is the root of its team; delete the team, or change what the root does");
        assertThat(postgres.value(
                        Long.class,
                        "select count(*) from member where belongs_to = ? and type in ('root', 'freelancer_root')",
                        team))
                .isEqualTo(1);
    }

    @Test
    void r12_theRootMayBeRenamedAndKeepItsType() {
        long leader = leader();

        members.patch(ada, team, leader, type(MemberType.ROOT));
        assertThat(members.patch(ada, team, leader, name("Boss")).name()).isEqualTo("Boss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "line\n"})
    void r13_aMemberNameHasItsPattern(String name) {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.insert(ada, new Member.Create(name, "r", MemberType.WORKER, team)))
                .withMessage("the input is not valid: name must be 1 to 64 letters, digits, \"_\" or \"-\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "ignore", "error"})
    void r13_aMemberNameIsNotReserved(String name) {
        long id = worker("one");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.insert(ada, new Member.Create(name, "r", MemberType.WORKER, team)))
                .withMessage("the input is not valid: name must not be user, ignore or error");
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> members.patch(ada, team, id, name(name)));
    }

    @Test
    void r13_aMemberNameIsUniqueInItsTeam() {
        long id = worker("one");
        members.insert(bob, new Member.Create("one", "r", MemberType.WORKER, bobs));

        assertThatExceptionOfType(Duplicate.class)
                .isThrownBy(() -> worker("one"))
                .satisfies(e -> assertThat(e.fields()).containsExactly("name", "team"));
        assertThat(members.isNameTaken(ada, team, "one")).isTrue();
        assertThat(members.isNameTaken(ada, team, "two")).isFalse();
        assertThat(members.isNameTaken(ada, team, "one", id)).isFalse();
        assertThat(members.isNameTaken(bob, team, "one")).isFalse();
    }

    @Test
    void r14_aSuperuserNeedsTheRightTeamToo() {
        long id = worker("one");

        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.get(root, bobs, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.patch(root, bobs, id, role("x")));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.delete(root, bobs, id));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> members.setSkills(root, bobs, id, List.of()));
    }

    @Test
    void r15_aMemberHasTheDefaults() {
        Member.Out out = members.insert(ada, new Member.Create("plain", "r", MemberType.WORKER, team));

        assertThat(out.provider()).isEqualTo("openai");
        assertThat(out.model()).isEqualTo("gpt-4o-mini");
        assertThat(out.temperature()).isEqualTo(0.7);
        assertThat(out.interrupt()).isFalse();
        assertThat(out).isEqualTo(members.get(ada, team, out.id()).member());
    }

    @ParameterizedTest
    @EnumSource(MemberType.class)
    void r16_aTypeIsStoredAsTheExistingSystemNamesIt(MemberType type) {
        postgres.execute("update member set type = '%s' where belongs_to = %d".formatted(type.column(), team));

        assertThat(members.get(ada, team, onlyMember()).member().type()).isEqualTo(type);
    }

    @Test
    void r17_linksDieWithEitherSide() {
        long id = worker("one");
        long skill = skill(ada, "s", false);
        long upload = upload(ada, "u");
        members.setSkills(ada, team, id, List.of(skill));
        members.setUploads(ada, team, id, List.of(upload));

        postgres.execute("delete from skill where id = " + skill);
        assertThat(members.get(ada, team, id).skills()).isEmpty();
        members.delete(ada, team, id);
        assertThat(postgres.value(Long.class, "select count(*) from memberuploadslink"))
                .isZero();
    }

    @Test
    void w1_aTotalCountsTheTeamForASuperuserToo() {
        worker("one");
        worker("two");

        assertThat(members.list(root, team, new OffsetRequest(0, 1))
                        .total()
                        .orElseThrow()
                        .rows())
                .isEqualTo(3);
        assertThat(members.list(root, bobs, new OffsetRequest(0, 1))
                        .total()
                        .orElseThrow()
                        .rows())
                .isEqualTo(1);
        assertThat(members.list(ada, team, new OffsetRequest(0, 100))
                        .total()
                        .orElseThrow()
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void w2_pagesOfMembersNeitherRepeatNorLoseRows() {
        for (int i = 0; i < 9; i++) {
            worker("m" + i);
        }

        List<Long> walked = new ArrayList<>();
        for (int skip = 0; skip < 10; skip += 3) {
            members.list(ada, team, new OffsetRequest(skip, 3))
                    .items()
                    .forEach(shown -> walked.add(shown.member().id()));
            // An update moves a row to the end of its table, and with it to the end of an unordered answer.
            postgres.execute("update member set role = role where belongs_to = " + team + " and id % 2 = 0");
        }

        assertThat(walked).hasSize(10).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void w4_theLoserOfTwoEqualMembersIsToldDuplicate() throws Exception {
        List<Object> outcomes = TeamsDatabase.atOnce(4, () -> worker("raced"));

        assertThat(outcomes).filteredOn(Long.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Duplicate.class::isInstance).hasSize(3);
    }

    @Test
    void w6_anExplicitNullOnARequiredFieldIsRefusedBeforeTheDatabaseSeesIt() {
        long id = worker("one");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(
                        ada,
                        team,
                        id,
                        TeamsDatabase.memberUpdate(
                                Field.unset(), TeamsDatabase.explicitNull(), Field.unset(), Field.unset())))
                .satisfies(e -> assertThat(e.sqlState()).isNull())
                .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly("role"));
    }

    @Test
    void w6_aMissingNameRoleOrTypeIsNamedBeforeTheDatabaseIsAsked() {
        budget.expect(0, () -> assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.insert(ada, new Member.Create(null, null, null, team)))
                .withMessage("the input is not valid:\n  - name must have a value\n  - role must have a value"
                        + "\n  - type must have a value"));
        budget.expect(0, () -> assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.insert(ada, new Member.Create("a b", null, MemberType.ROOT, team)))
                .withMessage("the input is not valid:\n  - role must have a value\n"
                        + "  - type must not be a root: a team has exactly one\n"
                        + "  - name must be 1 to 64 letters, digits, \"_\" or \"-\""));
    }

    @Test
    void w9_aMemberOfAnUnknownTeamIsNotFoundForASuperuserToo() {
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> members.insert(root, new Member.Create("lost", "r", MemberType.WORKER, 999_999)))
                .withMessageStartingWith("Team \"999999\" does not exist");
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> members.list(root, 999_999, new OffsetRequest(0, 100)));
        // Behind the end too: what is not on a page says nothing of the team.
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> members.list(bob, team, new OffsetRequest(5, 100)))
                .withMessageStartingWith("Team \"%d\" does not exist".formatted(team));
        assertThat(members.list(ada, team, new OffsetRequest(5, 100)).items()).isEmpty();
    }

    @Test
    void aMemberIsDrawnSomewhere() {
        Member.Create plain = new Member.Create("nowhere", "r", MemberType.WORKER, team);

        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(() -> members.insert(ada, plain.withPosition(odd, odd)))
                    .withMessage("the input is not valid:\n  - positionX must be a finite number\n"
                            + "  - positionY must be a finite number");
        }
        Member.Out there = members.insert(ada, plain.withPosition(-1.5, 2));
        Member.Update away = new Member.Update(
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.of(Double.NaN),
                Field.of(Double.NEGATIVE_INFINITY),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset());
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.patch(ada, team, there.id(), away))
                .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly("positionX", "positionY"));
    }

    @Test
    void q20_anApiKeyReadsMembersInTheGraphOnly() {
        Actor key = Actor.teamKey(team);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> members.page(key, team, PageRequest.first(10)),
                () -> members.list(key, team, new OffsetRequest(0, 10)),
                () -> members.find(key, team, 1),
                () -> members.get(key, team, 1))) {
            assertThatExceptionOfType(Forbidden.class)
                    .isThrownBy(call)
                    .withMessageEndingWith("hint: an API key opens the chat with its team and nothing else");
        }
        assertThat(new Teams(database).graph(key, team).members()).isNotEmpty();
    }

    @Test
    void w21_onlyWhatTheActorMayUseIsAttached() {
        long id = worker("one");
        long managed = skill(root, "managed", true);
        long own = skill(ada, "own", false);
        long foreign = skill(bob, "foreign", false);
        long foreignUpload = upload(bob, "foreign");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.setSkills(ada, team, id, List.of(managed, own, foreign)))
                .withMessage(
                        "the input is not valid: skills must exist and be yours to use, but these are not: " + foreign);
        assertThat(members.get(ada, team, id).skills()).isEmpty();
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.setUploads(ada, team, id, List.of(foreignUpload)))
                .withMessage("the input is not valid: uploads must exist and be yours to use, but these are not: "
                        + foreignUpload);

        members.setSkills(ada, team, id, List.of(managed, own));
        assertThat(members.get(ada, team, id).skills())
                .extracting(Skill.Ref::id)
                .containsExactly(managed, own);
    }

    @Test
    void w21_unknownIdsAreNamedAndNothingIsChanged() {
        long id = worker("one");
        long own = skill(ada, "own", false);
        members.setSkills(ada, team, id, List.of(own));

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.setSkills(ada, team, id, List.of(999_999L, 888_888L)))
                .withMessage("the input is not valid: skills must exist and be yours to use, but these are not: "
                        + "888888, 999999");
        assertThat(members.get(ada, team, id).skills())
                .extracting(Skill.Ref::id)
                .containsExactly(own);
    }

    @Test
    void w21_ofManyUnknownIdsTenAreNamed() {
        long id = worker("one");
        List<Long> many = LongStream.range(900_000, 1_000_000).boxed().toList();
        String named = "900000, 900001, 900002, 900003, 900004, 900005, 900006, 900007, 900008, 900009 and 99990 more";

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.setSkills(ada, team, id, many))
                .withMessageEndingWith("but these are not: " + named);
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.setUploads(ada, team, id, many))
                .withMessageEndingWith("but these are not: " + named);
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> members.setUploads(ada, team, id, many.subList(0, 10)))
                .withMessageEndingWith(named.replace(" and 99990 more", ""));
    }

    @Test
    void w21_whatASuperuserAttachedMayStay() {
        long id = worker("one");
        long foreign = skill(bob, "foreign", false);
        long own = skill(ada, "own", false);
        members.setSkills(root, team, id, List.of(foreign));

        members.setSkills(ada, team, id, List.of(foreign, own));

        assertThat(members.get(ada, team, id).skills())
                .extracting(Skill.Ref::id)
                .containsExactly(foreign, own);
    }

    @Test
    void replacingASetLeavesExactlyThatSet() {
        long id = worker("one");
        List<Long> uploads = List.of(upload(ada, "a"), upload(ada, "b"), upload(ada, "c"));

        members.setUploads(ada, team, id, uploads.subList(0, 2));
        members.setUploads(ada, team, id, List.of(uploads.get(2), uploads.get(1), uploads.get(1)));

        assertThat(members.get(ada, team, id).uploads())
                .extracting(Upload.Ref::id)
                .containsExactly(uploads.get(1), uploads.get(2));
        members.setUploads(ada, team, id, List.of());
        assertThat(members.get(ada, team, id).uploads()).isEmpty();
    }

    @Test
    void twoReplacementsAtOnceLeaveOneOfTheSetsAndNoMixture() throws Exception {
        long id = worker("one");
        List<Long> skills = List.of(skill(ada, "a", false), skill(ada, "b", false));
        AtomicInteger turn = new AtomicInteger();

        for (int i = 0; i < 10; i++) {
            TeamsDatabase.atOnce(2, () -> {
                members.setSkills(ada, team, id, List.of(skills.get(turn.getAndIncrement() % 2)));
                return "done";
            });
            assertThat(members.get(ada, team, id).skills()).hasSize(1);
        }
    }

    @Test
    void w22_aMemberCannotBeMovedToAnotherTeam() {
        assertThat(Member.Update.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .noneMatch(name -> name.contains("team") || name.contains("belongs"));
    }

    @Test
    void w23_whatIsEmbeddedInAMemberHoldsNoSecrets() {
        long id = worker("one");
        postgres.execute("insert into skill (id, name, description, tool_definition, owner_id)"
                + " values (5000, 's', 'd', '{\"headers\": {\"Authorization\": \"s3cret\"}}', " + ada.id() + ")");
        members.setSkills(ada, team, id, List.of(5000L));

        assertThat(members.get(ada, team, id).toString()).contains("id=5000").doesNotContain("s3cret");
        assertThat(Arrays.stream(Members.Shown.class.getRecordComponents())
                        .filter(component -> component.getName().equals("skills"))
                        .map(component -> component.getGenericType().getTypeName()))
                .containsExactly("java.util.List<dev.stele.models.Skill$Ref>");
        assertThat(Skill.Ref.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .doesNotContain("toolDefinition");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void w29_aPageOfMembersWithSkillsAndUploadsIsThreeStatements(int size) {
        postgres.execute("insert into member (name, role, type, belongs_to) select 'M' || n, 'works', 'worker', " + team
                + " from generate_series(2, " + size + ") n");
        long managed = skill(root, "managed", true);
        postgres.execute(
                "insert into memberskillslink select id, " + managed + " from member where belongs_to = " + team);

        assertThat(budget.expect(3, () -> members.list(ada, team, new OffsetRequest(0, 100)))
                        .items())
                .hasSize(size)
                .allSatisfy(shown ->
                        assertThat(shown.skills()).extracting(Skill.Ref::id).containsExactly(managed));
    }

    @Test
    void w31_aWriteIsOneStatement() {
        long id = worker("one");
        Member.Create two = new Member.Create("two", "r", MemberType.WORKER, team);

        budget.expect(1, () -> members.patch(ada, team, id, role("x")));
        budget.expect(1, () -> members.insert(ada, two));
        budget.expect(1, () -> members.delete(ada, team, id));
    }

    private long worker(String name) {
        return members.insert(ada, new Member.Create(name, "r", MemberType.WORKER, team))
                .id();
    }

    private long onlyMember() {
        return postgres.value(Long.class, "select id from member where belongs_to = ?", team);
    }

    private long leader() {
        return postgres.value(Long.class, "select id from member where belongs_to = ? and type = 'root'", team);
    }

    private static long skill(Person owner, String name, boolean managed) {
        return postgres.value(
                Long.class,
                "insert into skill (name, description, managed, tool_definition, owner_id)"
                        + " values (?, 'd', ?, '{}', ?) returning id",
                name,
                managed,
                owner.id());
    }

    private static long upload(Person owner, String name) {
        return postgres.value(
                Long.class,
                "insert into upload (name, description, owner_id) values (?, 'd', ?) returning id",
                name,
                owner.id());
    }

    private static Member.Update role(String role) {
        return TeamsDatabase.memberUpdate(Field.unset(), Field.of(role), Field.unset(), Field.unset());
    }

    private static Member.Update name(String name) {
        return TeamsDatabase.memberUpdate(Field.of(name), Field.unset(), Field.unset(), Field.unset());
    }

    private static Member.Update type(MemberType type) {
        return TeamsDatabase.memberUpdate(Field.unset(), Field.unset(), Field.of(type), Field.unset());
    }
}
