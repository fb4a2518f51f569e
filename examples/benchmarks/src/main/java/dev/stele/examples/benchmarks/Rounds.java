package dev.stele.examples.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several pieces of work timed in turn, so that what else the machine does meets all of them alike. */
final class Rounds {
    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

    private Rounds() {}

    /** A piece of work that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs each piece once a round; the first fifth of the rounds warms up and is not counted. */
    static Rounds interleaved(int count, Map<String, Work> work) throws Exception {
        Rounds rounds = new Rounds();
        int warming = count / 5;
        for (int i = 0; i < warming + count; i++) {
            for (Map.Entry<String, Work> each : work.entrySet()) {
                long start = System.nanoTime();
                each.getValue().run();
                if (i >= warming) {
                    rounds.nanos
                            .computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                            .add(System.nanoTime() - start);
                }
            }
        }
        return rounds;
    }

    /** Prints each median, and how many times the first one it is. */
    void print(PrintStream out) {
        double first = median(nanos.values().iterator().next());
        nanos.forEach(
                (name, times) -> out.printf("  %-40s %9.2f ms  %6.1f x%n", name, median(times), median(times) / first));
    }

    private static double median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0L) / 1e6;
    }
}
