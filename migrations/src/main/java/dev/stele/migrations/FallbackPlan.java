package dev.stele.migrations;

import dev.stele.migrations.backup.BackupOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What {@link Fallback#run} does beside creating what is missing.
 *
 * @param backups the folder of the two backups, which get the names {@code before-…} and {@code after-…} and the time
 * @param options how the backups are made
 * @param load what is done as soon as everything is there, such as loading data
 * @param listener who is told of each step when it has ended
 */
public record FallbackPlan(Path backups, BackupOptions options, Load load, Consumer<Step> listener) {
    /** Loads data, by whichever means and in whichever transactions. */
    @FunctionalInterface
    public interface Load {
        /** Does it; what this throws ends the run. */
        void run() throws Exception;
    }

    /**
     * One step of a run.
     *
     * @param name {@code verify}, {@code plan}, {@code back up before}, {@code create}, {@code load}, {@code back up
     *     after}, {@code verify again}
     * @param outcome what came of it, one thing a line; of {@code plan} the SQL
     * @param failed whether it ended the run
     * @param elapsed how long it took
     */
    public record Step(String name, String outcome, boolean failed, Duration elapsed) {}

    /** Backups into {@code folder}, and no data to load. */
    public static FallbackPlan into(Path folder) {
        return new FallbackPlan(folder, BackupOptions.defaults(), () -> {}, step -> {});
    }

    /** Copies with data to load. */
    public FallbackPlan withLoad(Load other) {
        return new FallbackPlan(backups, options, other, listener);
    }

    /** Copies with other backups. */
    public FallbackPlan withBackups(BackupOptions other) {
        return new FallbackPlan(backups, other, load, listener);
    }

    /** Copies with another listener. */
    public FallbackPlan withListener(Consumer<Step> other) {
        return new FallbackPlan(backups, options, load, other);
    }
}
