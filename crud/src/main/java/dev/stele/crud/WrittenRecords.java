package dev.stele.crud;

import dev.stele.core.error.ConstraintViolation.Among;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records inserted by one statement.
 *
 * @param plan how
 * @param records which
 * @param before how many records of the same list come before them
 */
record WrittenRecords(CreatePlan plan, List<?> records, int before) implements ManyFaults.Written {
    @Override
    public int size() {
        return records.size();
    }

    @Override
    public Among one(int index) {
        return Among.record(before + index + 1L);
    }

    @Override
    public Among any() {
        return Among.records(before + 1L, before + records.size());
    }

    @Override
    public List<ManyFaults.Given> given() {
        return plan.given();
    }

    @Override
    public @Nullable Object value(int index, ManyFaults.Given given) {
        return plan.value(records.get(index), given.position());
    }
}
