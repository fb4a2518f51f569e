package dev.stele.core.config;

/**
 * A value as a source gives it.
 *
 * <p>{@code toString} hides the value, which may be secret.
 *
 * @param name the key it is given under; the twin or the variable of libpq where that one is used
 * @param value the text; empty where the source says so
 * @param source the kind of place
 * @param where the place in full
 */
record Found(String name, String value, Source source, String where) {

    /** The key and the place, the way every message begins. */
    String place() {
        return name + " (" + where + ")";
    }

    /** The value for a message, unless it may be, or hold, a password in the wrong place. */
    String shown() {
        // Parts of an address and contents of files name two places; the wrong part or file may be a secret.
        boolean second = where.contains(" in ");
        boolean risky = second || value.contains("@") || value.contains("://") || value.length() > 64;
        return risky ? "a value of " + value.length() + " characters" : '"' + value + '"';
    }

    @Override
    public String toString() {
        return place();
    }
}
