package dev.stele.examples.proofs.load;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.MigrationException;
import dev.stele.examples.proofs.ModelDatabase;
import dev.stele.examples.proofs.model.CompiledModel;
import dev.stele.migrations.Draft;
import dev.stele.migrations.DraftOptions;
import dev.stele.migrations.review.Review;
import dev.stele.migrations.review.Severity;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/** Generates and applies every kind of change to a large table, one after another, while clients read and write it. */
public final class LoadProof {
    private final DatabaseConfig server;
    private final LoadSize size;
    private final PrintStream out;
    private final List<Change> applied = new ArrayList<>();
    private final List<LoadResult> results = new ArrayList<>();

    /** Proves on the given server, and tells each change to {@code out}. */
    public LoadProof(DatabaseConfig server, LoadSize size, PrintStream out) {
        this.server = server;
        this.size = size;
        this.out = out;
    }

    /**
     * Runs the proof; exits with 1 where a client failed or stalled for more than a second.
     *
     * <p>System properties: {@code stele.proofs.rows} (1,000,000), {@code stele.proofs.rate} (200 a second).
     */
    public static void main(String[] args) throws SQLException, IOException {
        LoadSize size = new LoadSize(
                Long.getLong("stele.proofs.rows", 1_000_000),
                Integer.getInteger("stele.proofs.rate", 200),
                Duration.ofSeconds(1));
        try (DevServer server = DevServer.temporary()) {
            LoadProof proof = new LoadProof(server.config(), size, System.out);
            proof.run();
            boolean kept = proof.results().stream().allMatch(LoadResult::kept);
            proof.results().stream().filter(result -> !result.kept()).forEach(System.out::println);
            System.out.println(kept ? "every promise kept" : "NOT KEPT");
            if (!kept) {
                System.exit(1);
            }
        }
    }

    /** Makes the table, then applies each change. */
    public void run() throws SQLException, IOException {
        try (ModelDatabase database = ModelDatabase.empty(server)) {
            CompiledModel first = compiled();
            database.generate("first", first, DraftOptions.defaults());
            database.migrations(first).upgrade();
            fill(database);
            Latencies latencies = new Latencies();
            try (HikariDataSource pool = pool(database);
                    Traffic traffic = new Traffic(pool, size, latencies)) {
                traffic.start();
                out.println(LoadResult.HEADING);
                record(Change.of("no change", same -> same), "", Duration.ZERO, latencies);
                for (Change change : Change.all()) {
                    apply(database, change, latencies);
                }
            }
        }
    }

    /** What the clients saw, change by change. */
    public List<LoadResult> results() {
        return List.copyOf(results);
    }

    private void apply(ModelDatabase database, Change change, Latencies latencies) throws IOException {
        applied.add(change);
        long start = System.nanoTime();
        String how;
        try {
            CompiledModel compiled = compiled();
            Draft draft = database.migrations(compiled)
                    .generate(change.name(), DraftOptions.defaults().allowingDataLoss());
            Optional<String> rewriting = rewriting(draft.review());
            if (rewriting.isPresent()) {
                // What a person would do: not apply it to a table of this size.
                applied.remove(change);
                how = "flagged: " + rewriting.get();
            } else {
                database.write(draft);
                how = draft.isEmpty() ? "nothing to do" : "applied";
                start = System.nanoTime();
                database.migrations(compiled).upgrade();
            }
        } catch (MigrationException refused) {
            applied.remove(change);
            how = "refused: " + String.valueOf(refused.getMessage()).replace('\n', ' ');
        }
        record(change, how, Duration.ofNanos(System.nanoTime() - start), latencies);
    }

    /** The rules against which the draft writes every row anew while others wait. */
    private static Optional<String> rewriting(Review review) {
        if (review.effects().stream().allMatch(effect -> effect.rewrites().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(review.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> finding.rule().id())
                .distinct()
                .collect(Collectors.joining(", ")));
    }

    private void record(Change change, String how, Duration took, Latencies latencies) {
        // What waited behind the change ends, and is seen, in this time.
        long until = System.nanoTime() + size.after().toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        LoadResult result = new LoadResult(change.name(), change.rewrites(), how, took, latencies.take());
        results.add(result);
        out.println(result);
    }

    private CompiledModel compiled() {
        LoadModel model = new LoadModel();
        for (Change change : applied) {
            model = change.edit().apply(model);
        }
        return CompiledModel.ofBody(model.source(), model.entityNames());
    }

    private HikariDataSource pool(ModelDatabase database) {
        HikariConfig config = new HikariConfig();
        PGSimpleDataSource source = database.dataSource();
        // Where the type of a column changes that a prepared statement reads, the driver prepares it anew.
        source.setAutosave(AutoSave.CONSERVATIVE);
        config.setDataSource(source);
        config.setMaximumPoolSize(Traffic.CLIENTS);
        return new HikariDataSource(config);
    }

    private void fill(ModelDatabase database) throws SQLException {
        database.execute(
                "insert into region (id, name) select i, 'region ' || i from generate_series(1, 100) i",
                ("insert into account (email, amount, number, region_id, nick, state, mood, price)"
                                + " select 'mail' || i, i, i, 1 + i %% 100, 'n' || i, 'OPEN', 'GOOD', i %% 1000"
                                + " from generate_series(1, %d) i")
                        .formatted(size.rows()),
                "insert into account_tags (account_id, tag) select i, 'tag' from generate_series(1, %d) i"
                        .formatted(size.rows()),
                "vacuum analyze");
    }
}
