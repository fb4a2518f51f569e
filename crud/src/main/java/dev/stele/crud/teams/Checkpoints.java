package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The states of running graphs, with the tables and the meaning of LangGraph's checkpoint saver.
 *
 * <p>Each call reads and writes only in threads that its actor sees; what a call does, it does in one statement unless
 * it says otherwise. An API key reads and saves, which a chat does, but copies and deletes nothing. Safe for use by many
 * threads.
 */
public final class Checkpoints {
    private static final String DELETE = "delete Checkpoints";

    private final CheckpointReads reads;
    private final CheckpointStores stores;
    private final CheckpointRemovals removals;

    /** Works on the checkpoints of {@code database}. */
    public Checkpoints(Database database) {
        CheckpointJson json = new CheckpointJson(database);
        this.reads = new CheckpointReads(database, json);
        this.stores = new CheckpointStores(database, json);
        this.removals = new CheckpointRemovals(database, json);
    }

    /** Finds the latest checkpoint of a thread in a namespace, with its channels' values and its pending writes. */
    public Optional<Saved> latest(Actor actor, UUID threadId, String namespace) {
        return reads.latest(actor, threadId, namespace);
    }

    /** Finds one checkpoint with its channels' values and its pending writes. */
    public Optional<Saved> find(Actor actor, Checkpoint.Key key) {
        return reads.find(actor, key);
    }

    /** Lists checkpoints newest first, each with its channels' values and its pending writes. */
    public List<Saved> list(Actor actor, Search search) {
        return reads.list(actor, search);
    }

    /**
     * Lists where checkpoints are, in the order of their keys, without reading their contents.
     *
     * @param after the key to go on behind, or null to begin
     * @param limit the most to list, 1 to 1000
     */
    public List<Position> scan(Actor actor, Checkpoint.@Nullable Key after, int limit) {
        return reads.scan(actor, after, Search.checkedLimit(limit));
    }

    /**
     * Inserts a checkpoint, or replaces its state and metadata where it exists.
     *
     * @throws dev.stele.core.error.Invalid if its {@code channel_versions} are no object; nothing is written
     * @throws NotFound if the actor sees no such thread; nothing is written
     */
    public void upsert(Actor actor, Checkpoint.Create checkpoint) {
        stores.upsert(actor, checkpoint, List.of());
    }

    /**
     * Inserts or replaces a checkpoint together with the channel values that are new in it.
     *
     * <p>Prefer it to two calls: between them the values belong to no checkpoint, and a clean-up may take them.
     *
     * @throws dev.stele.core.error.Invalid if its {@code channel_versions} are no object; nothing is written
     * @throws NotFound if the actor sees no such thread; nothing is written
     */
    public void upsert(Actor actor, Checkpoint.Create checkpoint, Collection<CheckpointBlob.Create> blobs) {
        stores.upsert(actor, checkpoint, blobs);
    }

    /**
     * Inserts channel values and ignores those that exist: a version of a channel never changes.
     *
     * @return how many were new
     * @throws NotFound if the actor does not see every thread; nothing is written
     */
    public long insertIgnoreBlobs(Actor actor, Collection<CheckpointBlob.Create> blobs) {
        return stores.insertIgnore(actor, blobs);
    }

    /**
     * Inserts pending writes and ignores those that exist.
     *
     * @return how many were new
     * @throws NotFound if the actor does not see every thread; nothing is written
     */
    public long insertIgnoreWrites(Actor actor, Collection<CheckpointWrite.Create> writes) {
        return stores.insertIgnoreWrites(actor, writes);
    }

    /**
     * Inserts pending writes and replaces those that exist; of two with one key the later counts.
     *
     * @return how many were written
     * @throws NotFound if the actor does not see every thread; nothing is written
     */
    public long upsertWrites(Actor actor, Collection<CheckpointWrite.Create> writes) {
        return stores.upsertWrites(actor, writes);
    }

    /**
     * Copies all of a thread to another thread, which exists already; what that one has stays.
     *
     * @return how many checkpoints were copied
     * @throws Forbidden for an API key
     * @throws NotFound if the actor does not see both threads; nothing is written
     */
    public long copyThread(Actor actor, UUID from, UUID to) {
        return stores.copyThread(Guard.person(actor, "copy the checkpoints of a ChatThread"), from, to);
    }

    /**
     * Deletes all checkpoints of a thread with their values and writes; the thread itself stays.
     *
     * @return how many checkpoints were deleted
     * @throws Forbidden for an API key
     * @throws NotFound if the actor sees no such thread
     */
    public long deleteThread(Actor actor, UUID threadId) {
        return removals.deleteThread(Guard.person(actor, DELETE), threadId);
    }

    /**
     * Deletes the checkpoints that a run made, in all threads the actor sees, and what only they needed.
     *
     * <p>Two statements in one transaction: the threads are locked first, so that a checkpoint which is being stored
     * keeps the values that it names. What goes on later from a deleted one must bring its values along.
     *
     * @param runId what their metadata says under {@code run_id}
     * @return how many checkpoints were deleted
     * @throws Forbidden for an API key
     * @throws dev.stele.core.error.Misuse if row security is in force and the transaction names no tenant
     */
    public long deleteRun(Actor actor, String runId) {
        return removals.deleteRun(Guard.person(actor, DELETE), runId);
    }

    /**
     * Deletes all but the latest checkpoint of each namespace of these threads, and what only they needed.
     *
     * <p>Two statements in one transaction: the threads are locked first, so that a checkpoint which is being stored
     * keeps the values that it names. What goes on later from a deleted one must bring its values along.
     *
     * @return how many checkpoints were deleted
     * @throws Forbidden for an API key
     * @throws NotFound if the actor does not see every thread; nothing is deleted
     */
    public long keepLatest(Actor actor, Collection<UUID> threadIds) {
        return removals.keepLatest(Guard.person(actor, DELETE), threadIds);
    }

    /** What a statement says when an actor does not see a thread that it names. */
    static NotFound unseen(UUID threadId) {
        return new NotFound(ChatThread.class.getSimpleName(), threadId);
    }

    /**
     * A checkpoint with all that is needed to go on from it.
     *
     * @param checkpoint the checkpoint
     * @param blobs the values of its channels, in the versions it names
     * @param writes the writes that are pending on it, in the order of task and number
     */
    public record Saved(Checkpoint.Out checkpoint, List<CheckpointBlob.Out> blobs, List<CheckpointWrite.Out> writes) {
        /** Keeps unmodifiable copies. */
        public Saved {
            blobs = List.copyOf(blobs);
            writes = List.copyOf(writes);
        }
    }

    /**
     * Where a checkpoint is.
     *
     * @param key its key
     * @param parentCheckpointId the checkpoint it followed, if any
     * @param createdAt when it was inserted
     */
    public record Position(Checkpoint.Key key, @Nullable UUID parentCheckpointId, Instant createdAt) {}

    /**
     * What to list: everything the actor sees, but for what the conditions leave out.
     *
     * @param threadId only this thread's, or null
     * @param namespace only this namespace's, or null
     * @param metadata only those whose metadata contains all of this
     * @param before only those behind this one in the list, or null
     * @param limit the most to list, 1 to 1000
     */
    public record Search(
            @Nullable UUID threadId,
            @Nullable String namespace,
            Map<String, Object> metadata,
            Checkpoint.@Nullable Key before,
            int limit) {
        private static final int MOST = 1000;

        /**
         * Keeps an unmodifiable copy.
         *
         * @throws Invalid if the limit is out of range
         */
        public Search {
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata)); // Map.copyOf refuses null values
            checkedLimit(limit);
        }

        /** Everything of a thread. */
        public static Search ofThread(UUID threadId, int limit) {
            return new Search(threadId, null, Map.of(), null, limit);
        }

        /** Everything the actor sees. */
        public static Search everywhere(int limit) {
            return new Search(null, null, Map.of(), null, limit);
        }

        /** Copies with a namespace. */
        public Search inNamespace(String other) {
            return new Search(threadId, other, metadata, before, limit);
        }

        /** Copies with metadata to contain. */
        public Search containing(Map<String, Object> other) {
            return new Search(threadId, namespace, other, before, limit);
        }

        /** Copies with the checkpoint to go on behind. */
        public Search before(Checkpoint.Key other) {
            return new Search(threadId, namespace, metadata, other, limit);
        }

        static int checkedLimit(int limit) {
            if (limit < 1 || limit > MOST) {
                throw new Invalid("limit", "must be 1 to " + MOST + " but was " + limit);
            }
            return limit;
        }
    }
}
