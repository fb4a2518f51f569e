package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.junit.StatementBudget;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInTest {
    // "correct horse battery staple" by bcrypt at cost 4 and 12: the second is a user of the Python system.
    private static final String BCRYPT_4 = "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";
    private static final String BCRYPT_12 = "$2b$12$AgTAJN75SlC//nxWL740JuQ6fcnt90rIIsevPDwb2TETGqOgYPCG.";
    private static final String PASSWORD = "correct horse battery staple";

    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> database);

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("delete from \"user\"");
    }

    @Test
    void anAdoptedBcryptHashVerifiesAndIsUpgradedByTheNextSignIn() {
        Users users = new Users(database, PasswordHasher.argon2id());
        long id = adopted("ada@example.com", BCRYPT_12);

        assertThat(users.authenticate("ada@example.com", "wrong")).isEmpty();
        assertThat(hashOf(id)).isEqualTo(BCRYPT_12);
        assertThat(users.authenticate("ada@example.com", PASSWORD)).contains(Actor.user(id));
        String upgraded = hashOf(id);
        assertThat(users.authenticate("ada@example.com", PASSWORD)).contains(Actor.user(id));

        assertThat(upgraded).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hashOf(id)).isEqualTo(upgraded);
    }

    @Test
    void anUpgradeNeverOverwritesAPasswordThatWasJustChanged() {
        long id = adopted("ada@example.com", BCRYPT_4);
        String changed = TeamsDatabase.QUICK.hash("changed meanwhile");
        Users users = new Users(
                database,
                new Interrupted(() -> postgres.query(
                        "update \"user\" set hashed_password = ? where id = ? returning id", changed, id)));

        assertThat(users.authenticate("ada@example.com", PASSWORD)).contains(Actor.user(id));
        assertThat(hashOf(id)).isEqualTo(changed);
    }

    @Test
    void signingInIsOneStatementAndAnUpgradeOneMore() {
        Users users = new Users(database, TeamsDatabase.QUICK);
        adopted("ada@example.com", BCRYPT_4);

        budget.expect(1, () -> users.authenticate("nobody@example.com", PASSWORD));
        budget.expect(2, () -> users.authenticate("ada@example.com", PASSWORD));
        budget.expect(1, () -> users.authenticate("ada@example.com", PASSWORD));
    }

    @Test
    void anUnknownEmailHashesAsMuchAsAWrongPassword() {
        Counting hasher = new Counting();
        Users users = new Users(database, hasher);
        adopted("ada@example.com", BCRYPT_4);

        assertThat(users.authenticate("ada@example.com", "wrong")).isEmpty();
        assertThat(users.authenticate("nobody@example.com", "wrong")).isEmpty();
        // The right password of somebody else's account opens nothing.
        assertThat(users.authenticate("nobody@example.com", PASSWORD)).isEmpty();

        assertThat(hasher.verified).containsExactly(BCRYPT_4, BCRYPT_4, BCRYPT_4);
    }

    @Test
    void unknownEmailsCostWhatTheAccountsCostAndEachAlwaysTheSame() {
        Counting hasher = new Counting();
        Users users = new Users(database, hasher);
        String argon2id = TeamsDatabase.QUICK.hash("x");
        for (int i = 0; i < 20; i++) {
            adopted("user" + i + "@example.com", i % 2 == 0 ? BCRYPT_4 : argon2id);
        }

        for (int i = 0; i < 40; i++) {
            users.authenticate("nobody" + i + "@example.com", "wrong");
            users.authenticate("NOBODY" + i + "@example.com", "wrong");
        }

        assertThat(hasher.verified).contains(BCRYPT_4, argon2id).hasSize(80);
        for (int i = 0; i < 80; i += 2) {
            assertThat(hasher.verified.get(i + 1)).isEqualTo(hasher.verified.get(i));
        }
    }

    @Test
    void anUnknownEmailCostsAHashEvenInAnEmptyDatabase() {
        Counting hasher = new Counting();

        assertThat(new Users(database, hasher).authenticate("nobody@example.com", "wrong"))
                .isEmpty();
        assertThat(hasher.verified).hasSize(1);
    }

    @Test
    void anUnknownEmailAndAWrongPasswordTakeTheSameTime() {
        Users users = new Users(database, PasswordHasher.argon2id());
        postgres.query(
                "insert into \"user\" (email, hashed_password) values ('ada@example.com', ?) returning id",
                PasswordHasher.argon2id().hash(PASSWORD));
        List<Long> unknown = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            unknown.add(nanos(() -> users.authenticate("nobody@example.com", "wrong")));
            wrong.add(nanos(() -> users.authenticate("ada@example.com", "wrong")));
        }

        // Without the hash the answer would come fifty times as fast. That the same kind of hash is verified is proven
        // above; a clock on a busy machine could not tell more.
        double ratio = (double) Collections.min(unknown) / Collections.min(wrong);
        assertThat(ratio).isBetween(0.2, 5.0);
    }

    // The thread's own time: other processes share the machine.
    private static long nanos(Runnable work) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        work.run();
        return clock.getCurrentThreadCpuTime() - start;
    }

    private static long adopted(String email, String hash) {
        return postgres.value(
                Long.class, "insert into \"user\" (email, hashed_password) values (?, ?) returning id", email, hash);
    }

    private static String hashOf(long id) {
        return postgres.value(String.class, "select hashed_password from \"user\" where id = ?", id);
    }

    /** Notes each hash that a password is compared with. */
    private static final class Counting implements PasswordHasher {
        private final List<String> verified = new ArrayList<>();

        @Override
        public String hash(String password) {
            return TeamsDatabase.QUICK.hash(password);
        }

        @Override
        public boolean verify(String password, String hash) {
            verified.add(hash);
            return TeamsDatabase.QUICK.verify(password, hash);
        }

        @Override
        public boolean needsRehash(String password, String hash) {
            return false;
        }
    }

    /** Lets something happen between the comparison and the upgrade. */
    private record Interrupted(Runnable happening) implements PasswordHasher {
        @Override
        public String hash(String password) {
            happening.run();
            return TeamsDatabase.QUICK.hash(password);
        }

        @Override
        public boolean verify(String password, String hash) {
            return TeamsDatabase.QUICK.verify(password, hash);
        }

        @Override
        public boolean needsRehash(String password, String hash) {
            return TeamsDatabase.QUICK.needsRehash(password, hash);
        }
    }
}
