package dev.stele.crud;

import dev.stele.core.error.Misuse;
import dev.stele.crud.query.Key;
import dev.stele.models.CreateOf;
import dev.stele.models.ViewOf;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bulk load of records by COPY, of any number in constant memory; made by {@link Dao#copying}.
 *
 * <p>Immutable: each method returns a load that does more, and {@code from} runs it. Records are checked before they are
 * sent. One at fault is named by number and field, and nothing is kept; unless such records are to be set aside. The
 * load joins the thread's transaction. The source and the listeners are called on the calling thread, and what they do
 * there cannot use this database: its connection is busy with the load.
 *
 * @param <E> the entity
 * @param <K> its id
 * @param <C> the class of the records
 */
public final class CopyIn<E, K, C extends CreateOf<E>> {
    private final EntityPlans plans;
    private final Class<C> type;
    private final CopyOptions options;
    private final RowSink sink;

    CopyIn(EntityPlans plans, Class<C> type) {
        this(plans, type, CopyOptions.NONE, RowSink.NONE);
    }

    private CopyIn(EntityPlans plans, Class<C> type, CopyOptions options, RowSink sink) {
        this.plans = plans;
        this.type = type;
        this.options = options;
        this.sink = sink;
    }

    /** Tells how many records have been taken, after every {@code records} of them. */
    public CopyIn<E, K, C> progress(long records, LongConsumer listener) {
        if (records < 1) {
            throw new Misuse("progress cannot be told every %d records".formatted(records), "give at least 1");
        }
        requireFirst(options.progress(), "progress");
        return new CopyIn<>(plans, type, options.withProgress(records, listener), sink);
    }

    /**
     * Cuts the load off after {@code limit}; without this call an hour.
     *
     * <p>Within a transaction of the caller that one's limits hold instead, the usual one for a statement among them.
     *
     * @param limit at least one millisecond
     */
    public CopyIn<E, K, C> timeout(Duration limit) {
        return new CopyIn<>(plans, type, options.withLimit(limit), sink);
    }

    /**
     * Leaves out records at fault, tells of each, and keeps the others.
     *
     * <p>Of two records with the same unique key the later one is left out. Costs a temporary table.
     */
    public CopyIn<E, K, C> settingAside(Consumer<? super Rejected> listener) {
        requireFirst(options.setAside(), "settingAside");
        return new CopyIn<>(plans, type, options.withSetAside(listener), sink);
    }

    /**
     * Changes the rows that have the same key, as {@link Dao#upsert} does, and inserts the others.
     *
     * <p>Of records with the same key the last one counts. Costs a temporary table.
     */
    public CopyIn<E, K, C> upserting(Key<? super E> key) {
        requireFirst(options.key(), "upserting");
        return new CopyIn<>(plans, type, options.withKey(key), sink);
    }

    /**
     * Hands out the id of each row in the records' order, when all have been sent. Costs a temporary table.
     *
     * <p>Rows, not records: of records with the same key one row is upserted.
     */
    @SuppressWarnings("unchecked") // the id's type is the mapping's
    public CopyIn<E, K, C> ids(Consumer<? super K> listener) {
        requireNoSink();
        return new CopyIn<>(
                plans,
                type,
                options,
                new RowSink(
                        plans.idColumns(),
                        row -> listener.accept((K) plans.entity().id().read(row, 1))));
    }

    /** Hands out each row as the server made it, in the records' order; see {@link #ids}. */
    public <V extends ViewOf<E>> CopyIn<E, K, C> views(Class<V> view, Consumer<? super V> listener) {
        requireNoSink();
        ViewPlan<V> plan = plans.view(view);
        return new CopyIn<>(
                plans,
                type,
                options,
                new RowSink(plan.returning(plans.from()), row -> listener.accept(plan.read(row))));
    }

    private static void requireFirst(@Nullable Object before, String method) {
        if (before != null) {
            throw new Misuse(
                    method + " is called twice for one bulk load", "call it once; a listener can do several things");
        }
    }

    private void requireNoSink() {
        if (sink.wantsRows()) {
            throw new Misuse(
                    "a bulk load hands out its rows once", "call ids or views one time; a view can hold the id");
        }
    }

    /**
     * Loads the records and says what became of them.
     *
     * @throws dev.stele.core.error.Invalid for a record with a value that cannot be, by number and field
     * @throws dev.stele.core.error.ConstraintViolation for one that a constraint refuses; its {@code record()} is the
     *     number
     */
    public Copied from(Iterator<? extends C> records) {
        return new Loading<>(plans, type, options, sink).load(records);
    }

    /** Loads the records and says what became of them; see {@link #from(Iterator)}. */
    public Copied from(Iterable<? extends C> records) {
        return from(records.iterator());
    }

    /** Loads the records and closes the stream; see {@link #from(Iterator)}. */
    public Copied from(Stream<? extends C> records) {
        try (records) {
            return from(records.iterator());
        }
    }
}
