package dev.stele.core.error;

/** The caller may not do this; nothing was written. */
public final class Forbidden extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was refused.
     *
     * @param what the refused action, as in {@code "change Skill \"7\""}
     * @param hint who may do it
     */
    public Forbidden(String what, String hint) {
        super(ErrorKind.FORBIDDEN, "not allowed to " + what, hint, null, null);
    }
}
