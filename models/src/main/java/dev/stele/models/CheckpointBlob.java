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
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.jspecify.annotations.Nullable;

/** One version of the value of one channel, shared by the checkpoints that name it; it dies with its thread. */
@Entity
@Table(name = "checkpoint_blobs")
@IdClass(CheckpointBlob.Key.class)
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class CheckpointBlob {
    @Id
    @Column(name = "thread_id", nullable = false)
    private UUID threadId;

    @Id
    @ColumnDefault("''")
    @Column(name = "checkpoint_ns", nullable = false, columnDefinition = "varchar")
    private String checkpointNs;

    @Id
    @Column(name = "channel", nullable = false, columnDefinition = "varchar")
    private String channel;

    @Id
    @Column(name = "version", nullable = false, columnDefinition = "varchar")
    private String version;

    @Column(name = "type", nullable = false, columnDefinition = "varchar")
    private String type;

    @Column(name = "blob")
    private byte @Nullable [] blob;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(
            name = "thread_id",
            nullable = false,
            insertable = false,
            updatable = false,
            foreignKey = @ForeignKey(name = "checkpoint_blobs_thread_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private ChatThread thread;

    /** For Hibernate. */
    protected CheckpointBlob() {}

    /** The id of its thread. */
    public UUID getThreadId() {
        return threadId;
    }

    /** The subgraph it belongs to, empty for the graph itself. */
    public String getCheckpointNs() {
        return checkpointNs;
    }

    /** The channel whose value it is. */
    public String getChannel() {
        return channel;
    }

    /** The channel's version; not a count of changes to this row. */
    public String getVersion() {
        return version;
    }

    /** How the value is encoded. */
    public String getType() {
        return type;
    }

    /** The value, or null if the channel was empty. */
    public byte @Nullable [] getBlob() {
        return blob == null ? null : blob.clone();
    }

    /** Its thread. */
    public ChatThread getThread() {
        return thread;
    }

    /**
     * What tells blobs apart.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param channel the channel whose value it is
     * @param version the channel's version
     */
    public record Key(UUID threadId, String checkpointNs, String channel, String version) implements Serializable {}

    /**
     * A new blob.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param channel the channel whose value it is
     * @param version the channel's version
     * @param type how the value is encoded
     * @param blob the value, or null if the channel is empty
     */
    @SuppressWarnings("ArrayRecordComponent") // a value is written, never compared
    public record Create(
            UUID threadId, String checkpointNs, String channel, String version, String type, byte @Nullable [] blob)
            implements CreateOf<CheckpointBlob> {}

    /**
     * A blob.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param channel the channel whose value it is
     * @param version the channel's version
     * @param type how the value is encoded
     * @param blob the value, or null if the channel was empty
     */
    @SuppressWarnings("ArrayRecordComponent") // a value is read, never compared
    public record Out(
            UUID threadId, String checkpointNs, String channel, String version, String type, byte @Nullable [] blob)
            implements ViewOf<CheckpointBlob> {}
}
