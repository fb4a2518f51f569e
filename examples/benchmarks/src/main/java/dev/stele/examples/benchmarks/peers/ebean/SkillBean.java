package dev.stele.examples.benchmarks.peers.ebean;

import dev.stele.models.Skill;
import io.ebean.annotation.DbJsonB;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A skill. */
@Entity
@Table(name = "skill")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class SkillBean {
    @Id
    private long id;

    private String name;
    private String description;
    private boolean managed;

    @DbJsonB
    private @Nullable Map<String, Object> toolDefinition;

    /** For Ebean. */
    public SkillBean() {}

    long id() {
        return id;
    }

    Skill.Tool tool() {
        return new Skill.Tool(id, name, description, managed, toolDefinition);
    }
}
