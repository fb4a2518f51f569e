package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.UploadJobs.Chunks;
import dev.stele.crud.teams.UploadJobs.Job;
import dev.stele.crud.teams.UploadJobs.Kind;
import dev.stele.crud.teams.Uploads.Filter;
import dev.stele.models.Field;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UploadsTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static final Chunks CHUNKS = new Chunks(500, 50);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Database database;
    private static Uploads uploads;
    private static UploadJobs jobs;
    private static long ownerId;
    private static Actor owner;
    private static Actor stranger;
    private static Actor worker;

    @BeforeAll
    static void open() {
        database = Database.open(postgres.config(), Families.entities());
        uploads = new Uploads(database);
        jobs = uploads.jobs();
        ownerId = TeamsDatabase.user(postgres, "ada@example.com");
        owner = Actor.user(ownerId);
        stranger = Actor.user(TeamsDatabase.user(postgres, "eve@example.com"));
        worker = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("delete from upload");
    }

    @Test
    void q48_anUploadBeginsInProgressByOneStatement() {
        Statements statements = Statements.of(database);

        Upload.Out upload = uploads.insert(owner, new Upload.Create("a.pdf", "first", ownerId), CHUNKS);

        assertThat(statements.end()).hasSize(1);
        assertThat(upload.status()).isEqualTo(UploadStatus.IN_PROGRESS);
        assertThat(upload.status().label()).isEqualTo("In Progress");
        assertThat(uploads.get(owner, upload.id())).isEqualTo(upload);
    }

    @Test
    void r26_aFileNeedsToBeCutInASensibleWay() {
        assertThatThrownBy(() -> new Chunks(0, 0))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: chunkSize must be at least 1 but is 0");
        assertThatThrownBy(() -> new Chunks(100, 100))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: chunkOverlap must be 0 to 99, less than the size, but is 100");
    }

    @Test
    void whatAClientLeftOutIsNamed() {
        assertThatThrownBy(() -> uploads.insert(owner, new Upload.Create(null, null, ownerId), CHUNKS))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid:\n  - name must have a value\n  - description must have a value");
    }

    @Test
    void r25_anothersUploadIsForbidden() {
        long id = insert();

        forbidden("read Upload \"" + id + "\"", () -> uploads.get(stranger, id));
        forbidden("change Upload \"" + id + "\"", () -> uploads.patch(stranger, id, rename("x")));
        forbidden("change Upload \"" + id + "\"", () -> uploads.restart(stranger, id, CHUNKS));
        forbidden("delete Upload \"" + id + "\"", () -> uploads.delete(stranger, id));
        forbidden("delete Upload \"" + id + "\"", () -> uploads.askRemoval(stranger, id));
        assertThatThrownBy(() -> uploads.insert(stranger, new Upload.Create("x", "x", ownerId), CHUNKS))
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to create an Upload for another user\n  hint: only a superuser may");
        assertThatThrownBy(() -> uploads.get(Actor.teamKey(1), id)).isInstanceOf(Forbidden.class);
        assertThat(jobs.claim(stranger, 10, MINUTE)).isEmpty();
        assertThat(uploads.get(worker, id).version()).isZero();
    }

    @Test
    void anUploadThatIsNotThereIsNotFound() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> uploads.get(owner, 4711),
                () -> uploads.patch(owner, 4711, rename("x")),
                () -> uploads.restart(owner, 4711, CHUNKS),
                () -> uploads.askRemoval(owner, 4711),
                () -> uploads.delete(owner, 4711))) {
            assertThatThrownBy(call)
                    .isInstanceOf(NotFound.class)
                    .hasMessage("Upload \"4711\" does not exist\n  hint: use find() if it may be missing");
        }
    }

    @Test
    void q46_w2_pagesByStatusAndOwnerInOrderWithTotal() {
        for (int n = 0; n < 5; n++) {
            insert();
        }
        uploads.insert(worker, new Upload.Create("w.pdf", "w", ((Actor.Person) worker).id()), CHUNKS);
        jobs.complete(worker, jobs.claim(worker, 1, MINUTE).get(0));

        List<Long> walked = new ArrayList<>();
        Page<Upload.Out> page =
                uploads.page(owner, Filter.ALL, PageRequest.first(2).with(Count.EXACT));
        assertThat(page.total().orElseThrow().rows()).isEqualTo(5);
        page.items().forEach(upload -> walked.add(upload.id()));
        while (page.hasNext()) {
            page = uploads.page(owner, Filter.ALL, PageRequest.after(page.next(), 2));
            page.items().forEach(upload -> walked.add(upload.id()));
        }

        assertThat(walked).hasSize(5).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(count(worker, Filter.ALL)).isEqualTo(6);
        assertThat(count(worker, new Filter(null, ownerId))).isEqualTo(5);
        assertThat(count(worker, Filter.of(UploadStatus.COMPLETED))).isEqualTo(1);
        assertThat(count(stranger, new Filter(null, ownerId))).isZero();
    }

    @Test
    void q54_r25_getsAllOfTheIdsOrSaysWhichItMayNot() {
        long first = insert();
        long second = insert();

        assertThat(uploads.getAll(owner, List.of(second, first, second)))
                .extracting(Upload.Out::id)
                .containsExactly(first, second);
        assertThatThrownBy(() -> uploads.getAll(owner, List.of(first, 4711L)))
                .isInstanceOf(NotFound.class)
                .hasMessageStartingWith("Upload \"4711\" does not exist");
        assertThatThrownBy(() -> uploads.getAll(stranger, List.of(first)))
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to read Upload \"" + first + "\"\n  hint: only its owner or a superuser may");
        assertThat(uploads.getAll(owner, List.of())).isEmpty();
    }

    @Test
    void q49_r27_w12_aNewNameStampsLastModifiedByTheDatabasesClock() {
        long id = insert();
        postgres.execute("update upload set last_modified = '2020-01-01', version = version + 1");
        Statements statements = Statements.of(database);

        Upload.Out renamed = uploads.patch(owner, id, rename("b.pdf"));

        assertThat(statements.end()).hasSize(1);
        assertThat(renamed.name()).isEqualTo("b.pdf");
        assertThat(postgres.value(
                        Boolean.class,
                        "select last_modified between now() - interval '1 minute' and now() from upload"))
                .isTrue();
        assertThat(postgres.value(
                        String.class,
                        "select data_type from information_schema.columns"
                                + " where table_name = 'upload' and column_name = 'last_modified'"))
                .isEqualTo("timestamp with time zone");
    }

    @Test
    void r24_aJobEndsCompletedOrFailedAndNothingElse() {
        long id = insert();
        Statements statements = Statements.of(database);
        Job job = jobs.claim(worker, 1, MINUTE).get(0);
        jobs.complete(worker, job);
        assertThat(statements.end()).hasSize(2);

        assertThat(job).isEqualTo(new Job(id, ownerId, 1, Kind.READ, CHUNKS));
        assertThat(status(id)).isEqualTo(UploadStatus.COMPLETED);
        stale(id, 1, () -> jobs.fail(worker, job));
        assertThat(status(id)).isEqualTo(UploadStatus.COMPLETED);

        uploads.restart(owner, id, CHUNKS);
        jobs.fail(worker, jobs.claim(worker, 1, MINUTE).get(0));
        assertThat(status(id)).isEqualTo(UploadStatus.FAILED);
    }

    @Test
    void w10_anOldJobCannotOverwriteANewerState() {
        long id = insert();
        Job old = jobs.claim(worker, 1, MINUTE).get(0);
        uploads.restart(owner, id, new Chunks(100, 0));
        Job current = jobs.claim(worker, 1, MINUTE).get(0);

        stale(id, 1, () -> jobs.complete(worker, old));
        assertThat(status(id)).isEqualTo(UploadStatus.IN_PROGRESS);
        jobs.fail(worker, current);
        stale(id, 1, () -> jobs.complete(worker, old));
        assertThat(status(id)).isEqualTo(UploadStatus.FAILED);
        assertThat(current.chunks()).isEqualTo(new Chunks(100, 0));
    }

    @Test
    void w10_anOldJobCannotResurrectADeletedRow() {
        long id = insert();
        Job old = jobs.claim(worker, 1, MINUTE).get(0);
        uploads.delete(owner, id);

        assertThatThrownBy(() -> jobs.complete(worker, old)).isInstanceOf(NotFound.class);
        assertThat(postgres.value(Long.class, "select count(*) from upload")).isZero();
    }

    @Test
    void w11_whatAWorkerLeftBehindIsLentAgain() {
        long id = insert();
        Job crashed = jobs.claim(worker, 1, Duration.ZERO).get(0);

        Job again = jobs.claim(worker, 1, MINUTE).get(0);

        assertThat(again.uploadId()).isEqualTo(id);
        assertThat(again.number()).isGreaterThan(crashed.number());
        assertThat(jobs.claim(worker, 1, MINUTE)).isEmpty();
        stale(id, crashed.number(), () -> jobs.complete(worker, crashed));
        jobs.complete(worker, again);
    }

    @Test
    void w11_whatThePythonSystemLeftInProgressIsFound() {
        postgres.query(
                "insert into upload (name, owner_id, last_modified, description, status)"
                        + " values ('old.pdf', ?, now(), 'stuck', 'IN_PROGRESS') returning id",
                ownerId);

        Job job = jobs.claim(worker, 1, MINUTE).get(0);

        assertThat(job.kind()).isEqualTo(Kind.READ);
        assertThat(job.chunks()).isNull();
    }

    @Test
    void w11_stuckUploadsAreGivenUp() {
        long stuck = insert();
        postgres.execute("update upload set updated_at = now() - interval '2 hours', version = version + 1");
        long fresh = insert();
        long busy = insert();
        jobs.claimOf(worker, busy, MINUTE).orElseThrow();
        postgres.execute(
                "update upload set updated_at = now() - interval '2 hours', version = version + 1 where id = " + busy);

        assertThat(jobs.failStuck(stranger, Duration.ofHours(1))).isEmpty();
        assertThat(jobs.failStuck(worker, Duration.ofHours(1))).containsExactly(stuck);

        assertThat(status(stuck)).isEqualTo(UploadStatus.FAILED);
        assertThat(status(fresh)).isEqualTo(UploadStatus.IN_PROGRESS);
        assertThat(status(busy)).isEqualTo(UploadStatus.IN_PROGRESS);
    }

    @Test
    void w11_q52_aRemovalThatFailedIsTriedAgainUntilTheRowIsGone() {
        long id = insert();
        jobs.complete(worker, jobs.claim(worker, 1, MINUTE).get(0));
        uploads.askRemoval(owner, id);

        Job crashed = jobs.claim(worker, 1, Duration.ZERO).get(0);
        Job again = jobs.claim(worker, 1, MINUTE).get(0);

        assertThat(again.kind()).isEqualTo(Kind.REMOVE);
        stale(id, crashed.number(), () -> jobs.removed(worker, crashed));
        jobs.removed(worker, again);
        assertThat(postgres.value(Long.class, "select count(*) from upload")).isZero();
    }

    @Test
    void whatIsBeingRemovedIsNeitherReadNorRestarted() {
        long id = insert();
        Job reading = jobs.claim(worker, 1, MINUTE).get(0);
        uploads.askRemoval(owner, id);

        stale(id, reading.number(), () -> jobs.complete(worker, reading));
        assertThatThrownBy(() -> uploads.restart(owner, id, CHUNKS))
                .isInstanceOf(Stale.class)
                .hasMessage("Upload \"" + id + "\" is no longer as expected (not being removed)\n"
                        + "  hint: read it again and repeat the change");
        assertThat(jobs.claim(worker, 1, MINUTE)).extracting(Job::kind).containsExactly(Kind.REMOVE);
    }

    @Test
    void q50_q53_aQueueMayTellTheWorkerOfTheUpload() {
        long id = insert();

        Job job = jobs.claimOf(worker, id, MINUTE).orElseThrow();

        assertThat(jobs.claimOf(worker, id, MINUTE)).isEmpty();
        jobs.complete(worker, job);
        assertThat(jobs.claimOf(worker, id, MINUTE)).isEmpty();
        uploads.delete(owner, id);
        assertThatThrownBy(() -> uploads.get(owner, id)).isInstanceOf(NotFound.class);
    }

    @Test
    void aLeaseIsExtendedByItsHolderOnly() {
        insert();
        Job first = jobs.claim(worker, 1, MINUTE).get(0);
        jobs.extend(worker, first, Duration.ZERO);

        Job second = jobs.claim(worker, 1, MINUTE).get(0);

        stale(first.uploadId(), first.number(), () -> jobs.extend(worker, first, MINUTE));
        jobs.extend(worker, second, MINUTE);
    }

    @Test
    void manyWorkersShareTheJobsAndNoneIsLentTwice() {
        for (int n = 0; n < 100; n++) {
            insert();
        }

        List<Job> lent = IntStream.range(0, 8)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> {
                    List<Job> mine = new ArrayList<>();
                    List<Job> some = jobs.claim(worker, 3, MINUTE);
                    while (!some.isEmpty()) {
                        mine.addAll(some);
                        some = jobs.claim(worker, 3, MINUTE);
                    }
                    return mine;
                }))
                .toList()
                .stream()
                .flatMap(future -> future.join().stream())
                .toList();

        assertThat(lent).hasSize(100).extracting(Job::uploadId).doesNotHaveDuplicates();
    }

    @Test
    void w35_noTransactionIsOpenWhileAFileIsRead() {
        insert();
        Job job = jobs.claim(worker, 1, MINUTE).get(0);

        assertThat(database.inTransaction()).isFalse();
        assertThat(postgres.query("select state from pg_stat_activity where datname = current_database()"
                        + " and state like 'idle in transaction%'"))
                .isEmpty();
        jobs.complete(worker, job);
    }

    private static long insert() {
        return uploads.insert(owner, new Upload.Create("a.pdf", "first", ownerId), CHUNKS)
                .id();
    }

    private static Upload.Update rename(String name) {
        return new Upload.Update(Field.of(name), Field.unset());
    }

    private static UploadStatus status(long id) {
        return uploads.get(worker, id).status();
    }

    private static long count(Actor actor, Filter filter) {
        return uploads.page(actor, filter, PageRequest.first(1).with(Count.EXACT))
                .total()
                .orElseThrow()
                .rows();
    }

    private static void forbidden(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(Forbidden.class)
                .hasMessage("not allowed to " + what + "\n  hint: only its owner or a superuser may")
                .extracting(e -> ((DatabaseException) e).kind().httpStatus())
                .isEqualTo(403);
    }

    private static void stale(long id, long number, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(Stale.class)
                .hasMessage("Upload \"" + id + "\" is no longer as expected (job " + number + ")\n"
                        + "  hint: read it again and repeat the change");
    }
}
