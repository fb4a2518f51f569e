package dev.stele.migrations.review;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does to relations that are there already.
 *
 * @param place where the statement begins
 * @param statement its first line, shortened
 * @param locks for each table, view, sequence or index the strongest lock; plain reading is left out
 * @param rewrites the tables whose rows are written anew
 * @param scans the tables of which every row is read, index builds included
 * @param builds the tables for which an index is built
 * @param source how this is known
 */
public record Effect(
        Place place,
        String statement,
        Map<String, LockMode> locks,
        Set<String> rewrites,
        Set<String> scans,
        Set<String> builds,
        Source source) {

    /** How an effect is known. */
    public enum Source {
        /** From what the statement says. */
        PREDICTED,
        /** From running it in a scratch database. */
        MEASURED
    }

    /** Keeps sorted copies. */
    public Effect {
        locks = Collections.unmodifiableMap(new TreeMap<>(locks));
        rewrites = Collections.unmodifiableSet(new TreeSet<>(rewrites));
        scans = Collections.unmodifiableSet(new TreeSet<>(scans));
        builds = Collections.unmodifiableSet(new TreeSet<>(builds));
    }

    /** The strongest lock on any relation, or null where there is none. */
    public @Nullable LockMode strongest() {
        return locks.values().stream().max(LockMode::compareTo).orElse(null);
    }
}
