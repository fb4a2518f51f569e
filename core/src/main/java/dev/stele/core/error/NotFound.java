package dev.stele.core.error;

/** The row asked for does not exist, or does not exist for this caller. */
public final class NotFound extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private final String entity;
    private final String id;

    /**
     * Says which row is missing.
     *
     * @param entity the entity's simple name
     * @param id what identifies the row, as the caller gave it
     */
    public NotFound(String entity, Object id) {
        this(entity, id, "use find() if it may be missing");
    }

    /**
     * Says which row is missing, and what to do about it.
     *
     * @param entity the entity's simple name
     * @param id what identifies the row, as the caller gave it
     * @param hint what fits what was called
     */
    public NotFound(String entity, Object id, String hint) {
        super(ErrorKind.NOT_FOUND, "%s \"%s\" does not exist".formatted(entity, id), hint, null, null);
        this.entity = entity;
        this.id = String.valueOf(id);
    }

    /** The entity's simple name. */
    public String entity() {
        return entity;
    }

    /** What identifies the missing row. */
    public String id() {
        return id;
    }
}
