package dev.stele.core.config;

/** A place settings come from; a later one wins over an earlier one. */
public enum Source {
    /** Built into the library. */
    DEFAULT("default"),
    /** The {@code .env} file. */
    DOTENV(".env"),
    /** The environment variables of the process. */
    ENVIRONMENT("environment"),
    /** Java system properties, given as {@code -Dkey=value}. */
    SYSTEM_PROPERTY("system property"),
    /** The application itself. */
    CODE("code");

    private final String text;

    Source(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
