package dev.stele.core.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings, or the mapping of the entities, are wrong; the message lists every fault at once. */
public final class ConfigurationException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf returns a serializable list
    private final List<String> faults;

    /**
     * Lists what is wrong.
     *
     * @param what what cannot be used, as in {@code "the settings cannot be used"}
     * @param faults each fault with its place and what was expected; at least one; without secrets
     */
    public ConfigurationException(String what, List<String> faults) {
        this(what, faults, null, null);
    }

    /**
     * Lists what is wrong, with what the server said.
     *
     * @param what what cannot be used
     * @param faults each fault with its place and what was expected; at least one; without secrets
     * @param sqlState the SQLSTATE, or null where no statement failed
     * @param cause what was reported, or null
     */
    public ConfigurationException(
            String what, List<String> faults, @Nullable String sqlState, @Nullable Throwable cause) {
        super(ErrorKind.CONFIGURATION, what + ":\n  - " + String.join("\n  - ", faults), null, sqlState, cause);
        this.faults = List.copyOf(faults);
    }

    /** Each fault, in the order found. */
    public List<String> faults() {
        return faults;
    }
}
