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

/** What a task wrote to a channel after a checkpoint and before the next; it dies with its thread. */
@Entity
@Table(name = "checkpoint_writes")
@IdClass(CheckpointWrite.Key.class)
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class CheckpointWrite {
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

    @Id
    @Column(name = "task_id", nullable = false)
    private UUID taskId;

    @Id
    @Column(name = "idx", nullable = false)
    private int idx;

    @Column(name = "channel", nullable = false, columnDefinition = "varchar")
    private String channel;

    @Column(name = "type", columnDefinition = "varchar")
    private @Nullable String type;

    @Column(name = "blob", nullable = false)
    private byte[] blob;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(
            name = "thread_id",
            nullable = false,
            insertable = false,
            updatable = false,
            foreignKey = @ForeignKey(name = "checkpoint_writes_thread_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private ChatThread thread;

    /** For Hibernate. */
    protected CheckpointWrite() {}

    /** The id of its thread. */
    public UUID getThreadId() {
        return threadId;
    }

    /** The subgraph it belongs to, empty for the graph itself. */
    public String getCheckpointNs() {
        return checkpointNs;
    }

    /** The checkpoint it came after. */
    public UUID getCheckpointId() {
        return checkpointId;
    }

    /** The task that wrote it. */
    public UUID getTaskId() {
        return taskId;
    }

    /** Its place among the task's writes; negative for errors and interrupts. */
    public int getIdx() {
        return idx;
    }

    /** The channel written to. */
    public String getChannel() {
        return channel;
    }

    /** How the value is encoded, if said. */
    public @Nullable String getType() {
        return type;
    }

    /** The value. */
    public byte[] getBlob() {
        return blob.clone();
    }

    /** Its thread. */
    public ChatThread getThread() {
        return thread;
    }

    /**
     * What tells writes apart.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param checkpointId the checkpoint it came after
     * @param taskId the task that wrote it
     * @param idx its place among the task's writes; negative for errors and interrupts
     */
    public record Key(UUID threadId, String checkpointNs, UUID checkpointId, UUID taskId, int idx)
            implements Serializable {}

    /**
     * A new write.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param checkpointId the checkpoint it comes after
     * @param taskId the task that writes it
     * @param idx its place among the task's writes; negative for errors and interrupts
     * @param channel the channel written to
     * @param type how the value is encoded, if said
     * @param blob the value
     */
    @SuppressWarnings("ArrayRecordComponent") // a value is written, never compared
    public record Create(
            UUID threadId,
            String checkpointNs,
            UUID checkpointId,
            UUID taskId,
            int idx,
            String channel,
            @Nullable String type,
            byte[] blob)
            implements CreateOf<CheckpointWrite> {}

    /**
     * A write.
     *
     * @param threadId the id of its thread
     * @param checkpointNs the subgraph it belongs to, empty for the graph itself
     * @param checkpointId the checkpoint it came after
     * @param taskId the task that wrote it
     * @param idx its place among the task's writes; negative for errors and interrupts
     * @param channel the channel written to
     * @param type how the value is encoded, if said
     * @param blob the value
     */
    @SuppressWarnings("ArrayRecordComponent") // a value is read, never compared
    public record Out(
            UUID threadId,
            String checkpointNs,
            UUID checkpointId,
            UUID taskId,
            int idx,
            String channel,
            @Nullable String type,
            byte[] blob)
            implements ViewOf<CheckpointWrite> {}
}
