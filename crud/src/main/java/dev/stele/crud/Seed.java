package dev.stele.crud;

import dev.stele.core.Database;
import java.util.function.Function;

/**
 * One kind of rows that an application needs to find in its database at start.
 *
 * <p>Runs in the transaction of {@link InitialData} while no other process runs one, so it may look first and then
 * write. It may run again where that transaction is retried, and must leave alone what users own.
 */
public interface Seed {
    /** What the report calls the rows, in the plural, as in {@code "managed skills"}. */
    String name();

    /** Inserts, updates or removes rows through {@code database}, within the transaction that is under way. */
    Changes apply(Database database);

    /** Makes a seed of a function. */
    static Seed of(String name, Function<Database, Changes> work) {
        return new Seed() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Changes apply(Database database) {
                return work.apply(database);
            }
        };
    }

    /**
     * What a seed did, counted in rows.
     *
     * @param inserted rows that were missing
     * @param updated rows that were not as declared
     * @param unchanged rows that were as declared, or belong to users
     * @param removed rows that are declared no more
     */
    record Changes(long inserted, long updated, long unchanged, long removed) {
        /** Rows that were there, as declared. */
        public static Changes unchanged(long rows) {
            return new Changes(0, 0, rows, 0);
        }

        /** Rows that were missing. */
        public static Changes inserted(long rows) {
            return new Changes(rows, 0, 0, 0);
        }

        /** Whether anything was written. */
        public boolean wrote() {
            return inserted + updated + removed > 0;
        }

        @Override
        public String toString() {
            return "inserted %d, updated %d, unchanged %d, removed %d".formatted(inserted, updated, unchanged, removed);
        }
    }
}
