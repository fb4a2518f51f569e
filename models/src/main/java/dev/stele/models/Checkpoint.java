package dev.stele.models;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The state of a graph after one step of a thread; it dies with its thread.
 *
 * <p>The values of its channels are {@link CheckpointBlob}s, what was written since a {@link CheckpointWrite} each.
 */
@Entity
@Table(name = "checkpoints")
@IdClass(Checkpoint.Key.class)
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class Checkpoint {
    @Id
    @Column(name = "thread_id", nullable = false)
    private UUID threadId;

    @Id
    @ColumnDefault("''")
    @Column(name = "checkpoint_ns", nullable = false, columnDefinition = "varchar")
    private String checkpointNs;

    @Id
    @Column(name = "checkpoint_id", nullable = false)
    private UUID checkpointId;

    @Column(name = "parent_checkpoint_id")
    private @Nullable UUID parentCheckpointId;

    @Column(name = "type", columnDefinition = "varchar")
    private @Nullable String type;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "checkpoint")
    private @Nullable Map<String, Object> checkpoint;

    @JdbcTypeCode(SqlTypes.JSON)
    @ColumnDefault("'{}'")
    @Column(name = "metadata", nullable = false)
    private Map<String, Object> metadata;

    @Generated
    @ColumnDefault("now()")
    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(
            name = "thread_id",
            nullable = false,
            insertable = false,
            updatable = false,
            foreignKey = @ForeignKey(name = "checkpoints_thread_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private ChatThread thread;

    /** For Hibernate. */
    protected Checkpoint() {}

    /** The id of its thread. */
    public UUID getThreadId() {
        return threadId;
    }

    /** The subgraph it belongs to, empty for the graph itself. */
    public String getCheckpointNs() {
        return checkpointNs;
    }

    /** Its own id; a later one sorts behind. */
    public UUID getCheckpointId() {
        return checkpointId;
    }

    /** The checkpoint it followed, if any. */
    public @Nullable UUID getParentCheckpointId() {
        return parentCheckpointId;
    }

    /** How its values are encoded, if said. */
    public @Nullable String getType() {
        return type;
    }

    /** The state, with the versions of its channels. */
    public @Nullable Map<String, Object> getCheckpoint() {
        return checkpoint;
    }

    /** What is known about it, to be searched by containment. */
    public Map<String, Object> getMetadata() {
        return metadata;
    }

    /** When it was inserted. */
    public Instant getCreatedAt() {
        return createdAt;
    }

    /** Its thread. */
    public ChatThread getThread() {
        return thread;
    }

    /**
     * What tells checkpoints apart.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param checkpointId its own id
     */
    public record Key(UUID threadId, String checkpointNs, UUID checkpointId) implements Serializable {}

    /**
     * A new checkpoint.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param checkpointId its own id; a later one sorts behind
     * @param parentCheckpointId the checkpoint it follows, if any
     * @param type how its values are encoded, if said
     * @param checkpoint the state, with the versions of its channels
     * @param metadata what is known about it, to be searched by containment
     */
    public record Create(
            UUID threadId,
            String checkpointNs,
            UUID checkpointId,
            @Nullable UUID parentCheckpointId,
            @Nullable String type,
            @Nullable Map<String, Object> checkpoint,
            Map<String, Object> metadata)
            implements CreateOf<Checkpoint> {

        /** A checkpoint whose encoding is not said. */
        public Create(Key key, @Nullable UUID parent, Map<String, Object> checkpoint, Map<String, Object> metadata) {
            this(key.threadId, key.checkpointNs, key.checkpointId, parent, null, checkpoint, metadata);
        }
    }

    /**
     * A checkpoint.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param checkpointId its own id
     * @param parentCheckpointId the checkpoint it followed, if any
     * @param type how its values are encoded, if said
     * @param checkpoint the state, with the versions of its channels
     * @param metadata what is known about it
     * @param createdAt when it was inserted
     */
    public record Out(
            UUID threadId,
            String checkpointNs,
            UUID checkpointId,
            @Nullable UUID parentCheckpointId,
            @Nullable String type,
            @Nullable Map<String, Object> checkpoint,
            Map<String, Object> metadata,
            Instant createdAt)
            implements ViewOf<Checkpoint> {

        /** What tells it from others, as to go on behind it in a list. */
        public Key key() {
            return new Key(threadId, checkpointNs, checkpointId);
        }
    }
}
