package dev.stele.examples.benchmarks.peers.ebean;

import dev.stele.models.Team;
import dev.stele.models.Workflow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A team. */
@Entity
@Table(name = "team")
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public class TeamBean {
    @Id
    private long id;

    private String name;
    private @Nullable String description;
    private String workflow;

    @Column(name = "owner_id")
    private long ownerId;

    private long version;
    private Instant createdAt;
    private Instant updatedAt;

    /** For Ebean. */
    public TeamBean() {}

    Team.Out out() {
        return new Team.Out(
                id,
                name,
                description,
                Workflow.valueOf(workflow.toUpperCase(Locale.ROOT)),
                ownerId,
                version,
                createdAt,
                updatedAt);
    }
}
