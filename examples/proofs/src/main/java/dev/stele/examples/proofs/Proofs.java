package dev.stele.examples.proofs;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Proves generated models and their mutations, and counts what was proven.
 *
 * <p>Seeds are numbers in a row, so that a run names its first one and any case can be run alone.
 */
public final class Proofs {
    private static final int THREADS = 2;

    private final DatabaseConfig server;
    private final PrintStream out;
    private final Map<MutationProof.Outcome, Integer> outcomes =
            Collections.synchronizedMap(new EnumMap<>(MutationProof.Outcome.class));
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger models = new AtomicInteger();
    private final AtomicLong started = new AtomicLong(System.nanoTime());

    /** Proves on the given server, and tells progress and failures to {@code out}. */
    public Proofs(DatabaseConfig server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /**
     * Runs the proof; exits with 1 where a promise was not kept.
     *
     * <p>System properties: {@code stele.proofs.models} (1000), {@code stele.proofs.mutations} (5000, over all models),
     * {@code stele.proofs.seed} (1).
     */
    public static void main(String[] args) {
        int models = Integer.getInteger("stele.proofs.models", 1000);
        int mutations = Integer.getInteger("stele.proofs.mutations", 5000);
        long seed = Long.getLong("stele.proofs.seed", 1);
        try (DevServer server = DevServer.temporary()) {
            Proofs proofs = new Proofs(server.config(), System.out);
            proofs.run(seed, models, mutations);
            System.out.println(proofs.summary());
            if (!proofs.failures().isEmpty()) {
                System.exit(1);
            }
        }
    }

    /** Proves so many models from a seed on, and so many mutations, spread evenly over them. */
    public void run(long firstSeed, int count, int mutations) {
        out.printf("proving %d models and %d mutations, seeds from %d on%n", count, mutations, firstSeed);
        started.set(System.nanoTime());
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            work.add(threads.submit(() -> {
                try (ModelDatabase empty = ModelDatabase.empty(server)) {
                    ModelProof proof = new ModelProof(server, empty);
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        int share = (int) ((long) mutations * (n + 1) / count - (long) mutations * n / count);
                        prove(proof, firstSeed + n, share);
                    }
                    return null;
                }
            }));
        }
        threads.shutdown();
        for (Future<?> each : work) {
            try {
                each.get();
            } catch (ExecutionException e) {
                fail(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What was not kept, each with its seeds, models and draft. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** The figures in one line. */
    public String summary() {
        return "models %d, mutations %s, failures %d, %d s"
                .formatted(models.get(), outcomes, failures.size(), elapsed().toSeconds());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started.get());
    }

    /** Proves a model and its mutations; one that failed leaves no place for the next, which gets a new database. */
    private void prove(ModelProof models, long seed, int mutations) {
        int next = 0;
        do {
            try (ModelDatabase base = models.create(seed)) {
                if (next == 0 && this.models.incrementAndGet() % 25 == 0) {
                    out.println(summary());
                }
                boolean kept = true;
                while (kept && next < mutations) {
                    kept = mutate(models, base, seed * 1000 + next++);
                }
            } catch (Exception e) {
                fail(String.valueOf(e.getMessage()));
                return;
            }
        } while (next < mutations);
    }

    private boolean mutate(ModelProof models, ModelDatabase base, long mutation) {
        MutationProof proof = new MutationProof(models, mutation / 1000, mutation);
        try {
            outcomes.merge(proof.run(base), 1, Integer::sum);
            return true;
        } catch (Exception e) {
            fail("model " + mutation / 1000 + ", mutation " + mutation + " (" + proof.change() + "): " + e.getMessage()
                    + "\n" + proof.material());
            return false;
        }
    }

    private void fail(String failure) {
        failures.add(failure);
        out.println("FAILED " + failure);
    }
}
