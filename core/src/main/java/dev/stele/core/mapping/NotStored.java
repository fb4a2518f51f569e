package dev.stele.core.mapping;

/** Why a mapping is not kept for the next start. */
final class NotStored extends Exception {
    private static final long serialVersionUID = 1;

    /** Completes "the mapping is not stored". */
    NotStored(String why) {
        super(why, null, false, false);
    }
}
