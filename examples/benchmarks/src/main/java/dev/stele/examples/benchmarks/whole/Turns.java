package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.calls.Meter;
import dev.stele.examples.benchmarks.calls.Meter.Used;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.report.Measured.Spent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pieces of work in turn, each measured once a round, after a round that only warms up.
 *
 * @param meter what measures
 * @param rounds how many rounds count
 */
public record Turns(Meter meter, int rounds) {
    /** Work that may fail. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void run() throws Exception;
    }

    /**
     * Measures each piece of work, and clears up after each.
     *
     * @param count of how many calls a piece of work consists; what is told is what each takes
     */
    List<Measured> measure(String workload, long count, Map<String, Work> pieces, Work clearing) throws Exception {
        List<Measured> all = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Work> piece : pieces.entrySet()) {
                meter.start();
                long start = System.nanoTime();
                piece.getValue().run();
                double micros = (System.nanoTime() - start) / 1e3;
                Used used = meter.stop().per(count);
                clearing.run();
                if (round > 0) {
                    Spent spent = new Spent(used.client() / 1e3, used.server() / 1e3, used.bytes());
                    all.add(new Measured(workload, piece.getKey(), round, micros / count, spent));
                }
            }
        }
        return all;
    }
}
