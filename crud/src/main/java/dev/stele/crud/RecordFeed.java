package dev.stele.crud;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a bulk load one after the other: numbered, checked, those at fault set aside where that is wanted. */
final class RecordFeed<C> {
    private final Iterator<? extends C> records;
    private final Class<C> type;
    private final CopyOptions options;
    private long number;
    private long setAside;

    RecordFeed(Iterator<? extends C> records, Class<C> type, CopyOptions options) {
        this.records = records;
        this.type = type;
        this.options = options;
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
            requireType(record);
            try {
                plan.check(record, number);
                return record;
            } catch (Invalid e) {
                refuse(e);
            }
        }
        return null;
    }

    private void requireType(@Nullable C record) {
        if (record == null || record.getClass() != type) {
            throw new Misuse(
                    "record %d is %s; expected %s"
                            .formatted(
                                    number,
                                    record == null ? "null" : "of type " + RecordShape.nameOf(record.getClass()),
                                    RecordShape.nameOf(type)),
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
}
