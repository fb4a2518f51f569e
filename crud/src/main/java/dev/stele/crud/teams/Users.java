package dev.stele.crud.teams;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.eqIgnoringCase;
import static dev.stele.crud.query.Where.ne;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.Dao;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.User;
import dev.stele.models.User_;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users: who they are, how they prove it, and what is left behind when one goes.
 *
 * <p>E-mails are compared without regard to case. Safe for use by many threads.
 */
public final class Users {
    private final Database database;
    private final Dao<User, Long> users;
    private final PasswordHasher hasher;
    private final Credentials credentials;
    private final UserRemoval removal;
    private final boolean openRegistration;

    /** Users whose passwords are hashed by Argon2id. */
    public Users(Database database) {
        this(database, PasswordHasher.argon2id());
    }

    /** Users whose passwords are hashed in the application's own way. */
    public Users(Database database, PasswordHasher hasher) {
        this(database, hasher, false);
    }

    private Users(Database database, PasswordHasher hasher, boolean openRegistration) {
        this.database = database;
        this.users = new Dao<>(database, User.class);
        this.hasher = hasher;
        this.credentials = new Credentials(database, hasher);
        this.removal = new UserRemoval(database);
        this.openRegistration = openRegistration;
    }

    /** The same users, and anybody may register. */
    public Users withOpenRegistration() {
        return new Users(database, hasher, true);
    }

    /**
     * Finds out who signs in; an unknown e-mail takes as long as a wrong password.
     *
     * <p>A hash that is weaker than the present ones, or bcrypt's, is replaced on the way.
     *
     * @return the user, empty if the e-mail or the password is wrong
     * @throws Invalid if one of both is missing
     * @throws Forbidden if both are right but the user is not active
     */
    public Optional<Person> authenticate(String email, String password) {
        required("email", email, "password", password);
        return credentials.authenticate(email, password);
    }

    /**
     * The actor for a user who proved earlier who he is, as by the application's own signed token.
     *
     * @throws NotFound if the user was deleted
     * @throws Forbidden if the user is not active
     */
    public Person identify(long id) {
        User.Out user = users.find(id, User.Out.class).orElseThrow(() -> new NotFound("User", id));
        if (!user.active()) {
            throw Credentials.inactive();
        }
        return new Person(id, user.superuser());
    }

    /**
     * A user as seen by himself or by a superuser.
     *
     * @throws NotFound if there is none, or none that the actor may see
     */
    public User.Out get(Actor actor, long id) {
        return find(actor, id).orElseThrow(() -> new NotFound("User", id));
    }

    /** A user as seen by himself or by a superuser; empty if there is none that the actor may see. */
    public Optional<User.Out> find(Actor actor, long id) {
        Person person = Guard.person(actor, "read a User");
        return users.one(User.Out.class, visible(person).and(eq(User_.id, id)));
    }

    /** The user with this e-mail; empty if there is none that the actor may see. */
    public Optional<User.Out> findByEmail(Actor actor, String email) {
        Person person = Guard.person(actor, "read a User");
        return users.one(User.Out.class, visible(person).and(eqIgnoringCase(User_.email, email)));
    }

    /** Whether another user than this one has the e-mail; the database has the last word when it is written. */
    public boolean isEmailTaken(Actor actor, String email, long exceptId) {
        Guard.person(actor, "look for a User");
        return users.exists(Where.<User>eqIgnoringCase(User_.email, email).and(ne(User_.id, exceptId)));
    }

    /**
     * A page of all users by id, for a superuser.
     *
     * @throws Forbidden for anybody else
     */
    public Page<User.Out> page(Actor actor, PageRequest page) {
        Guard.superuser(actor, "list Users");
        return users.page(User.Out.class, Where.everything(User.class), Sort.byId(), page);
    }

    /** The same by number of rows to skip, with how many there are. */
    public OffsetPage<User.Out> list(Actor actor, OffsetRequest page) {
        Guard.superuser(actor, "list Users");
        return users.offsetPage(User.Out.class, Where.everything(User.class), Sort.byId(), page);
    }

    /**
     * Inserts a user, for a superuser.
     *
     * @throws Invalid if the e-mail or the password is missing or has faults
     * @throws dev.stele.core.error.Duplicate if the e-mail is taken
     */
    public User.Out create(Actor actor, NewUser user) {
        Guard.superuser(actor, "create a User");
        Credentials.requireFaultless(user.email(), user.password());
        return users.insert(
                new User.Create(
                        user.email(), user.fullName(), hasher.hash(user.password()), user.active(), user.superuser()),
                User.Out.class);
    }

    /**
     * Inserts a user without special rights, for somebody who is no user yet.
     *
     * @throws Forbidden if registration is not open
     * @throws Invalid if the e-mail or the password is missing or has faults
     * @throws dev.stele.core.error.Duplicate if the e-mail is taken
     */
    public User.Out register(Registration registration) {
        if (!openRegistration) {
            throw new Forbidden(
                    "register", "registration is closed; an application opens it with withOpenRegistration()");
        }
        Credentials.requireFaultless(registration.email(), registration.password());
        String hash = hasher.hash(registration.password());
        return users.insert(new User.Create(registration.email(), registration.fullName(), hash), User.Out.class);
    }

    /**
     * Changes any user, for a superuser; two statements in a transaction where it takes rights away.
     *
     * @throws NotFound if there is none
     * @throws Forbidden if no active superuser would be left
     * @throws dev.stele.core.error.Duplicate if the e-mail is taken
     */
    public User.Out patch(Actor actor, long id, User.Update change) {
        Guard.superuser(actor, "change User \"" + id + "\"");
        return LastSuperuser.keptBy(database, id, change, () -> users.patch(id, change, User.Out.class));
    }

    /**
     * Changes what users may change of themselves.
     *
     * @throws dev.stele.core.error.Duplicate if the e-mail is taken
     */
    public User.Out patchSelf(Person actor, User.UpdateSelf change) {
        return users.patch(actor.id(), change, User.Out.class);
    }

    /**
     * Gives the actor another password.
     *
     * @throws Invalid if one is missing, the old one is not right, or the new one is the same
     * @throws Forbidden if the actor is no longer active
     * @throws Stale if it was changed by another call meanwhile
     */
    public void changePassword(Person actor, String oldPassword, String newPassword) {
        required("oldPassword", oldPassword, "newPassword", newPassword);
        Credentials.Account account = credentials.of(actor.id()).orElseThrow(() -> new NotFound("User", actor.id()));
        account.requireActive();
        if (!hasher.verify(oldPassword, account.hash())) {
            throw new Invalid("oldPassword", "is not the password of the user");
        }
        if (newPassword.equals(oldPassword)) {
            throw new Invalid("newPassword", "must differ from the old one");
        }
        if (!credentials.replace(actor.id(), account.hash(), hasher.hash(newPassword))) {
            throw new Stale("User", actor.id(), "the password that was checked");
        }
    }

    /**
     * Gives another password to whoever proved to receive mail at this address; the application checks the proof.
     *
     * @return whether an active user has that address; do not tell a client
     * @throws Invalid if one of both is missing
     */
    public boolean resetPassword(String email, String newPassword) {
        required("email", email, "newPassword", newPassword);
        return credentials.reset(email, hasher.hash(newPassword));
    }

    /**
     * Deletes a user with his teams, skills and uploads in one statement; managed skills go to a superuser.
     *
     * @throws NotFound if there is none that the actor may see
     * @throws Forbidden for a superuser who would delete himself, or if no active superuser would be left
     * @throws dev.stele.core.error.Misuse if row security hides from the transaction what the user owns; nothing is
     *     changed
     */
    public void delete(Actor actor, long id) {
        removal.delete(Guard.person(actor, "delete a User"), id);
    }

    /**
     * Deletes a user and hands his teams, skills and uploads to another, for a superuser; all in one statement.
     *
     * @throws NotFound if one of both does not exist; nothing is changed
     * @throws Forbidden if no active superuser would be left
     * @throws dev.stele.core.error.Misuse if row security is in force and the transaction is not a superuser's; nothing
     *     is changed
     */
    public void delete(Actor actor, long id, long heirId) {
        removal.delete(Guard.superuser(actor, "hand over what a User owns"), id, heirId);
    }

    private static void required(String field, String value, String second, String secondValue) {
        new Required().value(field, value).value(second, secondValue).check();
    }

    private static Where<User> visible(Person person) {
        return person.superuser() ? Where.everything(User.class) : eq(User_.id, person.id());
    }

    /**
     * A user as a superuser describes it.
     *
     * @param email the address to sign in with
     * @param fullName the user's name, if known
     * @param password the password, 1 to 1024 bytes
     * @param active whether the user may sign in
     * @param superuser whether the user may see and change what others own
     */
    public record NewUser(String email, @Nullable String fullName, String password, boolean active, boolean superuser) {
        /** An active user without a name and special rights. */
        public static NewUser of(String email, String password) {
            return new NewUser(email, null, password, true, false);
        }

        /** The same with a name. */
        public NewUser withFullName(String name) {
            return new NewUser(email, name, password, active, superuser);
        }

        /** The same, who may see and change what others own. */
        public NewUser asSuperuser() {
            return new NewUser(email, fullName, password, active, true);
        }

        /** The same, who may not sign in yet. */
        public NewUser asInactive() {
            return new NewUser(email, fullName, password, false, superuser);
        }

        /** Shows neither the address nor the password. */
        @Override
        public String toString() {
            return "NewUser[active=" + active + ", superuser=" + superuser + "]";
        }
    }

    /**
     * What somebody sends to become a user.
     *
     * @param email the address to sign in with
     * @param fullName the user's name, if told
     * @param password the password, 1 to 1024 bytes
     */
    public record Registration(String email, @Nullable String fullName, String password) {
        /** Shows neither the address nor the password. */
        @Override
        public String toString() {
            return "Registration[]";
        }
    }
}
