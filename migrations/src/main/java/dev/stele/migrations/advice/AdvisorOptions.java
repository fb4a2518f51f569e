package dev.stele.migrations.advice;

import dev.stele.migrations.backup.RestoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What an advice looks at, and from when on something is worth it; immutable, each {@code with…} copies.
 *
 * <p>Safe for use by many threads.
 */
public final class AdvisorOptions {
    private final List<String> schemas;
    private final int statements;
    private final long calls;
    private final Duration slow;
    private final long smallTable;
    private final Duration unusedFor;
    private final ProofOptions proof;

    private AdvisorOptions(Edit edit) {
        this.schemas = List.copyOf(edit.schemas);
        this.statements = edit.statements;
        this.calls = edit.calls;
        this.slow = edit.slow;
        this.smallTable = edit.smallTable;
        this.unusedFor = edit.unusedFor;
        this.proof = edit.proof;
    }

    /**
     * All schemas but the system's; the 50 statements that took most, of those that ran five times and take a
     * millisecond on average; tables of half a megabyte; indexes that were unused for seven days.
     */
    public static AdvisorOptions defaults() {
        return new AdvisorOptions(new Edit());
    }

    /** Copies with the schemas to look at. */
    public AdvisorOptions withSchemas(String... names) {
        Edit edit = new Edit(this);
        edit.schemas = Arrays.asList(names);
        return new AdvisorOptions(edit);
    }

    /**
     * Copies with how many statements are explained, those that took most time in all.
     *
     * @throws IllegalArgumentException if it is not 1 to 1000
     */
    public AdvisorOptions withStatements(int most) {
        if (most < 1 || most > 1000) {
            throw new IllegalArgumentException("statements must be 1 to 1000 but was " + most);
        }
        Edit edit = new Edit(this);
        edit.statements = most;
        return new AdvisorOptions(edit);
    }

    /**
     * Copies with how often a statement must have run, and how long it must take on average, to be worth a change.
     *
     * @throws IllegalArgumentException if one is less than zero
     */
    public AdvisorOptions withWorth(long calls, Duration average) {
        if (calls < 0 || average.isNegative()) {
            throw new IllegalArgumentException(
                    "calls and average must be at least 0 but were " + calls + " and " + average);
        }
        Edit edit = new Edit(this);
        edit.calls = calls;
        edit.slow = average;
        return new AdvisorOptions(edit);
    }

    /**
     * Copies with how many bytes a table or index must have to be worth a change.
     *
     * @throws IllegalArgumentException if it is less than zero
     */
    public AdvisorOptions withSmallTable(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be at least 0 but was " + bytes);
        }
        Edit edit = new Edit(this);
        edit.smallTable = bytes;
        return new AdvisorOptions(edit);
    }

    /**
     * Copies with how long the server must have counted, and the schema have been the same, before an index that was not
     * read in that time is called unused.
     *
     * @throws IllegalArgumentException if it is less than zero
     */
    public AdvisorOptions withUnusedFor(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must be at least 0 but was " + time);
        }
        Edit edit = new Edit(this);
        edit.unusedFor = time;
        return new AdvisorOptions(edit);
    }

    /**
     * Copies with how many times fewer pages a statement has to ask for before an index for it is proposed; 2 otherwise.
     *
     * @throws IllegalArgumentException if it is not above 1
     */
    public AdvisorOptions withFactor(double times) {
        return with(proof.withFactor(times));
    }

    /**
     * Copies with the most bytes of tables whose rows are copied into a scratch database to try proposals on; 256 MB
     * otherwise, and only on the same server.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public AdvisorOptions withCopied(long bytes) {
        return with(proof.withCopied(bytes));
    }

    /** Copies so that no row is copied anywhere: what would help is told from statistics, or by HypoPG. */
    public AdvisorOptions withoutCopies() {
        return with(proof.withRows(ProofOptions.Rows.NONE));
    }

    /** Copies so that, where the role may not create a database, rows are copied to the embedded server of this process. */
    public AdvisorOptions withCopiesOnEmbeddedServer() {
        return with(proof.withRows(ProofOptions.Rows.EMBEDDED_SERVER));
    }

    /** Copies so that proposals are tried in a scratch database that this backup is restored into. */
    public AdvisorOptions withBackup(Path directory, RestoreOptions restore) {
        return with(proof.withBackup(directory, restore));
    }

    private AdvisorOptions with(ProofOptions other) {
        Edit edit = new Edit(this);
        edit.proof = other;
        return new AdvisorOptions(edit);
    }

    List<String> schemas() {
        return schemas;
    }

    int statements() {
        return statements;
    }

    long calls() {
        return calls;
    }

    Duration slow() {
        return slow;
    }

    long smallTable() {
        return smallTable;
    }

    Duration unusedFor() {
        return unusedFor;
    }

    ProofOptions proof() {
        return proof;
    }

    /** The settings while a copy is made. */
    private static final class Edit {
        private List<String> schemas = List.of();
        private int statements = 50;
        private long calls = 5;
        private Duration slow = Duration.ofMillis(1);
        private long smallTable = 512 << 10;
        private Duration unusedFor = Duration.ofDays(7);
        private ProofOptions proof = ProofOptions.defaults();

        private Edit() {}

        private Edit(AdvisorOptions from) {
            this.schemas = from.schemas;
            this.statements = from.statements;
            this.calls = from.calls;
            this.slow = from.slow;
            this.smallTable = from.smallTable;
            this.unusedFor = from.unusedFor;
            this.proof = from.proof;
        }
    }
}
