package dev.stele.core.statements;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times every statement that a database runs, by its text and what asks for it.
 *
 * <p>Keeps at most 2,000 texts: when another comes, a quarter of them makes room, those that took least time, and
 * {@link #dropped} tells of their runs. Figures are for an instant while others run on. Safe for use by many threads;
 * nobody waits for another to record.
 */
public final class StatementRecorder {
    /** How many texts are kept. */
    static final int MOST_SHAPES = 2_000;

    private static final int MOST_TEXTS = 2 * MOST_SHAPES;
    private static final int LONGEST_KEPT = 2_000;
    private static final int MOST_OPERATIONS = 300;
    private static final String OTHER = "other";

    private final ConcurrentHashMap<String, StatementShape> shapes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<StatementShape.Key, Tally> tallies = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, OperationTally> operations = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong forgotten = new AtomicLong();
    private final SlowLog slow = new SlowLog();
    private final Repetitions repetitions = new Repetitions();
    private final Bursts bursts = new Bursts(repetitions);
    // Those that made room last; only under the lock of this.
    private final List<Tally> retired = new ArrayList<>();
    private volatile boolean on;

    private StatementRecorder(boolean on) {
        this.on = on;
    }

    /** A recorder that records from now on. */
    public static StatementRecorder started() {
        return new StatementRecorder(true);
    }

    /** A recorder that records nothing before {@link #resume}. */
    public static StatementRecorder paused() {
        return new StatementRecorder(false);
    }

    /** Whether statements are recorded now. */
    public boolean isOn() {
        return on;
    }

    /** Records nothing until {@link #resume}; what is recorded stays. */
    public void pause() {
        on = false;
    }

    /** Records again. */
    public void resume() {
        on = true;
    }

    /**
     * Logs each statement that takes this long or longer, without values, to the logger {@code dev.stele.slow}.
     *
     * @param threshold zero for none
     * @throws IllegalArgumentException if it is negative
     */
    public void logSlowerThan(Duration threshold) {
        slow.from(threshold);
    }

    /** What is known of each text of each operation, that which took most time in all first. */
    public List<StatementFigures> figures() {
        return tallies.values().stream()
                .map(Tally::figures)
                .filter(figures -> figures.calls() > 0)
                .sorted(Comparator.comparing(
                                (StatementFigures figures) -> figures.times().total())
                        .reversed())
                .toList();
    }

    /**
     * The statements that came again and again within one unit of work, those that took most time first.
     *
     * <p>Within a transaction that is ten times. Outside of one it is ten times on one thread without a pause, right after
     * a statement that returned about as many rows or more; of the application's own SQL it is not known how many rows
     * its queries return.
     */
    public List<Repetition> repetitions() {
        bursts.tellOpen();
        return repetitions.repetitions();
    }

    /** The transactions that ran very many statements, 100 and more, by who ran them; those that took longest first. */
    public List<ChattyUnit> chattyUnits() {
        return repetitions.chattyUnits();
    }

    /** What is known of each operation since the beginning; {@link #clear} does not touch it. */
    public List<OperationFigures> operations() {
        return operations.values().stream()
                .map(OperationTally::figures)
                .sorted(Comparator.comparing(OperationFigures::operation))
                .toList();
    }

    /** The figures of one operation; zero where it ran nothing. */
    public OperationFigures operation(String name) {
        OperationTally known = operations.get(name);
        return known == null ? new OperationFigures(name, 0, 0, Duration.ZERO) : known.figures();
    }

    /** Calls {@code listener} with the name of each operation that is known, and of each new one, on whatever thread. */
    public void eachOperation(Consumer<String> listener) {
        synchronized (listeners) {
            listeners.add(listener);
            operations.keySet().forEach(listener);
        }
    }

    /** How many runs {@link #figures} does not tell of, since their texts made room for others. */
    public long dropped() {
        long kept = tallies.values().stream().mapToLong(Tally::calls).sum();
        return Math.max(0, all() - forgotten.get() - kept);
    }

    /** Forgets all figures, repetitions and drops. */
    public synchronized void clear() {
        foldRetired();
        tallies.values().forEach(this::retire);
        repetitions.clear();
        forgotten.set(all());
    }

    private long all() {
        return operations.values().stream().mapToLong(OperationTally::calls).sum();
    }

    /**
     * The shape of a text that holds no value.
     *
     * @param operation what asks for it, such as {@code Thread.page}
     */
    public StatementShape shape(String sql, String operation) {
        StatementShape kept = shapes.get(sql);
        return kept != null && kept.operation().equals(operation)
                ? kept
                : keep(new StatementShape(
                        sql, new StatementShape.Key(SqlText.ofLibrary(sql), operation), tallyOf(operation)));
    }

    /**
     * The shape of any text, whose values are replaced by {@code ?} where the application wrote it.
     *
     * <p>What asks for it is the method of ours that the application called when the text was first seen.
     */
    public StatementShape shape(String text) {
        StatementShape kept = shapes.get(text);
        if (kept != null) {
            return kept;
        }
        String called = CallSite.here().called();
        String known = called.equals(CallSite.SQL) ? SqlText.withoutValues(text) : SqlText.ofLibrary(text);
        return keep(new StatementShape(text, new StatementShape.Key(known, called), tallyOf(called)));
    }

    private StatementShape keep(StatementShape made) {
        if (shapes.size() >= MOST_TEXTS) {
            // An application has far fewer; who writes values into texts pays by having them read anew.
            shapes.clear();
        }
        if (made.text().length() <= LONGEST_KEPT) {
            shapes.put(made.text(), made);
        }
        return made;
    }

    private OperationTally tallyOf(String operation) {
        OperationTally known = operations.get(operation);
        if (known != null) {
            return known;
        }
        synchronized (listeners) {
            String name = operations.size() < MOST_OPERATIONS ? operation : OTHER;
            OperationTally there = operations.get(name);
            if (there != null) {
                return there;
            }
            OperationTally made = new OperationTally(name);
            operations.put(name, made);
            listeners.forEach(listener -> listener.accept(name));
            return made;
        }
    }

    /** The unit in which one transaction's statements are counted; end it with the transaction. */
    public StatementUnit unit() {
        return new StatementUnit(repetitions);
    }

    /**
     * Counts a statement that has ended now.
     *
     * @param unit the transaction's; null outside of one
     * @param began when it was called, by {@link System#nanoTime}
     * @param rows how many rows it returned or changed
     */
    public void record(StatementShape shape, @Nullable StatementUnit unit, long began, long rows) {
        count(tally(shape), unit, began, rows);
    }

    /** Counts a statement that has failed now; see {@link #record}. */
    public void recordFailure(StatementShape shape, @Nullable StatementUnit unit, long began) {
        Tally tally = tally(shape);
        tally.failed();
        count(tally, unit, began, 0);
    }

    /** The nearest frame of the application on this thread, as {@code app.Orders.list(Orders.java:42)}, or "". */
    public static String caller() {
        return CallSite.here().caller();
    }

    private void count(Tally tally, @Nullable StatementUnit unit, long began, long rows) {
        long ended = System.nanoTime();
        long nanos = ended - began;
        tally.add(nanos, rows);
        if (slow.isSlow(nanos)) {
            String caller = CallSite.here().caller();
            tally.callers().add(caller);
            slow.tell(tally, caller, nanos, rows);
        } else if (tally.isSampled()) {
            tally.callers().add(CallSite.here().caller());
        }
        if (unit == null) {
            bursts.add(tally.shape(), began, ended, rows);
        } else {
            unit.add(tally.shape(), nanos);
        }
    }

    private Tally tally(StatementShape shape) {
        Tally known = shape.tally();
        return known == null || known.isRetired() ? enter(shape) : known;
    }

    /** Makes or finds the place where the shape's runs are counted, also if it had to make room for others before. */
    private Tally enter(StatementShape shape) {
        Tally there = tallies.get(shape.key());
        if (there == null) {
            if (tallies.size() >= MOST_SHAPES) {
                makeRoom();
            }
            there = tallies.computeIfAbsent(shape.key(), key -> counted(shape));
        }
        shape.countIn(there);
        return there;
    }

    private void retire(Tally tally) {
        tally.retire();
        tallies.remove(tally.shape().key(), tally);
        retired.add(tally);
    }

    /** Not as soon as they retire, since a thread may be about to count one more run there. */
    private void foldRetired() {
        retired.forEach(tally -> tally.shape().ofOperation().fold(tally));
        retired.clear();
    }

    private static Tally counted(StatementShape shape) {
        Tally tally = new Tally(shape);
        shape.ofOperation().include(tally);
        return tally;
    }

    /** Takes out a quarter, those that took least time; one thread does it while others go on. */
    private synchronized void makeRoom() {
        if (tallies.size() < MOST_SHAPES) {
            return;
        }
        foldRetired();
        tallies.values().stream()
                .sorted(Comparator.comparingLong(Tally::totalNanos))
                .limit(MOST_SHAPES / 4)
                .toList()
                .forEach(this::retire);
    }
}
