package dev.stele.migrations.advice;

import dev.stele.migrations.backup.RestoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How proposals are tried.
 *
 * @param factor by how much what a statement reads has to fall at least, above 1
 * @param rows which rows may be copied to try on
 * @param copied the most bytes of tables that are copied for one advice
 * @param patience how long one statement may take, on either server
 * @param values how many values a statement with parameters is tried with
 * @param backup what to try on instead, or null
 */
record ProofOptions(
        double factor,
        Rows rows,
        long copied,
        Duration patience,
        int values,
        @Nullable RestoredBackup backup) {
    private static final int MOST_VALUES = 100;

    /** Which rows may be copied to try on. */
    enum Rows {
        /** None: costs are compared, by the statistics or by HypoPG. */
        NONE,
        /** Into a scratch database of the same server, owned by the same role. */
        SAME_SERVER,
        /** Also to the embedded server of this process, on this machine's disk, where the role may not create one. */
        EMBEDDED_SERVER
    }

    /**
     * A backup to restore into a scratch database.
     *
     * @param directory where it is
     * @param options how it is restored
     */
    record RestoredBackup(Path directory, RestoreOptions options) {}

    ProofOptions {
        if (!(factor > 1)) {
            throw new IllegalArgumentException("factor must be above 1 but was " + factor);
        }
        if (copied < 1) {
            throw new IllegalArgumentException("copied must be at least 1 byte but was " + copied);
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be positive but was " + patience);
        }
        if (values < 1 || values > MOST_VALUES) {
            throw new IllegalArgumentException("values must be 1 to " + MOST_VALUES + " but was " + values);
        }
    }

    /** Half of what was read at most, 256 MB of rows on the same server, 30 s a statement, five values each. */
    static ProofOptions defaults() {
        return new ProofOptions(2, Rows.SAME_SERVER, 256L << 20, Duration.ofSeconds(30), 5, null);
    }

    ProofOptions withFactor(double other) {
        return new ProofOptions(other, rows, copied, patience, values, backup);
    }

    ProofOptions withRows(Rows other) {
        return new ProofOptions(factor, other, copied, patience, values, backup);
    }

    ProofOptions withCopied(long bytes) {
        return new ProofOptions(factor, rows, bytes, patience, values, backup);
    }

    ProofOptions withPatience(Duration other) {
        return new ProofOptions(factor, rows, copied, other, values, backup);
    }

    ProofOptions withBackup(Path directory, RestoreOptions options) {
        return new ProofOptions(factor, rows, copied, patience, values, new RestoredBackup(directory, options));
    }
}
