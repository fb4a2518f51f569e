package dev.stele.models;

import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.generator.EventType;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A file whose text members can search; it dies with its owner. */
@Entity
@Table(
        name = "upload",
        indexes = {
            @Index(name = "upload_owner_id_idx", columnList = "owner_id, id desc"),
            @Index(name = "upload_owner_id_status_idx", columnList = "owner_id, status, id desc"),
            @Index(name = "upload_status_idx", columnList = "status, id desc"),
            @Index(
                    name = "upload_job_idx",
                    columnList = "id",
                    options = "where status = 'IN_PROGRESS' or removal_at is not null")
        },
        check =
                @CheckConstraint(
                        name = "upload_chunk_check",
                        constraint = "(chunk_size is null) = (chunk_overlap is null)"
                                + " and chunk_overlap >= 0 and chunk_overlap < chunk_size"))
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class Upload extends Versioned {
    @Column(name = "name", nullable = false, columnDefinition = "varchar")
    private String name;

    @Column(name = "description", nullable = false, columnDefinition = "varchar")
    private String description;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    @ColumnDefault("'IN_PROGRESS'")
    @Column(name = "status", nullable = false, columnDefinition = "uploadstatus")
    private UploadStatus status;

    // A trigger stamps it when the name or the description changes.
    @Generated(event = {EventType.INSERT, EventType.UPDATE})
    @ColumnDefault("now()")
    @Column(name = "last_modified", nullable = false, insertable = false, updatable = false)
    private Instant lastModified;

    @ColumnDefault("0")
    @Column(name = "job_number", nullable = false)
    private long jobNumber;

    @Column(name = "job_until")
    private @Nullable Instant jobUntil;

    @Column(name = "removal_at")
    private @Nullable Instant removalAt;

    @Column(name = "chunk_size")
    private @Nullable Integer chunkSize;

    @Column(name = "chunk_overlap")
    private @Nullable Integer chunkOverlap;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "owner_id", nullable = false, foreignKey = @ForeignKey(name = "upload_owner_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private User owner;

    @ManyToMany(mappedBy = "uploads")
    private List<Member> members;

    /** For Hibernate. */
    protected Upload() {}

    /** The file's name. */
    public String getName() {
        return name;
    }

    /** What it holds, for members to choose by. */
    public String getDescription() {
        return description;
    }

    /** How far its processing is. */
    public UploadStatus getStatus() {
        return status;
    }

    /** When its name or description last changed, or it was inserted. */
    public Instant getLastModified() {
        return lastModified;
    }

    /** The number of its latest job; a worker with a lower one is out of date. */
    public long getJobNumber() {
        return jobNumber;
    }

    /** Until when a worker has its job, if one has. */
    public @Nullable Instant getJobUntil() {
        return jobUntil;
    }

    /** When its removal was asked for, if it was. */
    public @Nullable Instant getRemovalAt() {
        return removalAt;
    }

    /** How many characters of its text are kept together, if said. */
    public @Nullable Integer getChunkSize() {
        return chunkSize;
    }

    /** How many characters each piece shares with the one before, if said. */
    public @Nullable Integer getChunkOverlap() {
        return chunkOverlap;
    }

    /** Whose file it is. */
    public User getOwner() {
        return owner;
    }

    /** The members that can search it. */
    public List<Member> getMembers() {
        return members;
    }

    /**
     * A new upload; its processing is in progress.
     *
     * @param name the file's name
     * @param description what it holds, for members to choose by
     * @param ownerId whose file it is
     */
    public record Create(String name, String description, long ownerId) implements CreateOf<Upload> {}

    /**
     * What may be changed of an upload; the database notes when.
     *
     * @param name the file's name
     * @param description what it holds, for members to choose by
     */
    public record Update(Field<String> name, Field<String> description) implements PatchOf<Upload> {}

    /**
     * An upload.
     *
     * @param id its number
     * @param name the file's name
     * @param description what it holds, for members to choose by
     * @param status how far its processing is
     * @param lastModified when its name or description last changed, or it was inserted
     * @param ownerId whose file it is
     * @param version how often the row was changed
     * @param createdAt when it was inserted
     * @param updatedAt when it was last changed
     */
    public record Out(
            long id,
            String name,
            String description,
            UploadStatus status,
            Instant lastModified,
            long ownerId,
            long version,
            Instant createdAt,
            Instant updatedAt)
            implements ViewOf<Upload> {}

    /**
     * An upload inside of a member.
     *
     * @param id its number
     * @param name the file's name
     * @param description what it holds
     * @param status how far its processing is
     */
    public record Ref(long id, String name, String description, UploadStatus status) implements ViewOf<Upload> {}
}
