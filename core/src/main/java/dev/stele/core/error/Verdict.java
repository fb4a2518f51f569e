package dev.stele.core.error;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a SQLSTATE says of the work that ended with it: a statement in autocommit, or a whole transaction.
 *
 * <p>Every code of PostgreSQL has one (manual, appendix A).
 */
public enum Verdict {
    /** A success or a warning. */
    DONE,
    /** Nothing was kept; the same work fails again until it is changed. */
    CALLER,
    /** Nothing was kept; the same work may succeed when it is run again. */
    RETRYABLE,
    /** The connection broke: whether a commit, or a statement in autocommit, was kept is to be found out. */
    UNKNOWN,
    /** Nothing was kept; a person has to act: settings, rights, disk, the server itself. */
    FATAL;

    private static final Map<String, Verdict> TABLE = read();

    /**
     * The verdict on a code.
     *
     * <p>A code that is not PostgreSQL's own takes its class's; one of no known class was raised by a function of the
     * schema and is the caller's. Without a code the driver gave up, and the outcome is unknown.
     */
    public static Verdict of(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() != 5) {
            return UNKNOWN;
        }
        Verdict listed = TABLE.get(sqlState);
        return listed != null ? listed : TABLE.getOrDefault(sqlState.substring(0, 2) + "000", CALLER);
    }

    private static Map<String, Verdict> read() {
        Map<String, Verdict> table = new HashMap<>();
        InputStream resource = Objects.requireNonNull(Verdict.class.getResourceAsStream("sqlstates.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" +", -1);
                    table.put(words[0], valueOf(words[1]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
