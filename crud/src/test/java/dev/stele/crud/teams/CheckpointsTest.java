package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Checkpoints.Position;
import dev.stele.crud.teams.Checkpoints.Saved;
import dev.stele.crud.teams.Checkpoints.Search;
import dev.stele.migrations.Migrations;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CheckpointsTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;
    private static Checkpoints checkpoints;
    private static Actor owner;
    private static Actor stranger;
    private static Actor superuser;
    private static Actor key;
    private static Actor otherKey;
    private static long team;

    private UUID thread;

    @BeforeAll
    static void open() {
        Migrations.of(postgres.config()).upgrade(); // a second class with these tests gets a second database
        database = Database.open(postgres.config(), Families.entities());
        checkpoints = new Checkpoints(database);
        long ownerId = TeamsDatabase.user(postgres, "ada@example.com");
        owner = Actor.user(ownerId);
        stranger = Actor.user(TeamsDatabase.user(postgres, "eve@example.com"));
        superuser = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        team = TeamsDatabase.team(postgres, "research", ownerId);
        key = Actor.teamKey(team);
        otherKey = Actor.teamKey(TeamsDatabase.team(postgres, "sales", ownerId));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("delete from thread");
        thread = thread();
    }

    @Test
    void q59_latestComesWithItsValuesAndWritesInOneStatement() {
        checkpoints.upsert(owner, checkpoint(1, Map.of("messages", "v1")), List.of(blob("messages", "v1")));
        checkpoints.upsert(
                owner,
                checkpoint(2, Map.of("messages", "v2", "step", "v1")),
                List.of(blob("messages", "v2"), blob("step", "v1")));
        checkpoints.insertIgnoreWrites(owner, List.of(write(2, 1, 1, "b"), write(2, 1, 0, "a"), write(1, 1, 0, "old")));
        Statements statements = Statements.of(database);

        Saved latest = checkpoints.latest(owner, thread, "").orElseThrow();

        assertThat(statements.end()).hasSize(1);
        assertThat(latest.checkpoint().checkpointId()).isEqualTo(id(2));
        assertThat(latest.checkpoint().parentCheckpointId()).isEqualTo(id(1));
        assertThat(latest.checkpoint().metadata()).isEqualTo(Map.of("step", 2L, "run_id", "run-0"));
        assertThat(latest.blobs())
                .extracting(CheckpointBlob.Out::channel, CheckpointBlob.Out::version, blob -> text(blob.blob()))
                .containsExactly(tuple("messages", "v2", "messages v2"), tuple("step", "v1", "step v1"));
        assertThat(latest.writes()).extracting(write -> text(write.blob())).containsExactly("a", "b");
    }

    @Test
    void q59_aCheckpointWithoutValuesOrWritesIsFoundToo() {
        checkpoints.upsert(owner, checkpoint(1, Map.of()));

        Saved latest = checkpoints.latest(owner, thread, "").orElseThrow();

        assertThat(latest.blobs()).isEmpty();
        assertThat(latest.writes()).isEmpty();
        assertThat(checkpoints.latest(owner, thread, "other")).isEmpty();
    }

    @Test
    void q60_findsTheGivenCheckpoint() {
        checkpoints.upsert(owner, checkpoint(1, Map.of("messages", "v1")), List.of(blob("messages", "v1")));
        checkpoints.upsert(owner, checkpoint(2, Map.of()));

        Saved found = checkpoints.find(owner, key(1)).orElseThrow();

        assertThat(found.checkpoint().checkpointId()).isEqualTo(id(1));
        assertThat(found.blobs()).hasSize(1);
        assertThat(checkpoints.find(owner, key(3))).isEmpty();
    }

    @Test
    void q61_listsNewestFirstBehindAKeyAndByMetadata() {
        UUID other = thread();
        for (int n = 1; n <= 5; n++) {
            checkpoints.upsert(owner, checkpoint(n, Map.of()));
        }
        checkpoints.copyThread(owner, thread, other);

        // The same ids in two threads: a page must neither repeat nor lose one of them.
        List<Checkpoint.Key> walked = new ArrayList<>();
        Search search = Search.everywhere(3);
        for (List<Saved> page = checkpoints.list(owner, search);
                !page.isEmpty();
                page = checkpoints.list(owner, search)) {
            page.forEach(saved -> walked.add(saved.checkpoint().key()));
            search = search.before(walked.get(walked.size() - 1));
        }

        assertThat(walked).hasSize(10).doesNotHaveDuplicates();
        assertThat(walked.get(0).checkpointId()).isEqualTo(id(5));
        assertThat(ids(checkpoints.list(owner, Search.ofThread(thread, 2)))).containsExactly(id(5), id(4));
        assertThat(ids(checkpoints.list(owner, Search.ofThread(thread, 9).containing(Map.of("step", 3)))))
                .containsExactly(id(3));
        assertThat(checkpoints.list(owner, Search.ofThread(thread, 9).inNamespace("x")))
                .isEmpty();
    }

    @Test
    void q62_upsertReplacesStateAndMetadata() {
        checkpoints.upsert(owner, checkpoint(1, Map.of()));

        checkpoints.upsert(
                owner,
                new Checkpoint.Create(key(1), null, Map.of("channel_values", Map.of("n", 7)), Map.of("step", 9)));

        Checkpoint.Out stored = checkpoints.find(owner, key(1)).orElseThrow().checkpoint();
        assertThat(stored.metadata()).isEqualTo(Map.of("step", 9L));
        assertThat(stored.checkpoint()).isEqualTo(Map.of("channel_values", Map.of("n", 7L)));
    }

    @Test
    void q62_versionsThatAreNoObjectAreRefused() {
        for (Object versions : List.of(List.of("1"), "1", "", 1, true, List.of())) {
            Checkpoint.Create poison =
                    new Checkpoint.Create(key(1), null, Map.of("channel_versions", versions), Map.of());
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> checkpoints.upsert(owner, poison),
                    () -> checkpoints.upsert(owner, poison, List.of(blob("m", "1"))))) {
                assertThatThrownBy(call)
                        .isInstanceOf(Invalid.class)
                        .hasMessage("the input is not valid: checkpoint.channel_versions must be an object with the"
                                + " version of each channel");
            }
        }
        assertThat(rows(thread)).containsExactly(0L, 0L, 0L);
        Map<String, Object> none = new HashMap<>();
        none.put("channel_versions", null);
        checkpoints.upsert(owner, new Checkpoint.Create(key(1), null, none, Map.of()));
        assertThat(checkpoints.latest(owner, thread, "").orElseThrow().blobs()).isEmpty();
    }

    @Test
    void aCheckpointThatAnotherSystemStoredWithoutVersionsBreaksNoOther() {
        for (String versions : List.of("[\"1\"]", "[{\"m\": \"2\"}]", "\"\"", "1", "true", "null")) {
            postgres.execute("delete from checkpoints");
            checkpoints.upsert(owner, checkpoint(2, Map.of("m", "2")), List.of(blob("m", "2")));
            postgres.execute("insert into checkpoints (thread_id, checkpoint_id, checkpoint, metadata) select '"
                    + thread
                    + "', ('00000000-0000-6000-8000-00000000000' || n)::uuid, '{\"channel_versions\": " + versions
                    + "}', '{\"run_id\": \"odd\"}' from generate_series(3, 4) n");

            assertThat(checkpoints.latest(owner, thread, "").orElseThrow().blobs())
                    .as(versions)
                    .isEmpty();
            assertThat(checkpoints.find(owner, key(3))).isPresent();
            assertThat(checkpoints.list(superuser, Search.everywhere(100)))
                    .extracting(saved -> saved.blobs().size())
                    .containsExactly(0, 0, 1);
            assertThat(checkpoints.keepLatest(owner, List.of(thread))).isEqualTo(2);
            assertThat(checkpoints.deleteRun(owner, "odd")).isEqualTo(1);
        }
    }

    @Test
    void q63_blobsThatExistAreIgnored() {
        assertThat(checkpoints.insertIgnoreBlobs(owner, List.of(blob("a", "1"), blob("b", "1"))))
                .isEqualTo(2);

        long inserted = checkpoints.insertIgnoreBlobs(
                owner,
                List.of(
                        new CheckpointBlob.Create(thread, "", "a", "1", "msgpack", bytes("other")),
                        new CheckpointBlob.Create(thread, "", "c", "1", "empty", null)));

        assertThat(inserted).isEqualTo(1);
        assertThat(values("select convert_from(blob, 'UTF8') from checkpoint_blobs order by channel"))
                .containsExactly("a 1", "b 1", null);
    }

    @Test
    void q64_writesAreKeptOrReplaced() {
        checkpoints.insertIgnoreWrites(owner, List.of(write(1, 1, 0, "first")));

        assertThat(checkpoints.insertIgnoreWrites(owner, List.of(write(1, 1, 0, "second"))))
                .isZero();
        assertThat(writes()).containsExactly("first");

        assertThat(checkpoints.upsertWrites(owner, List.of(write(1, 1, 0, "third"), write(1, 1, 0, "last"))))
                .isEqualTo(1);
        assertThat(writes()).containsExactly("last");
    }

    @Test
    void aBatchIsOneStatement() {
        List<CheckpointWrite.Create> many = new ArrayList<>();
        for (int n = 0; n < 500; n++) {
            many.add(write(1, 1, n, "x"));
        }
        Statements statements = Statements.of(database);

        assertThat(checkpoints.upsertWrites(owner, many)).isEqualTo(500);

        assertThat(statements.end()).hasSize(1);
    }

    @Test
    void q65_deletesAThreadsRowsInThreeTablesInOneStatement() {
        UUID other = thread();
        checkpoints.upsert(owner, checkpoint(1, Map.of("m", "1")), List.of(blob("m", "1")));
        checkpoints.insertIgnoreWrites(owner, List.of(write(1, 1, 0, "x")));
        checkpoints.copyThread(owner, thread, other);
        Statements statements = Statements.of(database);

        assertThat(checkpoints.deleteThread(owner, thread)).isEqualTo(1);

        assertThat(statements.end()).hasSize(1);
        assertThat(rows(thread)).containsExactly(0L, 0L, 0L);
        assertThat(rows(other)).containsExactly(1L, 1L, 1L);
        assertThat(values("select count(*) from thread")).containsExactly(2L);
    }

    @Test
    void q66_deletesARunAndWhatOnlyItNeeded() {
        checkpoints.upsert(owner, checkpoint(1, Map.of("m", "1")), List.of(blob("m", "1")));
        checkpoints.upsert(owner, ofRun(checkpoint(2, Map.of("m", "1", "n", "1")), "run-1"), List.of(blob("n", "1")));
        checkpoints.insertIgnoreWrites(owner, List.of(write(1, 1, 0, "stays"), write(2, 1, 0, "goes")));

        assertThat(checkpoints.deleteRun(owner, "run-1")).isEqualTo(1);

        assertThat(ids(checkpoints.list(owner, Search.ofThread(thread, 9)))).containsExactly(id(1));
        assertThat(values("select channel from checkpoint_blobs")).containsExactly("m");
        assertThat(writes()).containsExactly("stays");
    }

    @Test
    void q67_copiesAThread() {
        UUID other = thread();
        checkpoints.upsert(owner, checkpoint(1, Map.of("m", "1")), List.of(blob("m", "1")));
        checkpoints.insertIgnoreWrites(owner, List.of(write(1, 1, 0, "x")));
        Statements statements = Statements.of(database);

        assertThat(checkpoints.copyThread(owner, thread, other)).isEqualTo(1);

        assertThat(statements.end()).hasSize(1);
        Saved copied = checkpoints.latest(owner, other, "").orElseThrow();
        assertThat(copied.blobs()).hasSize(1);
        assertThat(copied.writes()).hasSize(1);
        assertThat(checkpoints.copyThread(owner, thread, other)).isZero();
    }

    @Test
    void w38_q68_keepsTheLatestOfEachNamespaceAndWhatItNeeds() {
        UUID other = thread();
        for (int n = 1; n <= 100; n++) {
            checkpoints.upsert(
                    owner,
                    checkpoint(n, Map.of("m", "" + n, "constant", "1")),
                    List.of(blob("m", "" + n), blob("constant", "1")));
            checkpoints.insertIgnoreWrites(owner, List.of(write(n, 1, 0, "w" + n)));
        }
        checkpoints.upsert(
                owner, new Checkpoint.Create(new Checkpoint.Key(thread, "sub", id(1)), null, Map.of(), Map.of()));
        checkpoints.copyThread(owner, thread, other);

        assertThat(checkpoints.keepLatest(owner, List.of(thread))).isEqualTo(99);

        assertThat(rows(thread)).containsExactly(2L, 2L, 1L);
        assertThat(rows(other)).containsExactly(101L, 101L, 100L);
        Saved latest = checkpoints.latest(owner, thread, "").orElseThrow();
        assertThat(latest.blobs()).extracting(CheckpointBlob.Out::version).containsExactly("1", "100");
        assertThat(latest.writes()).hasSize(1);
    }

    @Test
    void q68_valuesThatNoCheckpointNamesYetStay() {
        checkpoints.upsert(owner, checkpoint(1, Map.of("m", "1")), List.of(blob("m", "1")));
        checkpoints.upsert(owner, checkpoint(2, Map.of("m", "2")), List.of(blob("m", "2")));
        checkpoints.insertIgnoreBlobs(owner, List.of(blob("m", "3")));

        checkpoints.keepLatest(owner, List.of(thread));

        assertThat(values("select version from checkpoint_blobs order by 1")).containsExactly("2", "3");
    }

    @Test
    void q66_q68_aCheckpointThatIsBeingStoredKeepsTheValuesItNames() throws Exception {
        for (Runnable cleanUp : List.<Runnable>of(
                () -> checkpoints.deleteRun(owner, "run-1"), () -> checkpoints.keepLatest(owner, List.of(thread)))) {
            postgres.execute("delete from checkpoints", "delete from checkpoint_blobs");
            checkpoints.upsert(owner, ofRun(checkpoint(1, Map.of("m", "1")), "run-1"), List.of(blob("m", "1")));
            checkpoints.upsert(owner, checkpoint(2, Map.of()));

            CompletableFuture<Void> cleaning = database.tx().call(() -> {
                checkpoints.upsert(owner, checkpoint(3, Map.of("m", "1")));
                CompletableFuture<Void> waiting = CompletableFuture.runAsync(cleanUp);
                assertThat(waiting).failsWithin(Duration.ofMillis(300)).withThrowableOfType(TimeoutException.class);
                return waiting;
            });

            cleaning.get(10, TimeUnit.SECONDS);
            assertThat(checkpoints.find(owner, key(1))).isEmpty();
            assertThat(checkpoints.find(owner, key(3)).orElseThrow().blobs()).hasSize(1);
        }
    }

    @Test
    void q70_scansKeysInOrderWithoutContents() {
        UUID other = thread();
        for (int n = 1; n <= 7; n++) {
            checkpoints.upsert(owner, checkpoint(n, Map.of()));
        }
        checkpoints.copyThread(owner, thread, other);
        Statements statements = Statements.of(database);

        List<Checkpoint.Key> walked = new ArrayList<>();
        for (List<Position> page = checkpoints.scan(owner, null, 4);
                !page.isEmpty();
                page = checkpoints.scan(owner, walked.get(walked.size() - 1), 4)) {
            page.forEach(position -> walked.add(position.key()));
        }

        assertThat(walked).hasSize(14).doesNotHaveDuplicates();
        assertThat(statements.end()).noneMatch(sql -> sql.contains("checkpoint_blobs") || sql.contains("metadata"));
    }

    @Test
    void r21_nobodyReachesAThreadThatIsNotTheirs() {
        checkpoints.upsert(owner, checkpoint(1, Map.of("m", "1")), List.of(blob("m", "1")));
        UUID other = thread();

        for (Actor actor : List.of(stranger, otherKey)) {
            assertThat(checkpoints.latest(actor, thread, "")).isEmpty();
            assertThat(checkpoints.find(actor, key(1))).isEmpty();
            assertThat(checkpoints.list(actor, Search.everywhere(10))).isEmpty();
            assertThat(checkpoints.scan(actor, null, 10)).isEmpty();
            refused(() -> checkpoints.upsert(actor, checkpoint(1, Map.of())));
            refused(() -> checkpoints.upsert(actor, checkpoint(2, Map.of()), List.of(blob("m", "2"))));
            refused(() -> checkpoints.insertIgnoreBlobs(actor, List.of(blob("m", "2"))));
            refused(() -> checkpoints.insertIgnoreWrites(actor, List.of(write(1, 1, 0, "x"))));
            refused(() -> checkpoints.upsertWrites(actor, List.of(write(1, 1, 0, "x"))));
        }
        assertThat(checkpoints.deleteRun(stranger, "run-0")).isZero();
        refused(() -> checkpoints.copyThread(stranger, thread, other));
        refused(() -> checkpoints.deleteThread(stranger, thread));
        refused(() -> checkpoints.keepLatest(stranger, List.of(thread)));
        assertThat(rows(thread)).containsExactly(1L, 1L, 0L);
        for (Actor actor : List.of(superuser, key)) {
            assertThat(checkpoints.latest(actor, thread, "")).isPresent();
        }
    }

    @Test
    void r29_anApiKeySavesAndReadsButCopiesAndDeletesNothing() {
        checkpoints.upsert(key, ofRun(checkpoint(1, Map.of("m", "1")), "run-1"), List.of(blob("m", "1")));
        checkpoints.insertIgnoreWrites(key, List.of(write(1, 1, 0, "x")));
        UUID other = thread();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> checkpoints.deleteThread(key, thread),
                () -> checkpoints.deleteRun(key, "run-1"),
                () -> checkpoints.keepLatest(key, List.of(thread)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(Forbidden.class)
                    .hasMessage("not allowed to delete Checkpoints\n"
                            + "  hint: an API key opens the chat with its team and nothing else");
        }
        assertThatThrownBy(() -> checkpoints.copyThread(key, thread, other))
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to copy the checkpoints of a ChatThread\n"
                        + "  hint: an API key opens the chat with its team and nothing else");
        assertThat(rows(thread)).containsExactly(1L, 1L, 1L);
        assertThat(rows(other)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void nothingOfABatchIsKeptWhereOneThreadIsNotSeen() {
        UUID unknown = new UUID(9, 9);

        assertThatThrownBy(() -> checkpoints.insertIgnoreBlobs(
                        owner,
                        List.of(
                                blob("m", "1"),
                                new CheckpointBlob.Create(unknown, "", "m", "1", "msgpack", bytes("x")))))
                .isInstanceOf(NotFound.class)
                .hasMessage("ChatThread \"" + unknown + "\" does not exist\n  hint: use find() if it may be missing");

        assertThat(rows(thread)).containsExactly(0L, 0L, 0L);
    }

    @Test
    void q59_readsTheLatestOfTenThousandByIndex() {
        postgres.execute("""
                insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, checkpoint)
                select '%s', '', ('00000000-0000-6000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                       '{"channel_versions": {"m": "1"}}' from generate_series(1, 10000) n""".formatted(thread));
        postgres.execute("analyze checkpoints");

        Saved latest = checkpoints.latest(owner, thread, "").orElseThrow();

        assertThat(latest.checkpoint().checkpointId()).isEqualTo(id(10000));
    }

    @Test
    void w37_metadataIsFoundByIndex() {
        postgres.execute("""
                insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, metadata)
                select '%s', '', gen_random_uuid(), jsonb_build_object('run_id', 'run-' || n, 'step', n)
                from generate_series(1, 20000) n""".formatted(thread));
        postgres.execute("analyze checkpoints");

        assertThat(postgres.query("explain select from checkpoints c where c.metadata @> '{\"run_id\": \"run-7\"}'"))
                .anyMatch(line -> line.toString().contains("metadata_idx"));
        assertThat(checkpoints.list(superuser, Search.everywhere(10).containing(Map.of("run_id", "run-7"))))
                .hasSize(1);
    }

    private void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NotFound.class, e -> {
            assertThat(e.entity()).isEqualTo("ChatThread");
            assertThat(e.id()).isEqualTo(thread.toString());
        });
    }

    private static UUID thread() {
        return postgres.value(
                UUID.class,
                "insert into thread (id, query, team_id) values (gen_random_uuid(), 'q', ?) returning id",
                team);
    }

    private Checkpoint.Create checkpoint(int n, Map<String, String> versions) {
        return new Checkpoint.Create(
                key(n),
                n == 1 ? null : id(n - 1),
                Map.of("channel_versions", versions),
                Map.of("step", n, "run_id", "run-0"));
    }

    private static Checkpoint.Create ofRun(Checkpoint.Create checkpoint, String run) {
        return new Checkpoint.Create(
                new Checkpoint.Key(checkpoint.threadId(), checkpoint.checkpointNs(), checkpoint.checkpointId()),
                null,
                Objects.requireNonNull(checkpoint.checkpoint()),
                Map.of("run_id", run));
    }

    private CheckpointBlob.Create blob(String channel, String version) {
        return new CheckpointBlob.Create(thread, "", channel, version, "msgpack", bytes(channel + " " + version));
    }

    private CheckpointWrite.Create write(int n, int task, int idx, String value) {
        return new CheckpointWrite.Create(
                thread, "", id(n), new UUID(1, task), idx, "messages", "msgpack", bytes(value));
    }

    private Checkpoint.Key key(int n) {
        return new Checkpoint.Key(thread, "", id(n));
    }

    private static UUID id(int n) {
        return new UUID(0x6000L, 0x8000000000000000L + n);
    }

    private static List<UUID> ids(List<Saved> saved) {
        return saved.stream().map(one -> one.checkpoint().checkpointId()).toList();
    }

    private static List<Object> writes() {
        return values("select convert_from(blob, 'UTF8') from checkpoint_writes");
    }

    private static List<Object> rows(UUID thread) {
        return postgres.query("""
                        select (select count(*) from checkpoints where thread_id = ?),
                               (select count(*) from checkpoint_blobs where thread_id = ?),
                               (select count(*) from checkpoint_writes where thread_id = ?)""", thread, thread, thread).get(0);
    }

    private static List<Object> values(String sql) {
        return postgres.query(sql).stream().map(row -> row.get(0)).collect(Collectors.toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
