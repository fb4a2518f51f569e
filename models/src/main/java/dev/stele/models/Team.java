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
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.jspecify.annotations.Nullable;

/** Members that answer questions together; it dies with its owner. */
@Entity
@Table(
        name = "team",
        uniqueConstraints = @UniqueConstraint(name = "team_name_key", columnNames = "name"),
        indexes = @Index(name = "team_owner_id_idx", columnList = "owner_id, id desc"),
        check = @CheckConstraint(name = "team_name_check", constraint = "name ~ '" + Team.NAME_PATTERN + "'"))
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class Team extends Versioned {
    /** What the names of teams and members look like, in the regular expressions of Java and of PostgreSQL. */
    public static final String NAME_PATTERN = "^[a-zA-Z0-9_-]{1,64}$";

    static final String NAME_EXPECTED = "must be 1 to 64 letters, digits, \"_\" or \"-\"";

    @Column(name = "name", nullable = false, columnDefinition = "varchar")
    private String name;

    @Column(name = "description", columnDefinition = "varchar")
    private @Nullable String description;

    // Hibernate adds the check of the values, team_workflow_check.
    @Enumerated(EnumType.STRING)
    @Column(name = "workflow", nullable = false, columnDefinition = "varchar")
    private Workflow workflow;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "owner_id", nullable = false, foreignKey = @ForeignKey(name = "team_owner_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private User owner;

    @OneToMany(mappedBy = "team")
    private List<Member> members;

    @OneToMany(mappedBy = "team")
    private List<ChatThread> threads;

    @OneToMany(mappedBy = "team")
    private List<ApiKey> apiKeys;

    /** For Hibernate. */
    protected Team() {}

    /** The team's name, unique among all. */
    public String getName() {
        return name;
    }

    /** What the team is for, if said. */
    public @Nullable String getDescription() {
        return description;
    }

    /** How its members work together. */
    public Workflow getWorkflow() {
        return workflow;
    }

    /** Whose team it is. */
    public User getOwner() {
        return owner;
    }

    /** Its members, one of them the root. */
    public List<Member> getMembers() {
        return members;
    }

    /** What was asked of it. */
    public List<ChatThread> getThreads() {
        return threads;
    }

    /** The keys that open it. */
    public List<ApiKey> getApiKeys() {
        return apiKeys;
    }

    static boolean isName(String text) {
        // matches() and not find(): in Java, "$" also stands before a line feed at the end.
        return text.matches(NAME_PATTERN);
    }

    /**
     * A new team.
     *
     * @param name its name, unique among all
     * @param description what it is for, if said
     * @param workflow how its members work together
     * @param ownerId whose team it is
     */
    public record Create(String name, @Nullable String description, Workflow workflow, long ownerId)
            implements CreateOf<Team> {
        @Override
        public Map<String, String> faults() {
            return new Faults()
                    .expect("name", name, Team::isName, NAME_EXPECTED)
                    .found();
        }
    }

    /**
     * What may be changed of a team.
     *
     * @param name its name, unique among all
     * @param description what it is for, or null
     */
    public record Update(Field<String> name, Field<@Nullable String> description) implements PatchOf<Team> {
        @Override
        public Map<String, String> faults() {
            return new Faults()
                    .expect("name", Faults.given(name), Team::isName, NAME_EXPECTED)
                    .found();
        }
    }

    /**
     * A team.
     *
     * @param id its number
     * @param name its name, unique among all
     * @param description what it is for, if said
     * @param workflow how its members work together
     * @param ownerId whose team it is
     * @param version how often the row was changed
     * @param createdAt when it was inserted
     * @param updatedAt when it was last changed
     */
    public record Out(
            long id,
            String name,
            @Nullable String description,
            Workflow workflow,
            long ownerId,
            long version,
            Instant createdAt,
            Instant updatedAt)
            implements ViewOf<Team> {}
}
