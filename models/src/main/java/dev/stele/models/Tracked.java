package dev.stele.models;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.hibernate.generator.EventType;

/**
 * A row that knows how often and when it was written, by the clock of the database.
 *
 * <p>For entities with an id of their own kind; others extend {@link Versioned}.
 */
@MappedSuperclass
@SuppressWarnings("NullAway.Init") // the fields are filled from a row
public abstract class Tracked {
    @Version
    @ColumnDefault("0")
    @Column(name = "version", nullable = false)
    private long version;

    @Generated(event = EventType.INSERT)
    @ColumnDefault("now()")
    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "now()")
    @ColumnDefault("now()")
    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    /** For subclasses. */
    protected Tracked() {}

    /** How often the row was changed. */
    public long getVersion() {
        return version;
    }

    /** When the row was inserted. */
    public Instant getCreatedAt() {
        return createdAt;
    }

    /** When the row was last changed. */
    public Instant getUpdatedAt() {
        return updatedAt;
    }
}
