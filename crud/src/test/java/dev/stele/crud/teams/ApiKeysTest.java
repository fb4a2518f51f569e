package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.ApiKeys.Issued;
import dev.stele.models.ApiKey;
import dev.stele.models.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiKeysTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    // A key of the Python system and its bcrypt hash, made by passlib.
    private static final String ADOPTED = "Aq3_example-key-for-tests-only-000000000001";
    private static final String BCRYPT = "$2b$12$K3W8LLOQkV/SNxwDz6td2.EhW.C33anYdx62fmeporWfikypDJ8k2";

    private static Database database;
    private static ApiKeys keys;
    private static final CountingHasher hasher = new CountingHasher();
    private static Actor owner;
    private static Actor stranger;
    private static Actor superuser;
    private static long team;
    private static long sales;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config(), Families.entities());
        keys = new ApiKeys(database, hasher);
        long ownerId = TeamsDatabase.user(postgres, "ada@example.com");
        owner = Actor.user(ownerId);
        stranger = Actor.user(TeamsDatabase.user(postgres, "eve@example.com"));
        superuser = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        team = TeamsDatabase.team(postgres, "research", ownerId);
        sales = TeamsDatabase.team(postgres, "sales", ownerId);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("delete from apikey");
        hasher.verified.set(0);
    }

    @Test
    void w9_theKeysOfATeamThatTheActorDoesNotSeeAreNotFound() {
        String missing = "Team \"%d\" does not exist\n  hint: use find() if it may be missing";

        assertThat(keys.ofTeam(owner, team, PageRequest.first(2)).items()).isEmpty();
        assertThatThrownBy(() -> keys.ofTeam(stranger, team, PageRequest.first(2)))
                .isInstanceOf(NotFound.class)
                .hasMessage(missing.formatted(team));
        assertThatThrownBy(() -> keys.ofTeam(superuser, 4711, new OffsetRequest(5, 2)))
                .isInstanceOf(NotFound.class)
                .hasMessage(missing.formatted(4711));
    }

    @Test
    void q56_r28_aKeyIsShownOnceAndOnlyItsDigestAndShortFormAreKept() {
        Statements statements = Statements.of(database);

        Issued issued = keys.issue(owner, team, "for the robot");

        assertThat(statements.end()).hasSize(1);
        assertThat(issued.clear()).matches("stele_[A-Za-z0-9_-]{43}");
        assertThat(issued.key().shortKey())
                .isEqualTo(Objects.requireNonNull(KeyText.parse(issued.clear())).shortForm());
        assertThat(issued).hasToString("Issued[key=" + issued.key().shortKey() + ", clear=***]");
        assertThat(postgres.value(String.class, "select row_to_json(k)::text from apikey k"))
                .doesNotContain(issued.clear().substring(6))
                .contains("for the robot");
        assertThat(postgres.query("select digest, hashed_key from apikey").get(0))
                .containsExactly(
                        Objects.requireNonNull(KeyText.parse(issued.clear())).digest(), null);
    }

    @Test
    void r28_aBlankDescriptionBecomesNull() {
        assertThat(keys.issue(owner, team, "   ").key().description()).isNull();
    }

    @Test
    void w9_issuingNeedsATeamThatTheActorSees() {
        assertThatThrownBy(() -> keys.issue(superuser, 4711, null))
                .isInstanceOf(NotFound.class)
                .hasMessage("Team \"4711\" does not exist\n  hint: use find() if it may be missing");
        assertThatThrownBy(() -> keys.issue(stranger, team, null)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> keys.issue(Actor.teamKey(team), team, null))
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to issue an ApiKey\n"
                        + "  hint: an API key opens the chat with its team and nothing else");
        assertThat(postgres.value(Long.class, "select count(*) from apikey")).isZero();
    }

    @Test
    void q55_w1_w2_pagesATeamsKeysInOrderWithTheTeamsTotal() {
        keys.issue(owner, sales, "elsewhere");
        for (int n = 0; n < 5; n++) {
            keys.issue(owner, team, "k" + n);
        }

        for (Actor actor : List.of(owner, superuser)) {
            List<String> walked = new ArrayList<>();
            Page<ApiKey.Out> page =
                    keys.ofTeam(actor, team, PageRequest.first(2).with(Count.EXACT));
            assertThat(page.total().orElseThrow().rows()).isEqualTo(5);
            page.items().forEach(key -> walked.add(key.description()));
            while (page.hasNext()) {
                page = keys.ofTeam(actor, team, PageRequest.after(page.next(), 2));
                page.items().forEach(key -> walked.add(key.description()));
            }
            assertThat(walked).containsExactly("k4", "k3", "k2", "k1", "k0");
        }
    }

    @Test
    void w26_aKeyIsVerifiedByOneProbeOfAnIndexAndNoSlowHash() {
        Issued issued = keys.issue(owner, team, null);
        postgres.query(
                "insert into apikey (short_key, digest, team_id)"
                        + " select 'abcd...wxyz', sha256(n::text::bytea), ? from generate_series(1, 5000) n returning id",
                team);
        postgres.execute("analyze apikey");
        Statements statements = Statements.of(database);

        assertThat(keys.authenticate(team, issued.clear())).contains(Actor.teamKey(team));

        assertThat(statements.end()).hasSize(1);
        assertThat(hasher.verified).hasValue(0);
        assertThat(postgres.query("explain select from apikey where digest = sha256('x') and team_id = " + team))
                .anyMatch(line -> line.toString().contains("apikey_digest_key"));
    }

    @Test
    void r29_aKeyIsValidForItsTeamOnly() {
        Issued issued = keys.issue(owner, team, null);

        assertThat(keys.authenticate(sales, issued.clear())).isEmpty();
        assertThat(keys.authenticate(team, issued.clear())).isPresent();
    }

    @Test
    void aWrongKeyOpensNothing() {
        Issued issued = keys.issue(owner, team, null);

        assertThat(keys.authenticate(team, KeyText.random().clear())).isEmpty();
        assertThat(keys.authenticate(team, null)).as("no key sent").isEmpty();
        assertThat(keys.authenticate(team, issued.clear().substring(0, 48))).isEmpty();
        assertThat(keys.authenticate(team, "")).isEmpty();
        assertThat(keys.authenticate(team, "x".repeat(1_000_000))).isEmpty();
        assertThat(keys.authenticate(team, "' or '1' = '1' -- 12345678")).isEmpty();
    }

    @Test
    void aKeyThatHasEndedAlreadyIsNotIssued() {
        long before = postgres.value(Long.class, "select count(*) from apikey");

        for (Instant past : List.of(Instant.now().minusSeconds(1), Instant.EPOCH)) {
            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(() -> keys.issue(owner, team, null, past))
                    .withMessage("the input is not valid: expiresAt must be in the future by the database's clock");
        }
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> keys.issue(owner, 999_999, null, Instant.EPOCH))
                .withMessageStartingWith("Team \"999999\"");

        assertThat(postgres.value(Long.class, "select count(*) from apikey")).isEqualTo(before);
    }

    @Test
    void aKeyIsFoundByWhoSeesItsTeam() {
        long id = keys.issue(owner, team, "mine").key().id();

        assertThat(keys.find(owner, team, id).map(ApiKey.Out::description)).contains("mine");
        assertThat(keys.find(owner, team, 999_999)).isEmpty();
        assertThat(keys.find(Actor.user(999_999), team, id)).isEmpty();
        assertThatExceptionOfType(Forbidden.class).isThrownBy(() -> keys.find(Actor.teamKey(team), team, id));
        assertThat(keys.find(Actor.superuser(1), team + 999_999, id)).isEmpty();
    }

    @Test
    void r28_aBlankDescriptionIsNoneInAPatchToo() {
        long id = keys.issue(owner, team, "for the report").key().id();

        assertThat(keys.patch(owner, team, id, new ApiKey.Update(Field.of(" \t "), Field.unset()))
                        .description())
                .isNull();
        assertThat(keys.patch(owner, team, id, new ApiKey.Update(Field.of(" x "), Field.unset()))
                        .description())
                .isEqualTo(" x ");
        assertThat(new ApiKey.Update(null, null).description()).isNull();
    }

    @Test
    void anExpiredOrRevokedKeyOpensNothing() {
        Issued expired = keys.issue(owner, team, null, Instant.now().plus(Duration.ofHours(1)));
        postgres.execute("update apikey set expires_at = now() - interval '1 hour' where id = "
                + expired.key().id());
        Issued later = keys.issue(owner, team, null, Instant.now().plus(Duration.ofHours(1)));
        Issued revoked = keys.issue(owner, team, null);
        Statements statements = Statements.of(database);

        ApiKey.Out out = keys.revoke(owner, team, revoked.key().id());

        assertThat(statements.end()).hasSize(1);
        assertThat(out.revokedAt()).isNotNull();
        assertThat(keys.authenticate(team, expired.clear())).isEmpty();
        assertThat(keys.authenticate(team, revoked.clear())).isEmpty();
        assertThat(keys.authenticate(team, later.clear())).isPresent();
        assertThat(keys.revoke(owner, team, revoked.key().id()).revokedAt()).isEqualTo(out.revokedAt());
    }

    @Test
    void theUseIsStampedAtMostOnceAMinute() {
        Issued issued = keys.issue(owner, team, null);

        keys.authenticate(team, issued.clear());
        Object first = lastUsed();
        keys.authenticate(team, issued.clear());

        assertThat(first).isNotNull();
        assertThat(lastUsed()).isEqualTo(first);
        postgres.execute("update apikey set last_used_at = now() - interval '2 minutes'");
        keys.authenticate(team, issued.clear());
        assertThat(lastUsed()).isNotEqualTo(first);
    }

    @Test
    void theStampIsNotWaitedFor() throws Exception {
        Issued issued = keys.issue(owner, team, null);
        try (var other = postgres.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("select from apikey for update");

            assertThat(CompletableFuture.supplyAsync(() -> keys.authenticate(team, issued.clear())))
                    .succeedsWithin(Duration.ofSeconds(5))
                    .isEqualTo(Optional.of(Actor.teamKey(team)));
            other.rollback();
        }
    }

    @Test
    void w26_anAdoptedKeyGainsItsDigestOnFirstUse() {
        adopt(ADOPTED, BCRYPT);

        assertThat(keys.authenticate(team, ADOPTED)).isPresent();
        assertThat(hasher.verified).hasValue(1);
        Statements statements = Statements.of(database);
        assertThat(keys.authenticate(team, ADOPTED)).isPresent();

        assertThat(statements.end()).hasSize(1);
        assertThat(hasher.verified).hasValue(1);
        assertThat(postgres.query("select digest, hashed_key from apikey").get(0))
                .containsExactly(Objects.requireNonNull(KeyText.parse(ADOPTED)).digest(), BCRYPT);
    }

    @Test
    void w26_theShortFormNarrowsAdoptedKeysToOneCandidate() {
        for (int n = 0; n < 20; n++) {
            adopt("Zz" + n + "_another-key-of-the-python-system-" + n, BCRYPT);
        }
        adopt(ADOPTED, BCRYPT);

        assertThat(keys.authenticate(team, "Aq3_unknown-key-of-the-python-system-9999"))
                .isEmpty();
        assertThat(hasher.verified).hasValue(0);
        assertThat(keys.authenticate(team, "Aq3_wrong-key-with-the-same-short-form-0001"))
                .isEmpty();
        assertThat(hasher.verified).hasValue(1);
        assertThat(keys.authenticate(sales, ADOPTED)).isEmpty();
        assertThat(hasher.verified).hasValue(1);
        assertThat(keys.authenticate(team, ADOPTED)).isPresent();
    }

    @Test
    void anAdoptedKeyUsedByManyAtOnceOpensForAll() {
        adopt(ADOPTED, BCRYPT);

        List<Boolean> opened = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> keys.authenticate(team, ADOPTED).isPresent()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(opened).containsOnly(true);
    }

    @Test
    void aRevokedAdoptedKeyOpensNothing() {
        adopt(ADOPTED, BCRYPT);
        postgres.execute("update apikey set revoked_at = now()");

        assertThat(keys.authenticate(team, ADOPTED)).isEmpty();
        assertThat(hasher.verified).hasValue(0);
    }

    @Test
    void q57_deletesAKeyOfTheTeam() {
        Issued issued = keys.issue(owner, team, null);
        long id = issued.key().id();

        for (Actor actor : List.of(stranger, superuser)) {
            assertThatThrownBy(() -> keys.delete(actor, actor == stranger ? team : sales, id))
                    .isInstanceOf(NotFound.class)
                    .hasMessage("ApiKey \"" + id + "\" does not exist\n  hint: use find() if it may be missing");
        }
        keys.delete(owner, team, id);

        assertThat(keys.authenticate(team, issued.clear())).isEmpty();
    }

    @Test
    void patchesWhatAKeyIsForAndWhenItEnds() {
        long id = keys.issue(owner, team, "old").key().id();

        ApiKey.Out out = keys.patch(owner, team, id, new ApiKey.Update(Field.of("new"), Field.unset()));

        assertThat(out.description()).isEqualTo("new");
        assertThatThrownBy(() -> keys.patch(stranger, team, id, new ApiKey.Update(Field.of("x"), Field.unset())))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void w12_createdAtIsAlwaysThereAndTheDatabases() {
        ApiKey.Out key = keys.issue(owner, team, null).key();

        assertThat(postgres.value(
                        Boolean.class, "select created_at between now() - interval '1 minute' and now() from apikey"))
                .isTrue();
        assertThat(key.createdAt()).isNotNull();
    }

    private static void adopt(String key, String hash) {
        postgres.query(
                "insert into apikey (hashed_key, short_key, team_id) values (?, ?, ?) returning id",
                hash,
                Objects.requireNonNull(KeyText.parse(key)).shortForm(),
                team);
    }

    private static Object lastUsed() {
        return postgres.value(Object.class, "select last_used_at from apikey");
    }

    /** Counts the slow verifications. */
    private static final class CountingHasher implements PasswordHasher {
        private final PasswordHasher real = PasswordHasher.argon2id();
        private final AtomicInteger verified = new AtomicInteger();

        @Override
        public String hash(String password) {
            return real.hash(password);
        }

        @Override
        public boolean verify(String password, String hash) {
            verified.incrementAndGet();
            return real.verify(password, hash);
        }

        @Override
        public boolean needsRehash(String password, String hash) {
            return real.needsRehash(password, hash);
        }
    }
}
