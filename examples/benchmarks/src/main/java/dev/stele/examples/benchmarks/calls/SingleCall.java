package dev.stele.examples.benchmarks.calls;

import dev.stele.examples.benchmarks.calls.Meter.Used;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The JMH benchmark: one workload by one peer, on the current bench. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class SingleCall {
    // Twice as many as the fastest machine deletes in the time.
    private static final int DELETES_PER_MILLI = 60;

    private static volatile @Nullable Used last;

    /** What is called. */
    @Param("FIND")
    public Workload workload;

    /** By whom. */
    @Param("RAW")
    public PeerKind peer;

    /** How long an iteration takes. */
    @Param("100")
    public int millis;

    private Meter meter;
    private Workload.Call call;
    private long calls;

    /** What each call of the iteration before used up. */
    static Used last() {
        Used used = last;
        if (used == null) {
            throw new IllegalStateException("nothing was measured yet");
        }
        return used;
    }

    /** Finds the call, and rows for it where it uses them up. */
    @Setup(Level.Iteration)
    public void begin() throws SQLException {
        Bench bench = Bench.current();
        if (workload == Workload.DELETE) {
            bench.rows().doom(Math.max(5000, DELETES_PER_MILLI * millis));
        }
        call = workload.by(bench.peer(peer), bench.rows());
        meter = new Meter(bench.config());
        calls = 0;
        meter.start();
    }

    /** Makes the call. */
    @Benchmark
    public @Nullable Object call() throws SQLException {
        calls++;
        return call.run();
    }

    /** Notes what the calls used up. */
    @TearDown(Level.Iteration)
    public void end() throws SQLException {
        last = meter.stop().per(calls);
        meter.close();
    }
}
