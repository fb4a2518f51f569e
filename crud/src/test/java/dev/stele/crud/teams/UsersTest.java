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
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Users.NewUser;
import dev.stele.crud.teams.Users.Registration;
import dev.stele.models.Field;
import dev.stele.models.User;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsersTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> database);

    private static Users users;
    private static Person root;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        users = new Users(database, TeamsDatabase.QUICK);
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void r1_anEmailIsUniqueInAnyCase() {
        users.create(root, NewUser.of("Twice@example.com", "password"));

        assertThatExceptionOfType(Duplicate.class)
                .isThrownBy(() -> users.create(root, NewUser.of("tWICE@Example.com", "password")))
                .satisfies(e -> assertThat(e.entity()).isEqualTo("User"))
                .withMessageContaining("User with the same")
                .withMessageNotContaining("example");
    }

    @Test
    void r1_anEmailInUseCannotBeTaken() {
        long id = newUser("first@example.com");
        newUser("second@example.com");

        assertThat(users.isEmailTaken(root, "SECOND@example.com", id)).isTrue();
        assertThat(users.isEmailTaken(root, "FIRST@example.com", id)).isFalse();
        assertThatExceptionOfType(Duplicate.class)
                .isThrownBy(() -> users.patchSelf(
                        Actor.user(id), new User.UpdateSelf(Field.of("Second@example.com"), Field.unset())));
    }

    @Test
    void aNewUserIsDescribedStepByStep() {
        NewUser plain = NewUser.of("ada@example.com", "secret");

        assertThat(plain).isEqualTo(new NewUser("ada@example.com", null, "secret", true, false));
        assertThat(plain.withFullName("Ada").asSuperuser().asInactive())
                .isEqualTo(new NewUser("ada@example.com", "Ada", "secret", false, true))
                .hasToString("NewUser[active=false, superuser=true]");
    }

    @Test
    void r2_anInactiveUserIsRefused() {
        long id = newUser("inactive@example.com");
        users.patch(root, id, new User.Update(Field.unset(), Field.unset(), Field.of(false), Field.unset()));

        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.authenticate("inactive@example.com", "password"))
                .withMessage("not allowed to sign in\n  hint: the user is not active; a superuser can change that");
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> users.identify(id));
        assertThat(users.authenticate("inactive@example.com", "wrong")).isEmpty();
        assertThat(users.resetPassword("inactive@example.com", "another")).isFalse();
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.changePassword(Actor.user(id), "password", "another"));
    }

    @Test
    void r3_onlyASuperuserManagesUsers() {
        long id = newUser("plain@example.com");
        Person plain = Actor.user(id);

        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.create(plain, NewUser.of("new@example.com", "password")))
                .withMessage("not allowed to create a User\n  hint: only a superuser may");
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.patch(
                        plain, id, new User.Update(Field.unset(), Field.unset(), Field.unset(), Field.of(true))))
                .withMessage("not allowed to change User \"%d\"\n  hint: only a superuser may".formatted(id));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.list(plain, new OffsetRequest(0, 100)))
                .withMessage("not allowed to list Users\n  hint: only a superuser may");
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.list(Actor.teamKey(1), new OffsetRequest(0, 100)));
    }

    @Test
    void r4_aUserReadsSelfAndASuperuserReadsAll() {
        long id = newUser("self@example.com");
        long other = newUser("other@example.com");

        assertThat(users.get(Actor.user(id), id).email()).isEqualTo("self@example.com");
        assertThat(users.get(root, id).email()).isEqualTo("self@example.com");
        assertThat(users.findByEmail(root, "SELF@example.com"))
                .map(User.Out::id)
                .contains(id);
        assertThat(users.findByEmail(Actor.user(other), "self@example.com")).isEmpty();
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> users.get(Actor.user(other), id))
                .withMessage("User \"%d\" does not exist\n  hint: use find() if it may be missing".formatted(id));
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> users.get(Actor.teamKey(1), id));
    }

    @Test
    void r5_aUserDeletesSelfButASuperuserNever() {
        long id = newUser("leaving@example.com");
        long other = newUser("staying@example.com");

        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> users.delete(Actor.user(other), id));
        users.delete(Actor.user(id), id);
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> users.get(root, id));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.delete(root, root.id()))
                .withMessage("not allowed to delete User \"%d\"\n  hint: a superuser may not delete himself"
                        .formatted(root.id()));
    }

    @Test
    void r5_whoBecameASuperuserSinceSigningInMayNotDeleteHimselfEither() {
        long id = newUser("promoted@example.com");
        users.patch(root, id, new User.Update(Field.unset(), Field.unset(), Field.unset(), Field.of(true)));

        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> users.delete(Actor.user(id), id));
    }

    @Test
    void r6_anotherPasswordNeedsTheOldOneAndMustDiffer() {
        Person person = Actor.user(newUser("changing@example.com"));

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.changePassword(person, "wrong", "another"))
                .withMessage("the input is not valid: oldPassword is not the password of the user");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.changePassword(person, "password", "password"))
                .withMessage("the input is not valid: newPassword must differ from the old one");
        users.changePassword(person, "password", "another");

        assertThat(users.authenticate("changing@example.com", "password")).isEmpty();
        assertThat(users.authenticate("changing@example.com", "another")).contains(person);
    }

    @Test
    void r7_registrationIsClosedUnlessOpened() {
        Registration registration = new Registration("new@example.com", "New", "password");

        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> users.register(registration))
                .withMessage("not allowed to register\n"
                        + "  hint: registration is closed; an application opens it with withOpenRegistration()");
        User.Out registered = users.withOpenRegistration().register(registration);

        assertThat(registered.superuser()).isFalse();
        assertThat(registered.active()).isTrue();
        assertThat(users.authenticate("new@example.com", "password")).contains(Actor.user(registered.id()));
    }

    @Test
    void r8_thePasswordIsNeverShown() {
        NewUser secret = NewUser.of("secret@example.com", "s3cret-password");
        User.Out out = users.create(root, secret);
        String hash = postgres.value(String.class, "select hashed_password from \"user\" where id = ?", out.id());

        assertThat(hash).startsWith("$argon2id$");
        assertThat(out.toString()).doesNotContain("s3cret", hash);
        assertThat(secret.toString()).doesNotContain("s3cret");
        assertThat(new Registration("a@example.com", null, "s3cret-password").toString())
                .doesNotContain("s3cret");
        assertThat(User.Out.class.getRecordComponents())
                .extracting(component -> component.getName().toLowerCase(Locale.ROOT))
                .noneMatch(name -> name.contains("password"));
    }

    @Test
    void r30_anUnsetFieldStaysAndAnExplicitNullIsWritten() {
        long id = users.create(root, NewUser.of("patch@example.com", "password").withFullName("Patch"))
                .id();

        User.Out renamed =
                users.patchSelf(Actor.user(id), new User.UpdateSelf(Field.of("patched@example.com"), Field.unset()));
        User.Out nameless = users.patchSelf(Actor.user(id), new User.UpdateSelf(Field.unset(), Field.of(null)));

        assertThat(renamed.fullName()).isEqualTo("Patch");
        assertThat(nameless.fullName()).isNull();
        assertThat(nameless.email()).isEqualTo("patched@example.com");
        assertThat(nameless.version()).isEqualTo(2);
    }

    @Test
    void w4_theLoserOfTwoEqualRegistrationsIsToldDuplicate() throws Exception {
        Users open = users.withOpenRegistration();
        Callable<User.Out> registering = () -> open.register(new Registration("race@example.com", null, "password"));

        List<Object> outcomes = TeamsDatabase.atOnce(4, registering);

        assertThat(outcomes).filteredOn(User.Out.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Duplicate.class::isInstance).hasSize(3);
    }

    @Test
    void w6_anExplicitNullOnARequiredFieldIsRefusedBeforeTheDatabaseSeesIt() {
        long id = newUser("required@example.com");

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.patchSelf(
                        Actor.user(id), new User.UpdateSelf(TeamsDatabase.explicitNull(), Field.unset())))
                .satisfies(e -> assertThat(e.sqlState()).isNull())
                .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly("email"));
    }

    @Test
    void w7_aUserWhoOwnsThingsIsDeletedWithThemInOneStatement() {
        long id = newUser("owner@example.com");
        long team = TeamsDatabase.team(postgres, "owned", id);
        postgres.execute(
                "insert into thread (id, query, team_id) select gen_random_uuid(), 'q', " + team
                        + " from generate_series(1, 50)",
                "insert into skill (name, description, managed, tool_definition, owner_id)"
                        + " values ('own', 'd', false, '{}', " + id + "), ('shared', 'd', true, null, " + id + ")",
                "insert into upload (name, description, owner_id) values ('file', 'd', " + id + ")");

        budget.expect(1, () -> users.delete(root, id));

        assertThat(postgres.value(Long.class, "select count(*) from team where owner_id = ?", id))
                .isZero();
        assertThat(postgres.value(Long.class, "select count(*) from thread where team_id = ?", team))
                .isZero();
        assertThat(postgres.value(Long.class, "select count(*) from upload where owner_id = ?", id))
                .isZero();
        assertThat(postgres.value(Long.class, "select owner_id from skill where name = 'shared'"))
                .isEqualTo(root.id());
        postgres.execute("delete from skill where name = 'shared'");
    }

    @Test
    void w7_whatAUserOwnsCanBeHandedToAnother() {
        long id = newUser("moving@example.com");
        long heir = newUser("heir@example.com");
        long team = TeamsDatabase.team(postgres, "moved", id);
        postgres.execute(
                "insert into skill (name, description, tool_definition, owner_id) values ('moved', 'd', '{}', " + id
                        + ")",
                "insert into upload (name, description, owner_id) values ('moved', 'd', " + id + ")");

        users.delete(root, id, heir);

        assertThat(postgres.query("""
                        select (select owner_id from team where id = ?),
                            (select owner_id from skill where name = 'moved'),
                            (select owner_id from upload where name = 'moved'),
                            (select count(*) from "user" where id = ?)
                        """, team, id)).containsExactly(List.of(heir, heir, heir, 0L));
    }

    @Test
    void w7_anUnknownHeirIsNamedAndNothingIsDeleted() {
        long id = newUser("kept@example.com");

        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> users.delete(root, id, 999_999))
                .withMessageStartingWith("User \"999999\" does not exist");
        assertThat(users.get(root, id).email()).isEqualTo("kept@example.com");
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> users.delete(root, id, id));
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> users.delete(Actor.user(id), id, root.id()));
    }

    @Test
    void w6_aMissingEmailOrPasswordIsNamedBeforeAnythingIsHashed() {
        Users open = users.withOpenRegistration();
        String both = "the input is not valid:\n  - email must have a value\n  - password must have a value";

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.create(root, NewUser.of(null, null)))
                .withMessage(both);
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> open.register(new Registration(null, null, null)))
                .withMessage(both);
        String wrongAndMissing = "the input is not valid:\n  - password must have a value\n"
                + "  - email must be an e-mail address of at most 254 characters";
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.create(root, NewUser.of("nobody", null)))
                .withMessage(wrongAndMissing);
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> open.register(new Registration("nobody", null, null)))
                .withMessage(wrongAndMissing);
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.authenticate(null, null))
                .withMessage(both);
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.resetPassword("root@example.com", null))
                .withMessage("the input is not valid: newPassword must have a value");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> users.changePassword(root, null, null))
                .withMessage(
                        "the input is not valid:\n  - oldPassword must have a value\n  - newPassword must have a value");
    }

    @Test
    void w8_anUnknownUserIsNotFoundForASuperuserToo() {
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> users.get(root, 999_999))
                .withMessageStartingWith("User \"999999\" does not exist");
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> users.patch(
                        root, 999_999, new User.Update(Field.unset(), Field.of("x"), Field.unset(), Field.unset())));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> users.delete(root, 999_999));
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> users.identify(999_999));
    }

    @Test
    void w27_signingInAndRecoveryIgnoreTheCaseOfTheEmail() {
        long id = newUser("Mixed.Case@Example.com");

        assertThat(users.authenticate("mixed.case@EXAMPLE.com", "password")).contains(Actor.user(id));
        assertThat(users.resetPassword("MIXED.case@example.com", "recovered")).isTrue();
        assertThat(users.authenticate("Mixed.Case@Example.com", "recovered")).contains(Actor.user(id));
        assertThat(users.resetPassword("nobody@example.com", "recovered")).isFalse();
    }

    @Test
    void w31_aReadOrAPatchIsOneStatement() {
        long id = newUser("once@example.com");

        budget.expect(1, () -> users.identify(id));
        budget.expect(1, () -> users.get(root, id));
        budget.expect(1, () -> users.patchSelf(Actor.user(id), new User.UpdateSelf(Field.unset(), Field.of("Once"))));
    }

    private static long newUser(String email) {
        return users.create(root, NewUser.of(email, "password")).id();
    }
}
