package dev.stele.migrations.backup;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a backup or a restore is.
 *
 * @param table what is worked on, such as {@code public.customer}
 * @param rows how many rows are done, of all tables
 * @param totalRows how many there are; of a backup what the server believes
 * @param bytes how many bytes of rows are done, neither compressed nor encrypted
 * @param done what part is done, from 0 to 1
 * @param elapsed since the first row
 */
public record Progress(String table, long rows, long totalRows, long bytes, double done, Duration elapsed) {
    /** How long it may still take at this pace; empty before there is any. */
    public Optional<Duration> remaining() {
        return done <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * (1 - done) / done)));
    }
}
