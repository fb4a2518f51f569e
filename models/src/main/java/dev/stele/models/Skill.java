package dev.stele.models;

import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Something members can do: a function of the application (managed), or a call that its owner describes. */
@Entity
@Table(
        name = "skill",
        indexes = {
            @Index(name = "skill_owner_id_idx", columnList = "owner_id, id desc"),
            @Index(name = "skill_managed_idx", columnList = "id desc", options = "where managed"),
            @Index(name = "skill_managed_name_key", columnList = "(name)", unique = true, options = "where managed")
        },
        check =
                @CheckConstraint(
                        name = "skill_tool_definition_check",
                        constraint = "managed or (tool_definition is not null"
                                + " and jsonb_typeof(tool_definition) = 'object')"))
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class Skill extends Versioned {
    @Column(name = "name", nullable = false, columnDefinition = "varchar")
    private String name;

    @Column(name = "description", nullable = false, columnDefinition = "varchar")
    private String description;

    @ColumnDefault("false")
    @Column(name = "managed", nullable = false)
    private boolean managed;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "tool_definition")
    private @Nullable Map<String, Object> toolDefinition;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "owner_id", nullable = false, foreignKey = @ForeignKey(name = "skill_owner_id_fkey"))
    @OnDelete(action = OnDeleteAction.CASCADE)
    private User owner;

    @ManyToMany(mappedBy = "skills")
    private List<Member> members;

    /** For Hibernate. */
    protected Skill() {}

    /** The skill's name, unique among managed skills. */
    public String getName() {
        return name;
    }

    /** What it does, for members to choose by. */
    public String getDescription() {
        return description;
    }

    /** Whether it is a function of the application, seen by all. */
    public boolean isManaged() {
        return managed;
    }

    /** How to call it, with whatever secrets the call needs; null if managed and the application knows. */
    public @Nullable Map<String, Object> getToolDefinition() {
        return toolDefinition;
    }

    /** Whose skill it is. */
    public User getOwner() {
        return owner;
    }

    /** The members that can do it. */
    public List<Member> getMembers() {
        return members;
    }

    /**
     * A new skill of a user; never a managed one.
     *
     * @param name its name
     * @param description what it does, for members to choose by
     * @param toolDefinition how to call it
     * @param ownerId whose skill it is
     */
    public record Create(String name, String description, Map<String, Object> toolDefinition, long ownerId)
            implements CreateOf<Skill> {
        /** Shows no definition, which may hold secrets. */
        @Override
        public String toString() {
            return "Skill.Create[name=" + name + ", ownerId=" + ownerId + "]";
        }
    }

    /**
     * What may be changed of a user's skill.
     *
     * @param name its name
     * @param description what it does, for members to choose by
     * @param toolDefinition how to call it
     */
    public record Update(Field<String> name, Field<String> description, Field<Map<String, Object>> toolDefinition)
            implements PatchOf<Skill> {}

    /**
     * A skill as its owner and superusers see it; what is managed comes to others without its definition.
     *
     * @param id its number
     * @param name its name
     * @param description what it does, for members to choose by
     * @param managed whether it is a function of the application, seen by all
     * @param toolDefinition how to call it, with whatever secrets the call needs; null if managed and the application
     *     knows, or the reader may not
     * @param ownerId whose skill it is
     * @param version how often the row was changed
     * @param createdAt when it was inserted
     * @param updatedAt when it was last changed
     */
    public record Out(
            long id,
            String name,
            String description,
            boolean managed,
            @Nullable Map<String, Object> toolDefinition,
            long ownerId,
            long version,
            Instant createdAt,
            Instant updatedAt)
            implements ViewOf<Skill> {
        /** Copies for a reader who may not know how it is called. */
        public Out withoutDefinition() {
            return new Out(id, name, description, managed, null, ownerId, version, createdAt, updatedAt);
        }

        /** Shows no definition, which may hold secrets. */
        @Override
        public String toString() {
            return "Skill.Out[id=" + id + ", name=" + name + ", managed=" + managed + ", ownerId=" + ownerId + "]";
        }
    }

    /**
     * A skill as others see it, inside of a member: without its definition.
     *
     * @param id its number
     * @param name its name
     * @param description what it does
     * @param managed whether it is a function of the application, seen by all
     */
    public record Ref(long id, String name, String description, boolean managed) implements ViewOf<Skill> {}

    /**
     * A skill as the agent that runs it needs it; for the application's own use, not for clients.
     *
     * @param id its number
     * @param name its name
     * @param description what it does, for members to choose by
     * @param managed whether it is a function of the application
     * @param toolDefinition how to call it, with whatever secrets the call needs; null if managed and the application
     *     knows
     */
    public record Tool(
            long id,
            String name,
            String description,
            boolean managed,
            @Nullable Map<String, Object> toolDefinition) implements ViewOf<Skill> {
        /** Shows no definition, which may hold secrets. */
        @Override
        public String toString() {
            return "Skill.Tool[id=" + id + ", name=" + name + ", managed=" + managed + "]";
        }
    }
}
