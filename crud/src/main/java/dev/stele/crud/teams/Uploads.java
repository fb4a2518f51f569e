package dev.stele.crud.teams;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Forbidden;
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
import dev.stele.crud.teams.UploadJobs.Chunks;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import dev.stele.models.Upload_;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files that members search, and how far the reading of each is.
 *
 * <p>A superuser sees all of them, a user the user's own; whoever names another's is told that it is forbidden. What is
 * to be done to a file is a job of {@link #jobs()}. Each call is one statement, and one more to say why it did nothing.
 * Safe for use by many threads.
 */
public final class Uploads {
    private static final String COLUMNS =
            "u.id, u.name, u.description, u.status, u.last_modified, u.owner_id, u.version,"
                    + " u.created_at, u.updated_at";
    private static final String INSERT = """
            insert into upload as u (name, description, owner_id, status, chunk_size, chunk_overlap)
            values (?, ?, ?, 'IN_PROGRESS', ?, ?) returning\s""";
    private static final String RESTART = """
            update upload u
            set status = 'IN_PROGRESS', chunk_size = ?, chunk_overlap = ?, job_number = u.job_number + 1,
                job_until = null, last_modified = now(), updated_at = now(), version = u.version + 1
            where u.id = ? and u.removal_at is null and\s""";
    private static final String ASK_REMOVAL = """
            update upload u
            set removal_at = coalesce(u.removal_at, now()), job_number = u.job_number + 1, job_until = null,
                updated_at = now(), version = u.version + 1
            where u.id = ? and\s""";

    private final Database database;
    private final Dao<Upload, Long> uploads;
    private final UploadJobs jobs;

    /** The uploads of this database. */
    public Uploads(Database database) {
        this.database = database;
        this.uploads = new Dao<>(database, Upload.class);
        this.jobs = new UploadJobs(database);
    }

    /** What is to be done to uploads, for the workers that do it. */
    public UploadJobs jobs() {
        return jobs;
    }

    /** A page of the uploads that the actor sees, the newest first. */
    public Page<Upload.Out> page(Actor actor, Filter filter, PageRequest page) {
        return uploads.page(Upload.Out.class, wanted(actor, filter), Sort.byIdDescending(), page);
    }

    /** The same by number of rows to skip, with how many of them there are. */
    public OffsetPage<Upload.Out> list(Actor actor, Filter filter, OffsetRequest page) {
        return uploads.offsetPage(Upload.Out.class, wanted(actor, filter), Sort.byIdDescending(), page);
    }

    /**
     * The upload.
     *
     * @throws Forbidden if it is another's
     * @throws NotFound if there is none
     */
    public Upload.Out get(Actor actor, long id) {
        Person person = person(actor);
        Upload.Out found = uploads.get(id, Upload.Out.class);
        if (!person.superuser() && found.ownerId() != person.id()) {
            throw forbidden("read", id);
        }
        return found;
    }

    /**
     * All of these uploads, each once, by id.
     *
     * @throws Forbidden if some are another's, naming ten
     * @throws NotFound if some do not exist, naming ten
     */
    public List<Upload.Out> getAll(Actor actor, Collection<Long> ids) {
        Person person = person(actor);
        List<Upload.Out> found = uploads.getAll(new TreeSet<>(ids), Upload.Out.class);
        List<Long> others = found.stream()
                .filter(upload -> !person.superuser() && upload.ownerId() != person.id())
                .map(Upload.Out::id)
                .toList();
        if (!others.isEmpty()) {
            throw forbidden("read", NamedIds.of(others));
        }
        return found;
    }

    /**
     * Inserts an upload whose file is to be read; the row is its own place in the queue.
     *
     * @param chunks how to cut the file's text
     * @throws Forbidden if it is for another user and the actor is no superuser
     * @throws dev.stele.core.error.Invalid if the name or the description is missing
     */
    public Upload.Out insert(Actor actor, Upload.Create upload, Chunks chunks) {
        Person person = person(actor);
        if (!person.superuser() && upload.ownerId() != person.id()) {
            throw new Forbidden("create an Upload for another user", "only a superuser may");
        }
        new Required()
                .value("name", upload.name())
                .value("description", upload.description())
                .check();
        return BoundSql.of(
                        INSERT, upload.name(), upload.description(), upload.ownerId(), chunks.size(), chunks.overlap())
                .add(COLUMNS)
                .first(database, Uploads::out)
                .orElseThrow();
    }

    /**
     * Changes the name or the description, and notes when.
     *
     * @throws Forbidden if it is another's
     * @throws NotFound if there is none
     */
    public Upload.Out patch(Actor actor, long id, Upload.Update update) {
        try {
            return uploads.patchIf(id, update, seen(actor), Upload.Out.class);
        } catch (Stale notSeen) {
            throw forbidden("change", id);
        }
    }

    /**
     * Has a new file read in place of the one before; whoever works on that one is out of date.
     *
     * @throws Forbidden if it is another's
     * @throws NotFound if there is none
     * @throws Stale if its removal was asked for
     */
    public Upload.Out restart(Actor actor, long id, Chunks chunks) {
        return BoundSql.of(RESTART, chunks.size(), chunks.overlap(), id)
                .add(UploadJobs.mine(actor))
                .add(" returning " + COLUMNS)
                .first(database, Uploads::out)
                .orElseThrow(() -> refused(actor, "change", id));
    }

    /**
     * Asks for all that was made of the file to be removed and then the row, which a worker does.
     *
     * @throws Forbidden if it is another's
     * @throws NotFound if there is none
     */
    public void askRemoval(Actor actor, long id) {
        if (BoundSql.of(ASK_REMOVAL, id).add(UploadJobs.mine(actor)).update(database) == 0) {
            throw refused(actor, "delete", id);
        }
    }

    /**
     * Deletes the row at once, as where nothing was made of the file yet.
     *
     * @throws Forbidden if it is another's
     * @throws NotFound if there is none
     */
    public void delete(Actor actor, long id) {
        if (!uploads.deleteIf(id, seen(actor))) {
            throw refused(actor, "delete", id);
        }
    }

    private DatabaseException refused(Actor actor, String verb, long id) {
        Upload.Out found = uploads.get(id, Upload.Out.class);
        Person person = person(actor);
        return person.superuser() || found.ownerId() == person.id()
                ? new Stale("Upload", id, "not being removed")
                : forbidden(verb, id);
    }

    private static Forbidden forbidden(String verb, Object id) {
        return new Forbidden(verb + " Upload \"" + id + "\"", "only its owner or a superuser may");
    }

    private static Person person(Actor actor) {
        return Guard.person(actor, "use uploads");
    }

    private static Where<Upload> seen(Actor actor) {
        Person person = person(actor);
        return person.superuser() ? everything(Upload.class) : eq(Upload_.owner, person.id());
    }

    private static Where<Upload> wanted(Actor actor, Filter filter) {
        return seen(actor)
                .andIf(filter.status(), status -> eq(Upload_.status, status))
                .andIf(filter.ownerId(), owner -> eq(Upload_.owner, owner));
    }

    private static Upload.Out out(ResultSet row) throws SQLException {
        return new Upload.Out(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                UploadStatus.valueOf(row.getString(4)),
                BoundSql.instant(row, 5),
                row.getLong(6),
                row.getLong(7),
                BoundSql.instant(row, 8),
                BoundSql.instant(row, 9));
    }

    /**
     * Which uploads are wanted, of those that the actor sees.
     *
     * @param status only those in this state, or null
     * @param ownerId only those of this user, or null
     */
    public record Filter(
            @Nullable UploadStatus status, @Nullable Long ownerId) {
        /** All that the actor sees. */
        public static final Filter ALL = new Filter(null, null);

        /** Those in this state. */
        public static Filter of(UploadStatus status) {
            return new Filter(status, null);
        }
    }
}
