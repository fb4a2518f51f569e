package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.UploadStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to uploads, for the workers that do it.
 *
 * <p>The rows themselves are the queue: an upload in progress waits to be read, one whose removal was asked for waits
 * to be removed, and none is lost where a process dies. A job is lent for a time; when that is over without an answer
 * it is lent again under a higher number, and the answer of whoever had it before is refused. Each call is one
 * statement, and one more where nothing was found, since policies may hide it; no transaction is open while a file is
 * read. A superuser works on all uploads, a user on the user's
 * own. Safe for use by many threads and processes.
 */
public final class UploadJobs {
    private static final String LEND = """
             and (u.status = 'IN_PROGRESS' or u.removal_at is not null)
               and (u.job_until is null or u.job_until < now())
             order by u.id limit ? for no key update skip locked)
            update upload u
            set job_number = u.job_number + 1, job_until = now() + make_interval(secs => ?),
                version = u.version + 1, updated_at = now()
            from due where u.id = due.id
            returning u.id, u.owner_id, u.job_number, u.removal_at is not null, u.chunk_size, u.chunk_overlap""";
    private static final String FINISH = """
            update upload u
            set status = ?::uploadstatus, job_until = null, version = u.version + 1, updated_at = now()
            where u.id = ? and u.job_number = ? and u.status = 'IN_PROGRESS' and u.removal_at is null and\s""";
    private static final String EXTEND = """
            update upload u
            set job_until = now() + make_interval(secs => ?), version = u.version + 1, updated_at = now()
            where u.id = ? and u.job_number = ? and (u.status = 'IN_PROGRESS' or u.removal_at is not null) and\s""";
    private static final String REMOVE =
            "delete from upload u where u.id = ? and u.job_number = ? and u.removal_at is not null and ";
    private static final String FAIL_STUCK = """
            update upload u
            set status = 'FAILED', job_number = u.job_number + 1, job_until = null,
                version = u.version + 1, updated_at = now()
            where u.status = 'IN_PROGRESS' and u.removal_at is null
              and (u.job_until is null or u.job_until < now())
              and u.updated_at < now() - make_interval(secs => ?) and\s""";

    private final Database database;

    UploadJobs(Database database) {
        this.database = database;
    }

    /**
     * Lends the oldest jobs that nobody has, to one worker each.
     *
     * @param atMost how many, at least 1
     * @param lease for how long; {@link #extend} it before it ends
     * @throws dev.stele.core.error.Misuse if row security is in force and the transaction names no tenant
     */
    public List<Job> claim(Actor worker, int atMost, Duration lease) {
        if (atMost < 1) {
            throw new Invalid("atMost", "must be at least 1 but was " + atMost);
        }
        return lend(BoundSql.of("with due as (select u.id from upload u where ").add(mine(worker)), atMost, lease);
    }

    /** Lends the job of one upload, for workers told of it by a queue; empty where there is none, or somebody has it. */
    public Optional<Job> claimOf(Actor worker, long uploadId, Duration lease) {
        BoundSql due = BoundSql.of("with due as (select u.id from upload u where u.id = ? and ", uploadId)
                .add(mine(worker));
        return lend(due, 1, lease).stream().findFirst();
    }

    /**
     * Keeps a job for another {@code lease} from now on.
     *
     * @throws Stale if it was lent to somebody else since, or is done
     * @throws NotFound if the upload is gone
     */
    public void extend(Actor worker, Job job, Duration lease) {
        answer(worker, job, BoundSql.of(EXTEND, seconds("lease", lease), job.uploadId(), job.number()));
    }

    /**
     * Notes that the file was read.
     *
     * @throws Stale if the job was lent to somebody else since, restarted, or is done; nothing is written
     * @throws NotFound if the upload is gone
     */
    public void complete(Actor worker, Job job) {
        finish(worker, job, UploadStatus.COMPLETED);
    }

    /**
     * Notes that the file cannot be read.
     *
     * @throws Stale if the job was lent to somebody else since, restarted, or is done; nothing is written
     * @throws NotFound if the upload is gone
     */
    public void fail(Actor worker, Job job) {
        finish(worker, job, UploadStatus.FAILED);
    }

    /**
     * Deletes the upload, now that what was made of its file is gone.
     *
     * @throws Stale if the job was lent to somebody else since; nothing is written
     * @throws NotFound if the upload is gone
     */
    public void removed(Actor worker, Job job) {
        answer(worker, job, BoundSql.of(REMOVE, job.uploadId(), job.number()));
    }

    /**
     * Gives up the uploads that are in progress without a change for {@code idle} and that no worker has.
     *
     * @return their ids
     * @throws dev.stele.core.error.Misuse if row security is in force and the transaction names no tenant
     */
    public List<Long> failStuck(Actor worker, Duration idle) {
        List<Long> stuck = BoundSql.of(FAIL_STUCK, seconds("idle", idle))
                .add(mine(worker))
                .add(" returning u.id")
                .list(database, row -> row.getLong(1));
        if (stuck.isEmpty()) {
            RowSecurity.requireTenant(database, "give up stuck Uploads");
        }
        return stuck;
    }

    private List<Job> lend(BoundSql due, int atMost, Duration lease) {
        List<Job> lent = due.add(LEND, atMost, seconds("lease", lease))
                .list(
                        database,
                        row -> new Job(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getBoolean(4) ? Kind.REMOVE : Kind.READ,
                                Chunks.ofNullable(row.getObject(5, Integer.class), row.getObject(6, Integer.class))));
        if (lent.isEmpty()) {
            RowSecurity.requireTenant(database, "claim jobs of Uploads");
        }
        return lent;
    }

    private void finish(Actor worker, Job job, UploadStatus status) {
        answer(worker, job, BoundSql.of(FINISH, status.name(), job.uploadId(), job.number()));
    }

    private void answer(Actor worker, Job job, BoundSql sql) {
        if (sql.add(mine(worker)).update(database) == 1) {
            return;
        }
        boolean there = BoundSql.of("select from upload u where u.id = ? and ", job.uploadId())
                .add(mine(worker))
                .first(database, row -> true)
                .orElse(false);
        if (there) {
            throw new Stale("Upload", job.uploadId(), "job " + job.number());
        }
        throw new NotFound("Upload", job.uploadId());
    }

    static BoundSql mine(Actor worker) {
        if (worker instanceof Person person) {
            return person.superuser() ? BoundSql.of("true") : BoundSql.of("u.owner_id = ?", person.id());
        }
        throw new Forbidden("use uploads", "an API key opens the chat with its team and nothing else");
    }

    /** The duration as SQL takes it, refused where it is negative. */
    static double seconds(String field, Duration duration) {
        if (duration.isNegative()) {
            throw new Invalid(field, "must be at least 0 but was " + duration);
        }
        return duration.toMillis() / 1000.0;
    }

    /** What is to be done. */
    public enum Kind {
        /** To read the file and make it searchable. */
        READ,
        /** To remove all that was made of the file. */
        REMOVE
    }

    /**
     * A job lent to a worker; give it back with the answer.
     *
     * @param uploadId the upload it is about
     * @param ownerId whose file it is
     * @param number which of the upload's jobs it is; higher than any before
     * @param kind what is to be done
     * @param chunks how to cut the text, or null where that was not said
     */
    public record Job(
            long uploadId,
            long ownerId,
            long number,
            Kind kind,
            @Nullable Chunks chunks) {}

    /**
     * How to cut a file's text into pieces.
     *
     * @param size characters that are kept together, at least 1
     * @param overlap characters that each piece shares with the one before, at least 0 and less than the size
     */
    public record Chunks(int size, int overlap) {
        /** Refuses what cannot be cut. */
        public Chunks {
            if (size < 1) {
                throw new Invalid("chunkSize", "must be at least 1 but is " + size);
            }
            if (overlap < 0 || overlap >= size) {
                throw new Invalid(
                        "chunkOverlap", "must be 0 to %d, less than the size, but is %d".formatted(size - 1, overlap));
            }
        }

        static @Nullable Chunks ofNullable(@Nullable Integer size, @Nullable Integer overlap) {
            return size == null || overlap == null ? null : new Chunks(size, overlap);
        }
    }
}
