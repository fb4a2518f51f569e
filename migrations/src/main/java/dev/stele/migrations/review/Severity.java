package dev.stele.migrations.review;

/** How much a finding matters, least first. */
public enum Severity {
    /** Worth knowing; nothing stops. */
    NOTE,
    /** May hurt; look at it. */
    WARNING,
    /** Stops reads or writes, fails, or loses data. */
    ERROR;

    /** The lower-case word that people and JSON read. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
