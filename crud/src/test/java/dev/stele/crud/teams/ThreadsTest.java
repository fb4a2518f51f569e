package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.Upserted;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.models.ChatThread;
import dev.stele.models.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThreadsTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;
    private static Threads threads;
    private static Actor owner;
    private static Actor stranger;
    private static Actor superuser;
    private static long team;
    private static long sales;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config(), Families.entities());
        threads = new Threads(database);
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
        postgres.execute("delete from thread");
    }

    @Test
    void q38_pagesATeamsThreadsNewestFirstInOneStatement() {
        for (int n = 1; n <= 3; n++) {
            age(threads.insert(owner, new ChatThread.Create("q" + n, team)).id(), n + " hours");
        }
        Statements statements = Statements.of(database);

        Page<ChatThread.Out> page = threads.ofTeam(owner, team, PageRequest.first(2));

        assertThat(statements.end()).hasSize(1);
        assertThat(page.items()).extracting(ChatThread.Out::query).containsExactly("q1", "q2");
        assertThat(threads.ofTeam(owner, team, PageRequest.after(page.next(), 2))
                        .items())
                .extracting(ChatThread.Out::query)
                .containsExactly("q3");
    }

    @Test
    void w1_totalsAreThoseOfTheTeamForASuperuserToo() {
        threads.insert(owner, new ChatThread.Create("here", team));
        threads.insert(owner, new ChatThread.Create("elsewhere", sales));

        for (Actor actor : List.of(superuser, owner, Actor.teamKey(team))) {
            Page<ChatThread.Out> page =
                    threads.ofTeam(actor, team, PageRequest.first(10).with(Count.EXACT));

            assertThat(page.items()).hasSize(1);
            assertThat(page.total().orElseThrow().rows()).isEqualTo(1);
        }
    }

    @Test
    void w3_threadsWithEqualStampsAreNeitherRepeatedNorLost() {
        postgres.query(
                "insert into thread (id, query, team_id, updated_at)"
                        + " select gen_random_uuid(), 'q', ?, '2026-01-01' from generate_series(1, 50) returning id",
                team);

        List<UUID> walked = new ArrayList<>();
        Page<ChatThread.Out> page = threads.ofTeam(owner, team, PageRequest.first(7));
        page.items().forEach(thread -> walked.add(thread.id()));
        while (page.hasNext()) {
            page = threads.ofTeam(owner, team, PageRequest.after(page.next(), 7));
            page.items().forEach(thread -> walked.add(thread.id()));
        }

        assertThat(walked).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void r31_listsBySkippingWithTheirNumber() {
        for (int n = 1; n <= 3; n++) {
            age(threads.insert(owner, new ChatThread.Create("q" + n, team)).id(), n + " hours");
        }

        var page = threads.ofTeam(owner, team, new OffsetRequest(1, 1));

        assertThat(page.items()).extracting(ChatThread.Out::query).containsExactly("q2");
        assertThat(page.total().orElseThrow().rows()).isEqualTo(3);
    }

    @Test
    void w9_theThreadsOfATeamThatTheActorDoesNotSeeAreNotFound() {
        String missing = "Team \"%d\" does not exist\n  hint: use find() if it may be missing";
        Statements statements = Statements.of(database);

        assertThat(threads.ofTeam(owner, team, PageRequest.first(2)).items()).isEmpty();

        assertThat(statements.end()).hasSize(2);
        assertThatThrownBy(() -> threads.ofTeam(stranger, team, PageRequest.first(2)))
                .isInstanceOf(NotFound.class)
                .hasMessage(missing.formatted(team));
        assertThatThrownBy(() -> threads.ofTeam(Actor.teamKey(sales), team, new OffsetRequest(5, 2)))
                .isInstanceOf(NotFound.class)
                .hasMessage(missing.formatted(team));
        assertThatThrownBy(() -> threads.ofTeam(superuser, 4711, PageRequest.first(2)))
                .isInstanceOf(NotFound.class)
                .hasMessage(missing.formatted(4711));
    }

    @Test
    void q39_q40_r21_r29_aThreadIsFoundThroughItsTeamOnly() {
        UUID id = threads.insert(owner, new ChatThread.Create("q", team)).id();
        Statements statements = Statements.of(database);

        assertThat(threads.get(owner, team, id).teamId()).isEqualTo(team);

        assertThat(statements.end()).hasSize(1);
        assertThat(threads.find(superuser, team, id)).isPresent();
        assertThat(threads.find(Actor.teamKey(team), team, id)).isPresent();
        Stream.of(
                        threads.find(stranger, team, id),
                        threads.find(owner, sales, id),
                        threads.find(superuser, sales, id),
                        threads.find(Actor.teamKey(sales), team, id),
                        threads.find(Actor.teamKey(sales), sales, id))
                .forEach(found -> assertThat(found).isEmpty());
        missing(id, () -> threads.get(stranger, team, id));
    }

    @Test
    void q42_w9_insertingNeedsATeamThatTheActorSees() {
        for (Actor actor : List.of(superuser, stranger, owner)) {
            assertThatThrownBy(() -> threads.insert(actor, new ChatThread.Create("q", 4711)))
                    .isInstanceOf(NotFound.class)
                    .hasMessage("Team \"4711\" does not exist\n  hint: use find() if it may be missing");
        }
        assertThatThrownBy(() -> threads.insert(stranger, new ChatThread.Create("q", team)))
                .isInstanceOf(NotFound.class);
        Statements statements = Statements.of(database);
        threads.insert(owner, new ChatThread.Create("q", team));
        assertThat(statements.end()).hasSize(1);
    }

    @Test
    void w6_aMissingQuestionIsNamedBeforeTheDatabaseIsAsked() {
        Statements statements = Statements.of(database);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> threads.insert(owner, new ChatThread.Create(null, team)),
                () -> threads.open(owner, new ChatThread.Create(null, team)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(Invalid.class)
                    .hasMessage("the input is not valid: query must have a value");
        }
        assertThat(statements.end()).isEmpty();
    }

    @Test
    void insertingAnIdTwiceIsADuplicate() {
        ChatThread.Create thread = new ChatThread.Create("q", team);
        threads.insert(owner, thread);

        assertThatThrownBy(() -> threads.insert(owner, thread)).isInstanceOfSatisfying(Duplicate.class, e -> {
            assertThat(e.entity()).isEqualTo("ChatThread");
            assertThat(e.fields()).containsExactly("id");
        });
    }

    @Test
    void q43_opensAThreadWithTheClientsIdInOneStatement() {
        ChatThread.Create thread = new ChatThread.Create("q", team);
        Statements statements = Statements.of(database);

        Upserted<ChatThread.Out> first = threads.open(Actor.teamKey(team), thread);
        Upserted<ChatThread.Out> second =
                threads.open(Actor.teamKey(team), new ChatThread.Create(thread.id(), "other", team));

        assertThat(statements.end()).hasSize(2);
        assertThat(first.inserted()).isTrue();
        assertThat(second.inserted()).isFalse();
        assertThat(second.view().query()).isEqualTo("q");
    }

    @Test
    void w13_postingToAnExistingPublicThreadBumpsUpdatedAt() {
        UUID id = threads.insert(owner, new ChatThread.Create("q", team)).id();
        age(id, "2 days");

        threads.open(Actor.teamKey(team), new ChatThread.Create(id, "again", team));

        assertThat(threads.get(owner, team, id).updatedAt()).isBetween(now().minus(Duration.ofMinutes(1)), now());
    }

    @Test
    void w4_manyWhoOpenOneThreadAtOnceAllSucceedAndOneInserts() {
        for (int round = 0; round < 20; round++) {
            ChatThread.Create thread = new ChatThread.Create("q", team);

            List<Upserted<ChatThread.Out>> opened = IntStream.range(0, 8)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> threads.open(owner, thread)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(opened).filteredOn(Upserted::inserted).hasSize(1);
            assertThat(threads.get(owner, team, thread.id()).version()).isEqualTo(7);
        }
    }

    @Test
    void anotherTeamsThreadCannotBeOpenedAndIsNotTouched() {
        ChatThread.Out theirs = threads.insert(owner, new ChatThread.Create("secret", sales));

        missing(theirs.id(), () -> threads.open(Actor.teamKey(team), new ChatThread.Create(theirs.id(), "q", team)));
        assertThatThrownBy(() -> threads.open(Actor.teamKey(team), new ChatThread.Create("q", sales)))
                .isInstanceOfSatisfying(
                        NotFound.class, e -> assertThat(e.entity()).isEqualTo("Team"));

        assertThat(threads.get(owner, sales, theirs.id())).isEqualTo(theirs);
    }

    @Test
    void q44_r22_patchingNotesTheTimeInOneStatement() {
        UUID id = threads.insert(owner, new ChatThread.Create("q", team)).id();
        age(id, "2 days");
        Statements statements = Statements.of(database);

        ChatThread.Out changed = threads.patch(owner, team, id, new ChatThread.Update(Field.of("other")));

        assertThat(statements.end()).hasSize(1);
        assertThat(changed.query()).isEqualTo("other");
        assertThat(changed.updatedAt()).isBetween(now().minus(Duration.ofMinutes(1)), now());
        missing(id, () -> threads.patch(stranger, team, id, new ChatThread.Update(Field.of("x"))));
        missing(id, () -> threads.patch(superuser, sales, id, new ChatThread.Update(Field.of("x"))));
        missing(new UUID(1, 1), () -> threads.patch(owner, team, new UUID(1, 1), new ChatThread.Update(Field.of("x"))));
    }

    @Test
    void r30_anExplicitNullForTheQuestionIsRefusedAndAnAbsentOneChangesNothing() {
        ChatThread.Out thread = threads.insert(owner, new ChatThread.Create("q", team));

        assertThatThrownBy(() -> threads.patch(owner, team, thread.id(), new ChatThread.Update(Field.of(null))))
                .isInstanceOf(Invalid.class);
        assertThat(threads.patch(owner, team, thread.id(), new ChatThread.Update(Field.unset())))
                .isEqualTo(thread);
    }

    @Test
    void w14_noRecordOfAClientCarriesATime() {
        assertThat(Stream.of(ChatThread.Create.class, ChatThread.Update.class)
                        .flatMap(type -> Stream.of(type.getRecordComponents()))
                        .map(RecordComponent::getName))
                .containsExactly("id", "query", "teamId", "query");
    }

    @Test
    void w12_timesAreTheDatabases() {
        ChatThread.Out thread = database.tx().call(() -> {
            ChatThread.Out inserted = threads.insert(owner, new ChatThread.Create("q", team));
            Instant transaction = database.sql(connection -> {
                var row = connection.createStatement().executeQuery("select now()");
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            });
            assertThat(inserted.createdAt()).isEqualTo(transaction);
            return inserted;
        });

        assertThat(thread.updatedAt()).isEqualTo(thread.createdAt());
    }

    @Test
    void q45_r23_w30_deletingAThreadTakesItsCheckpointsByOneStatement() {
        UUID id = threads.insert(owner, new ChatThread.Create("q", team)).id();
        checkpointsOf(id, "now()");
        Statements statements = Statements.of(database);

        threads.delete(owner, team, id);

        assertThat(statements.end()).hasSize(1);
        assertThat(checkpoints()).isZero();
        missing(id, () -> threads.delete(owner, team, id));
    }

    @Test
    void deletingIsForThoseWhoSeeTheThread() {
        UUID id = threads.insert(owner, new ChatThread.Create("q", team)).id();

        missing(id, () -> threads.delete(stranger, team, id));
        missing(id, () -> threads.delete(superuser, sales, id));

        assertThat(threads.find(owner, team, id)).isPresent();
    }

    @Test
    void r29_anApiKeyContinuesTheChatButDeletesNothing() {
        Actor key = Actor.teamKey(team);
        UUID id = threads.insert(key, new ChatThread.Create("q", team)).id();

        assertThat(threads.patch(key, team, id, new ChatThread.Update(Field.of("and?")))
                        .query())
                .isEqualTo("and?");
        assertThatThrownBy(() -> threads.delete(key, team, id))
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to delete a ChatThread\n"
                        + "  hint: an API key opens the chat with its team and nothing else");
        assertThatThrownBy(() -> threads.deleteIdle(key, Duration.ZERO, 10))
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to delete idle ChatThreads\n"
                        + "  hint: an API key opens the chat with its team and nothing else");
        assertThat(threads.find(owner, team, id)).isPresent();
    }

    @Test
    void w38_q69_deletesIdleThreadsInBatches() {
        for (int n = 0; n < 25; n++) {
            UUID idle =
                    threads.insert(owner, new ChatThread.Create("idle", team)).id();
            age(idle, "40 days");
            checkpointsOf(idle, "now() - interval '40 days'");
        }
        UUID fresh = threads.insert(owner, new ChatThread.Create("fresh", team)).id();
        UUID running =
                threads.insert(owner, new ChatThread.Create("running", team)).id();
        age(running, "40 days");
        checkpointsOf(running, "now()");
        Statements statements = Statements.of(database);

        assertThat(threads.deleteIdle(stranger, Duration.ofDays(30), 10)).isZero();
        assertThat(threads.deleteIdle(owner, Duration.ofDays(30), 10)).isEqualTo(25);

        assertThat(statements.end()).hasSize(2 + 3); // the second asks whether policies hid them all
        assertThat(threads.ofTeam(owner, team, PageRequest.first(10)).items())
                .extracting(ChatThread.Out::id)
                .containsExactly(fresh, running);
        assertThat(checkpoints()).isEqualTo(1);
    }

    @Test
    void w30_deletingATeamWithAThousandThreadsIsOneStatementFromTheApplication() {
        long doomed = TeamsDatabase.team(postgres, "doomed", ((Actor.Person) owner).id());
        postgres.query(
                "insert into thread (id, query, team_id) select gen_random_uuid(), 'q', ? from generate_series(1, 1000)"
                        + " returning id",
                doomed);
        postgres.execute("insert into checkpoints (thread_id, checkpoint_id) select id, id from thread");
        Statements statements = Statements.of(database);

        new Teams(database).delete(owner, doomed);

        assertThat(statements.end()).hasSize(1);
        assertThat(checkpoints()).isZero();
    }

    @Test
    void w34_readingManyThreadsOpensNoNewConnection() {
        UUID id = threads.insert(owner, new ChatThread.Create("q", team)).id();
        Object before = sessions();

        for (int n = 0; n < 200; n++) {
            threads.get(owner, team, id);
        }

        assertThat(sessions()).isEqualTo(before);
    }

    // Our own looks count too, each being a connection: so only the pool's are compared, by their backends.
    private static Object sessions() {
        return postgres.query("select pid, backend_start from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and backend_type = 'client backend' order by pid");
    }

    private static void missing(UUID id, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NotFound.class)
                .hasMessage("ChatThread \"" + id + "\" does not exist\n  hint: use find() if it may be missing");
    }

    private static void age(UUID id, String by) {
        // The version moves too, so that the trigger does not stamp the row.
        postgres.execute("update thread set updated_at = now() - interval '" + by
                + "', version = version + 1 where id = '" + id + "'");
    }

    private static void checkpointsOf(UUID thread, String createdAt) {
        postgres.execute("insert into checkpoints (thread_id, checkpoint_id, created_at) values ('" + thread
                + "', gen_random_uuid(), " + createdAt + ")");
    }

    private static long checkpoints() {
        return postgres.value(Long.class, "select count(*) from checkpoints");
    }

    private static Instant now() {
        return postgres.value(java.sql.Timestamp.class, "select clock_timestamp()")
                .toInstant();
    }
}
