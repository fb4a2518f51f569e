package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.models.CreateOf;
import dev.stele.models.PatchOf;
import dev.stele.models.ViewOf;
import jakarta.persistence.metamodel.PluralAttribute;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Typed access to one entity's table: records in, records out, one statement a call.
 *
 * <p>Usable as it is, or extended by a class that holds what is special to the entity. Every statement joins the
 * thread's transaction, or runs in autocommit where there is none. Safe for use by many threads; make one at start, which
 * checks every record nested in the entity.
 *
 * <p>{@code find} answers with an {@code Optional}, {@code get} throws {@link NotFound}; what selects by a condition
 * names the view first, what works on one row names it last.
 *
 * @param <E> the entity
 * @param <K> its id
 */
public class Dao<E, K> {
    private final EntityPlans plans;
    private final Reads reads;
    private final Inserts inserts;
    private final Updates updates;
    private final Pages pages;

    /**
     * Plans the access to the entity's table.
     *
     * @param database where the table is
     * @param entity one of the classes that the database was opened with
     * @param records records that are not nested in the entity, to be checked now rather than on first use
     * @throws ConfigurationException that lists every component of a record that does not fit the entity
     */
    public Dao(Database database, Class<E> entity, Class<?>... records) {
        this.plans = new EntityPlans(database, entity, getClass(), List.of(records));
        this.reads = new Reads(plans);
        this.inserts = new Inserts(plans);
        this.updates = new Updates(plans, reads);
        this.pages = new Pages(plans, reads);
    }

    /** The database whose rows these are. */
    protected final Database database() {
        return plans.database();
    }

    /** The row with this id. */
    public final <V extends ViewOf<E>> Optional<V> find(K id, Class<V> view) {
        return reads.find(id, view);
    }

    /**
     * The row with this id.
     *
     * @throws NotFound if there is none
     */
    public final <V extends ViewOf<E>> V get(K id, Class<V> view) {
        return reads.get(id, view);
    }

    /**
     * The rows with these ids, in their order, by one statement.
     *
     * @throws NotFound that names every id without a row
     */
    public final <V extends ViewOf<E>> List<V> getAll(Collection<? extends K> ids, Class<V> view) {
        return new ManyIds(plans).getAll(ids, view);
    }

    /**
     * The only row that meets the condition.
     *
     * @throws Misuse if more than one does
     */
    public final <V extends ViewOf<E>> Optional<V> one(Class<V> view, Where<? super E> where) {
        return reads.one(view, where);
    }

    /** Whether there is a row with this id. */
    public final boolean exists(K id) {
        return reads.existsById(id);
    }

    /** Whether any row meets the condition. */
    public final boolean exists(Where<? super E> where) {
        return reads.exists(where);
    }

    /** How many rows meet the condition, counted one by one; see {@link PageRequest#with} for faster ways. */
    public final long count(Where<? super E> where) {
        return pages.count(where);
    }

    /** The first rows that meet the condition, at most {@code limit}. */
    public final <V extends ViewOf<E>> List<V> list(
            Class<V> view, Where<? super E> where, Sort<? super E> sort, int limit) {
        return reads.list(view, where, sort, limit);
    }

    /**
     * A page of the rows that meet the condition, found by an index rather than by skipping rows.
     *
     * @throws Invalid if the cursor is not one of this condition and order
     */
    public final <V extends ViewOf<E>> Page<V> page(
            Class<V> view, Where<? super E> where, Sort<? super E> sort, PageRequest request) {
        return pages.page(view, where, sort, request);
    }

    /** A page found by skipping rows; the deeper, the slower. */
    public final <V extends ViewOf<E>> OffsetPage<V> offsetPage(
            Class<V> view, Where<? super E> where, Sort<? super E> sort, OffsetRequest request) {
        return pages.offsetPage(view, where, sort, request);
    }

    /**
     * Hands all rows that meet the condition to {@code work}, a few hundred at a time in memory.
     *
     * @throws Misuse outside a transaction, without which the server sends all rows at once
     */
    public final <V extends ViewOf<E>, R> R stream(
            Class<V> view,
            Where<? super E> where,
            Sort<? super E> sort,
            Function<? super Stream<V>, ? extends R> work) {
        return reads.stream(view, where, sort, work);
    }

    /** Hands over all rows as {@link #stream(Class, Where, Sort, Function)} does, in the order the server finds them. */
    public final <V extends ViewOf<E>, R> R stream(
            Class<V> view, Where<? super E> where, Function<? super Stream<V>, ? extends R> work) {
        return reads.stream(view, where, null, work);
    }

    /**
     * Inserts a row and returns its id.
     *
     * @throws Invalid if a value is missing or the record finds fault with itself; the database is not asked
     */
    @SuppressWarnings("unchecked") // the id's type is the mapping's
    public final K insert(CreateOf<E> record) {
        return (K) inserts.insert(record);
    }

    /** Inserts a row and returns it as it is then, by the same statement; see {@link #insert(CreateOf)}. */
    public final <V extends ViewOf<E>> V insert(CreateOf<E> record, Class<V> view) {
        return inserts.insert(record, view);
    }

    /**
     * Inserts all rows or none; returns their ids in the records' order.
     *
     * <p>One statement, whatever their number; but where a column's type has no array, as an array itself, one for every
     * 65,535 values, in a transaction.
     *
     * @throws dev.stele.core.error.Invalid for the first record at fault, whose number stands before each of its fields
     *     ({@code record 3: title})
     */
    @SuppressWarnings("unchecked") // the id's type is the mapping's
    public final List<K> insertAll(List<? extends CreateOf<E>> records) {
        return (List<K>) inserts.insertAll(records, false);
    }

    /** Inserts the row unless one of its unique keys is taken; returns the id of a new row. */
    @SuppressWarnings("unchecked") // the id's type is the mapping's
    public final Optional<K> insertIgnore(CreateOf<E> record) {
        return (Optional<K>) inserts.insertIgnore(record);
    }

    /** Inserts those rows whose unique keys are free; returns the ids of the new ones; see {@link #insertAll}. */
    @SuppressWarnings("unchecked") // the id's type is the mapping's
    public final List<K> insertAllIgnore(List<? extends CreateOf<E>> records) {
        return (List<K>) inserts.insertAll(records, true);
    }

    /**
     * Inserts the row, or changes the one with the same key to what the record says, whoever else does the same.
     *
     * @throws Misuse if no unique constraint has exactly the key's columns
     */
    public final <V extends ViewOf<E>> Upserted<V> upsert(CreateOf<E> record, Key<? super E> key, Class<V> view) {
        return inserts.upsert(record, key, view);
    }

    /**
     * Inserts or changes many rows as {@link #upsert} does one, by one statement; returns them in the records' order.
     *
     * @throws Invalid if two of the records have the same key, naming the later one
     */
    public final <V extends ViewOf<E>> List<Upserted<V>> upsertAll(
            List<? extends CreateOf<E>> records, Key<? super E> key, Class<V> view) {
        return inserts.upsertAll(records, key, view);
    }

    /**
     * Inserts all records by COPY, the fastest way for thousands and more, and returns how many they are.
     *
     * <p>All rows are kept or none; see {@link #copying} for more.
     *
     * @throws Invalid for the first record at fault, whose number stands before each of its fields
     */
    public final <C extends CreateOf<E>> long copyIn(Class<C> type, Iterable<? extends C> records) {
        return copying(type).from(records).inserted();
    }

    /** Inserts all records by COPY and closes the stream; see {@link #copyIn(Class, Iterable)}. */
    public final <C extends CreateOf<E>> long copyIn(Class<C> type, Stream<? extends C> records) {
        return copying(type).from(records).inserted();
    }

    /** A bulk load to be told more of before it runs: progress, faults set aside, upsert, ids. */
    public final <C extends CreateOf<E>> CopyIn<E, K, C> copying(Class<C> type) {
        return new CopyIn<>(plans, type);
    }

    /**
     * Writes all rows that meet the condition as CSV (RFC 4180) with a header, in constant memory; returns their number.
     *
     * <p>NULL is an empty field, the empty text a quoted one, as COPY reads them. The columns are those of the view.
     *
     * @throws java.io.UncheckedIOException if the target fails; some rows may have been written
     */
    public final <V extends ViewOf<E>> long copyOut(
            Class<V> view, Where<? super E> where, Sort<? super E> sort, OutputStream csv) {
        return new CsvOut(plans, reads).write(view, where, sort, csv);
    }

    /**
     * Writes the set fields, raises the version and returns the row; writes nothing if no field is set.
     *
     * @throws NotFound if there is no such row
     * @throws Invalid if a field is set to null that cannot be, or the record finds fault with itself
     */
    public final <V extends ViewOf<E>> V patch(K id, PatchOf<E> update, Class<V> view) {
        return updates.patch(id, update, Updates.Expected.NOTHING, view);
    }

    /**
     * As {@link #patch(Object, PatchOf, Class)}, if the row still has this version.
     *
     * @throws Stale if it has another one
     */
    public final <V extends ViewOf<E>> V patch(K id, PatchOf<E> update, long version, Class<V> view) {
        return updates.patch(id, update, new Updates.Expected(null, version), view);
    }

    /**
     * As {@link #patch(Object, PatchOf, Class)}, if the row meets the condition.
     *
     * @throws Stale if it does not
     */
    public final <V extends ViewOf<E>> V patchIf(K id, PatchOf<E> update, Where<? super E> guard, Class<V> view) {
        return updates.patch(id, update, new Updates.Expected(guard, null), view);
    }

    /**
     * Writes the set fields to all rows that meet the condition and returns how many they are.
     *
     * @throws Misuse if no field is set
     */
    public final long patchAll(Where<? super E> where, PatchOf<E> update) {
        return updates.patchAll(where, update);
    }

    /**
     * Writes to each row the set fields of its own patch, all or none, and returns how many rows were written.
     *
     * <p>One statement for all patches that set the same fields. A patch that sets none only has to find its row, and
     * does not count.
     *
     * @throws NotFound that names the rows that are not there
     */
    public final long patchAll(Map<? extends K, ? extends PatchOf<E>> updates) {
        return this.updates.patchAll(updates);
    }

    /**
     * Deletes the row.
     *
     * @throws NotFound if there is none
     */
    public final void delete(K id) {
        if (updates.delete(id, null) == 0) {
            throw reads.missing(id, "use deleteIf() if it may be missing");
        }
    }

    /** Deletes the row if it is there and meets the condition; tells whether it did. */
    public final boolean deleteIf(K id, Where<? super E> guard) {
        return updates.delete(id, guard) > 0;
    }

    /** Deletes all rows that meet the condition and returns how many they were. */
    public final long deleteAll(Where<? super E> where) {
        return updates.deleteAll(where);
    }

    /**
     * Locks the row against changes until the transaction ends, and returns it as it is then.
     *
     * @throws NotFound if there is none
     * @throws Misuse outside a transaction
     */
    public final <V extends ViewOf<E>> V lock(K id, Class<V> view) {
        return lock(id, view, LockWait.WAIT)
                .orElseThrow(() -> reads.missing(id, "use lock(id, view, LockWait.WAIT) if it may be missing"));
    }

    /** As {@link #lock(Object, Class)}; empty if there is no such row or it is to be skipped. */
    public final <V extends ViewOf<E>> Optional<V> lock(K id, Class<V> view, LockWait wait) {
        return reads.lock(id, view, wait);
    }

    /**
     * Locks the first rows that meet the condition and that nobody else has locked, as workers on a queue do.
     *
     * @throws Misuse outside a transaction
     */
    public final <V extends ViewOf<E>> List<V> claim(
            Class<V> view, Where<? super E> where, Sort<? super E> sort, int limit) {
        return reads.claim(view, where, sort, limit);
    }

    /**
     * The links of a many-to-many attribute, as sets of ids.
     *
     * @param <L> the id of what is linked to
     */
    public final <L> Links<K, L> links(PluralAttribute<? super E, ?, ?> attribute) {
        return new Links<>(plans, attribute.getName());
    }
}
