package dev.stele.migrations.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a restore did.
 *
 * @param manifest of the backup
 * @param database the name of the database that holds it now
 * @param keptAs the name of the database that was replaced, or null where there is none
 * @param elapsed how long it took
 * @param notes what is not as it was, in words
 */
public record Restored(
        Manifest manifest, String database, @Nullable String keptAs, Duration elapsed, List<String> notes) {
    /** Copies the notes. */
    public Restored {
        notes = List.copyOf(notes);
    }

    /** The database that was replaced and is still there. */
    public Optional<String> previous() {
        return Optional.ofNullable(keptAs);
    }
}
