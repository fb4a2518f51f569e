package dev.stele.core.config;

/**
 * One setting in force, and where it came from.
 *
 * @param key the documented key, such as {@code POSTGRES_PORT}
 * @param value the value in force; three asterisks where it is secret
 * @param source the kind of place that won
 * @param where that place in full, such as {@code DATABASE_URL in environment}
 */
public record Setting(String key, String value, Source source, String where) {

    @Override
    public String toString() {
        return key + "=" + value + " (" + where + ")";
    }
}
