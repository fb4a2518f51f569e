package dev.stele.core.error;

import org.jspecify.annotations.Nullable;

/** The row changed since the caller read it; nothing was written. */
public final class Stale extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final String entity;
    private final String id;

    /**
     * Says which row moved on.
     *
     * @param entity the entity's simple name
     * @param id the row's id
     * @param expected what the caller expected to find: a version, or a condition in words
     */
    public Stale(String entity, Object id, @Nullable Object expected) {
        super(
                ErrorKind.CONFLICT,
                "%s \"%s\" is no longer as expected (%s)".formatted(entity, id, expected),
                "read it again and repeat the change",
                null,
                null);
        this.entity = entity;
        this.id = String.valueOf(id);
    }

    /** The entity's simple name. */
    public String entity() {
        return entity;
    }

    /** The row's id. */
    public String id() {
        return id;
    }
}
