package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Shares a list of tasks among a few threads, each with something of its own; the first failure ends all. */
final class Parallel {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Parallel() {}

    /** Makes what one thread needs. */
    interface Tools<T extends AutoCloseable> {
        T make() throws Exception;
    }

    /** What is done with each task. */
    interface Work<T extends AutoCloseable, W> {
        void run(T tool, W task) throws Exception;
    }

    @SuppressWarnings("try") // what closing a tool throws ends the work like any other failure
    static <T extends AutoCloseable, W> void run(int threads, List<W> tasks, Tools<T> tools, Work<T, W> work)
            throws Exception {
        Queue<W> queue = new ConcurrentLinkedQueue<>(tasks);
        AtomicBoolean failed = new AtomicBoolean();
        int needed = Math.min(threads, tasks.size());
        if (needed == 0) {
            return;
        }
        ExecutorService executor = Executors.newFixedThreadPool(needed, Parallel::thread);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < needed; i++) {
                running.add(executor.submit(() -> {
                    try (T tool = tools.make()) {
                        for (W task = queue.poll(); task != null && !failed.get(); task = queue.poll()) {
                            work.run(tool, task);
                        }
                        return null;
                    } catch (Throwable e) {
                        failed.set(true);
                        throw e;
                    }
                }));
            }
            await(running);
        } finally {
            failed.set(true);
            end(executor);
        }
    }

    /** Waits for the threads, whatever interrupts: their files and connections must be closed before we go on. */
    private static void end(ExecutorService executor) {
        executor.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stele-backup-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for all, then throws what failed first, with what failed after it. */
    private static void await(List<Future<?>> running) throws Exception {
        Exception first = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                Exception failure = cause instanceof Exception known ? known : new IllegalStateException(cause);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            } catch (InterruptedException e) {
                running.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new BackupException("interrupted", "nothing is kept; begin anew", null, e);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
