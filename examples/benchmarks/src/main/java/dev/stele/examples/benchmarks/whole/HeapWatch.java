package dev.stele.examples.benchmarks.whole;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** By how much what is alive on the heap grows, by a collection every second. */
final class HeapWatch implements AutoCloseable {
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final long before = alive();
    private final AtomicLong most = new AtomicLong(before);
    private final Future<?> looking = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);

    private void look() {
        most.accumulateAndGet(alive(), Math::max);
    }

    private static long alive() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most bytes that were alive beyond those at the start. */
    long growth() {
        look();
        return most.get() - before;
    }

    @Override
    public void close() {
        looking.cancel(false);
        watch.shutdown();
    }
}
