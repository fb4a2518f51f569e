package dev.stele.crud;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.TimedOut;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a bulk load one after the other: numbered, checked, those at fault set aside where that is wanted. */
final class RecordFeed<C> {
    private final Iterator<? extends C> records;
    private final Class<C> type;
    private final CopyOptions options;
    private final long end;
    private long number;
    private long setAside;

    /** Takes the records, for as long as the limit allows. */
    RecordFeed(Iterator<? extends C> records, Class<C> type, CopyOptions options, Limit limit) {
        this.records = records;
        this.type = type;
        this.options = options;
        this.end = System.nanoTime() + (limit == Limit.OWN ? options.limit().toNanos() : Long.MAX_VALUE / 2);
    }

    /**
     * The next record that is valid, or null at the end.
     *
     * @throws Invalid for one that is not, unless it is set aside
     */
    @Nullable
    C next(CreatePlan plan) {
        while (records.hasNext()) {
            C record = records.next();
            number++;
            requireTime();
            try {
                requireType(record);
                plan.check(record, number);
                return record;
            } catch (Invalid e) {
                refuse(e);
            }
        }
        return null;
    }

    /** The server notices the time only when something is sent, which a slow source may not do for long. */
    private void requireTime() {
        if (System.nanoTime() - end > 0) {
            throw new TimedOut(
                    "the bulk load took longer than its limit of %d ms"
                            .formatted(options.limit().toMillis()),
                    "load less at once, or allow more with copying(…).timeout(…)",
                    null,
                    null);
        }
    }

    private void requireType(@Nullable C record) {
        if (record == null) {
            throw new Invalid("record " + number, "is null");
        }
        if (record.getClass() != type) {
            throw new Misuse(
                    "record %d is of type %s; expected %s"
                            .formatted(number, RecordShape.nameOf(record.getClass()), RecordShape.nameOf(type)),
                    "load the records of each class by a call of their own");
        }
    }

    /** Sets the current record aside, or throws what is wrong with it. */
    void refuse(Invalid fault) {
        if (options.setAside() == null) {
            throw fault;
        }
        setAside++;
        options.setAside().accept(new Rejected(number, fault));
    }

    /** Tells of the progress where the current record is one to tell it at. */
    void sent() {
        if (options.progress() != null && number % options.every() == 0) {
            options.progress().accept(number);
        }
    }

    /** The number of the record that {@link #next} gave last, from 1. */
    long number() {
        if (number == 0) {
            throw new NoSuchElementException("no record has been taken");
        }
        return number;
    }

    long setAside() {
        return setAside;
    }

    /** Whose limit of time holds. */
    enum Limit {
        OWN,
        OF_THE_TRANSACTION
    }
}
