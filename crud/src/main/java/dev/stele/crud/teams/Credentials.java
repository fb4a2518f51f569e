package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.User;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The password hashes of the users, which no other class reads.
 *
 * <p>No connection is held while a password is hashed, unless the caller's transaction holds one.
 */
final class Credentials {
    // For an unknown e-mail another account's hash is read, so that refusing costs what some real account costs.
    // Which one depends on the e-mail alone: it answers as fast tomorrow as today, like an account would.
    private static final String BY_EMAIL = """
            with decoy as (
                select hashed_password from "user"
                where id >= (select (min(id) + (max(id) - min(id)) * ?::float8)::bigint from "user")
                order by id limit 1
            )
            select u.id, u.is_superuser, u.is_active, coalesce(u.hashed_password, d.hashed_password)
            from decoy d left join "user" u on lower(u.email) = lower(?)
            """;
    private static final String BY_ID =
            "select id, is_superuser, is_active, hashed_password from \"user\" where id = ?";
    private static final String REPLACE = "update \"user\""
            + " set hashed_password = ?, version = version + 1, updated_at = now()"
            + " where id = ? and hashed_password = ?";
    private static final String RESET = "update \"user\""
            + " set hashed_password = ?, version = version + 1, updated_at = now()"
            + " where lower(email) = lower(?) and is_active";

    private final Database database;
    private final PasswordHasher hasher;
    private @Nullable String noAccount;

    Credentials(Database database, PasswordHasher hasher) {
        this.database = database;
        this.hasher = hasher;
    }

    /** The user with this e-mail and password, whose hash is brought up to date on the way. */
    Optional<Person> authenticate(String email, String password) {
        Account account = BoundSql.of(BY_EMAIL, fraction(email), email)
                .first(database, Credentials::account)
                .orElseGet(() -> new Account(null, false, noAccount()));
        boolean right = hasher.verify(password, account.hash());
        Person person = account.person();
        if (!right || person == null) {
            return Optional.empty();
        }
        account.requireActive();
        if (hasher.needsRehash(password, account.hash())) {
            // Whoever changed the password in the meantime wins.
            replace(person.id(), account.hash(), hasher.hash(password));
        }
        return Optional.of(person);
    }

    /** The hash of an active user, empty for an unknown one. */
    Optional<Account> of(long id) {
        return BoundSql.of(BY_ID, id).first(database, Credentials::account);
    }

    /** Replaces a hash unless it is no longer the one expected. */
    boolean replace(long id, String expected, String hash) {
        return BoundSql.of(REPLACE, hash, id, expected).update(database) == 1;
    }

    /** Replaces the hash of the active user with this e-mail, if there is one. */
    boolean reset(String email, String hash) {
        return BoundSql.of(RESET, hash, email).update(database) == 1;
    }

    private static Account account(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        Person person = row.wasNull() ? null : new Person(id, row.getBoolean(2));
        return new Account(person, row.getBoolean(3), row.getString(4));
    }

    // Needed while there is no user at all, so it is worth no field that is always filled.
    private synchronized String noAccount() {
        if (noAccount == null) {
            noAccount = hasher.hash("nobody's password");
        }
        return noAccount;
    }

    /** Where between the first and the last account an e-mail that has none points to, 0 to 1. */
    private static double fraction(String email) {
        byte[] digest = Sha256.of(email.toLowerCase(Locale.ROOT));
        return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1p-53;
    }

    /** Refuses what nobody could sign in with, before the password is hashed at some cost. */
    static void requireFaultless(String email, String password) {
        new Required()
                .value("email", email)
                .value("password", password)
                .faults(new User.Create(email, null, "").faults())
                .check();
    }

    /** The refusal of a user who is not active. */
    static Forbidden inactive() {
        return new Forbidden("sign in", "the user is not active; a superuser can change that");
    }

    /**
     * A stored hash and whose it is.
     *
     * @param person the user, null where no user has the e-mail
     * @param active whether the user may sign in
     * @param hash what a password is to be compared with
     */
    record Account(@Nullable Person person, boolean active, String hash) {
        void requireActive() {
            if (!active) {
                throw inactive();
            }
        }

        /** Shows no hash. */
        @Override
        public String toString() {
            return "Account[" + person + "]";
        }
    }
}
