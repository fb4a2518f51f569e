package dev.stele.core.statements;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for units of work outside of transactions: a list, and what one thread runs right after it.
 *
 * <p>A statement that runs ten times and more, but not more often than the list has rows, was run for its rows. A thread
 * that serves one request after the other repeats itself too; but rarely within milliseconds of a list, and just so often.
 */
final class Bursts {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MOST_TELLING = 100;

    private final Repetitions repetitions;
    // Those with something to tell, whose threads may never run another statement.
    private final Set<Burst> telling = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // each database has bursts of its own
    private final ThreadLocal<Burst> current = new ThreadLocal<>();

    Bursts(Repetitions repetitions) {
        this.repetitions = repetitions;
    }

    void add(StatementShape shape, long began, long ended, long rows) {
        Burst burst = current.get();
        if (burst == null) {
            if (rows < Repetitions.LEAST) {
                return;
            }
            burst = new Burst(repetitions);
            current.set(burst);
        }
        if (burst.add(shape, began, ended, rows)) {
            if (telling.size() >= MOST_TELLING) {
                endPaused();
            }
            telling.add(burst);
        }
    }

    /** Ends those whose thread has paused since, and that of this thread. */
    void tellOpen() {
        Burst own = current.get();
        if (own != null) {
            own.endNow();
        }
        endPaused();
    }

    private void endPaused() {
        long now = System.nanoTime();
        telling.removeIf(burst -> burst.endIfPaused(now));
    }

    /** What one thread runs. Its thread adds; any may end it. Holds nothing of the database, whose end it may outlive. */
    private static final class Burst {
        private final Repetitions repetitions;
        private @Nullable StatementShape list;
        private long listRows;
        private @Nullable StatementShape nextList;
        private long nextRows;
        private ShapeCounts counts = new ShapeCounts();
        private long last;

        Burst(Repetitions repetitions) {
            this.repetitions = repetitions;
        }

        /** Counts a run; tells whether there is something to tell of from now on. */
        synchronized boolean add(StatementShape shape, long began, long ended, long rows) {
            if (list != null && began - last > PAUSE) {
                end();
            }
            last = ended;
            if (list == null || list == shape) {
                begin(shape, rows);
                return false;
            }
            if (nextList != null && nextList != shape && !counts.has(shape)) {
                // What looked like one of many was a list itself: what comes now is for its rows.
                begin(nextList, nextRows);
            }
            int times = counts.add(shape, ended - began);
            nextList = times == 1 && rows >= Repetitions.LEAST ? shape : null;
            nextRows = rows;
            return times == Repetitions.LEAST;
        }

        private void begin(StatementShape shape, long rows) {
            end();
            if (rows >= Repetitions.LEAST) {
                list = shape;
                listRows = rows;
            }
        }

        /** Ends it if its thread has run nothing for a while; tells whether it has ended. */
        synchronized boolean endIfPaused(long now) {
            if (list != null && now - last > PAUSE) {
                end();
            }
            return list == null;
        }

        synchronized void endNow() {
            end();
        }

        private void end() {
            if (list != null) {
                // A little more often, since the same call may also be made for other reasons.
                counts.tell(repetitions, listRows + listRows / 4);
                counts = new ShapeCounts();
                list = null;
                nextList = null;
            }
        }
    }
}
