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
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

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
            burst = new Burst();
            current.set(burst);
        }
        burst.add(shape, began, ended, rows);
    }

    /** Ends those whose thread has paused since, and that of this thread. */
    void tellOpen() {
        Burst own = current.get();
        if (own != null) {
            own.endNow();
        }
        long now = System.nanoTime();
        telling.forEach(burst -> burst.endIfPaused(now));
    }

    /** What one thread runs. Its thread adds; any may end it. */
    private final class Burst {
        private @Nullable StatementShape list;
        private long listRows;
        private @Nullable StatementShape nextList;
        private long nextRows;
        private ShapeCounts counts = new ShapeCounts();
        private long last;

        synchronized void add(StatementShape shape, long began, long ended, long rows) {
            if (list != null && began - last > PAUSE) {
                end();
            }
            last = ended;
            if (list == null || list == shape) {
                begin(shape, rows);
            } else if (nextList != null && nextList != shape && !counts.has(shape)) {
                // What looked like one of many was a list itself: what comes now is for its rows.
                begin(nextList, nextRows);
                count(shape, ended - began, rows);
            } else {
                count(shape, ended - began, rows);
            }
        }

        private void begin(StatementShape shape, long rows) {
            end();
            if (rows >= Repetitions.LEAST) {
                list = shape;
                listRows = rows;
            }
        }

        private void count(StatementShape shape, long nanos, long rows) {
            int times = counts.add(shape, nanos);
            nextList = times == 1 && rows >= Repetitions.LEAST ? shape : null;
            nextRows = rows;
            if (times == Repetitions.LEAST) {
                telling.add(this);
            }
        }

        synchronized void endNow() {
            end();
        }

        synchronized void endIfPaused(long now) {
            if (now - last > PAUSE) {
                end();
            }
        }

        private void end() {
            if (list == null) {
                return;
            }
            counts.tell(repetitions, listRows);
            counts = new ShapeCounts();
            list = null;
            nextList = null;
            telling.remove(this);
        }
    }
}
