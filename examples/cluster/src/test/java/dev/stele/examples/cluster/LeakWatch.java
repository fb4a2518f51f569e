package dev.stele.examples.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Counts what a program must not leave behind: threads and memory. */
final class LeakWatch {
    /** Of the test itself and of the Java runtime; the driver's cleaner ends by itself when nothing is left to clean. */
    private static final List<String> OTHERS = List.of(
            "fault-proxy", "soak-", "holder-", "PostgreSQL-JDBC-Cleaner", "process reaper", "surefire", "Attach");

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final List<Long> heaps = new ArrayList<>();

    /** The names of threads that were not there at first and are not the test's own. */
    List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
                .sorted()
                .collect(Collectors.toList());
    }

    /** Collects garbage, and notes and returns the bytes that are left. */
    long heap() {
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        heaps.add(used);
        return used;
    }

    /** The bytes by which the heap has grown from the first third of the samples to the last, by their medians. */
    long growth() {
        int third = Math.max(1, heaps.size() / 3);
        return median(heaps.subList(heaps.size() - third, heaps.size())) - median(heaps.subList(0, third));
    }

    private static long median(List<Long> all) {
        return all.stream().sorted().skip(all.size() / 2).findFirst().orElse(0L);
    }

    /** Waits until it is so; false where it is not within the limit. */
    static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }
}
