package dev.stele.models;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** A conversation with a team; it dies with its team, and its checkpoints with it. */
@Entity
@Table(
        name = "thread",
        indexes = @Index(name = "thread_team_id_updated_at_idx", columnList = "team_id, updated_at desc, id desc"))
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class ChatThread extends Tracked {
    @Id
    @Column(name = "id", nullable = false)
    private UUID id;

    @Column(name = "query", nullable = false, columnDefinition = "varchar")
    private String query;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "team_id", nullable = false, foreignKey = @ForeignKey(name = "thread_team_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private Team team;

    /** For Hibernate. */
    protected ChatThread() {}

    /** The thread's id, chosen by whoever began it. */
    public UUID getId() {
        return id;
    }

    /** The question it began with. */
    public String getQuery() {
        return query;
    }

    /** The team asked. */
    public Team getTeam() {
        return team;
    }

    /**
     * A new thread.
     *
     * @param id its id, chosen by whoever begins it
     * @param query the question it begins with
     * @param teamId the team asked
     */
    public record Create(UUID id, String query, long teamId) implements CreateOf<ChatThread> {
        /** A thread with a random id. */
        public Create(String query, long teamId) {
            this(UUID.randomUUID(), query, teamId);
        }
    }

    /**
     * What may be changed of a thread; the time of the change is the database's.
     *
     * @param query the question shown for it
     */
    public record Update(Field<String> query) implements PatchOf<ChatThread> {}

    /**
     * A thread.
     *
     * @param id its id
     * @param query the question shown for it
     * @param teamId the team asked
     * @param version how often the row was changed
     * @param createdAt when it was inserted
     * @param updatedAt when it was last changed
     */
    public record Out(UUID id, String query, long teamId, long version, Instant createdAt, Instant updatedAt)
            implements ViewOf<ChatThread> {}
}
