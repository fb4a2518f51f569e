package dev.stele.crud;

import dev.stele.core.error.ConstraintViolation.Among;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Patches written by one statement, which are called by their ids.
 *
 * @param plan how
 * @param mask the fields that all of them set
 * @param updates the patches by id
 */
record WrittenPatches(PatchPlan plan, long mask, List<Map.Entry<?, ?>> updates) implements ManyFaults.Written {
    @Override
    public int size() {
        return updates.size();
    }

    @Override
    public Among one(int index) {
        return new Among("id " + updates.get(index).getKey(), null);
    }

    @Override
    public Among any() {
        return new Among(
                "one of ids "
                        + ManyIds.naming(updates.stream().map(Map.Entry::getKey).toList()),
                null);
    }

    @Override
    public List<ManyFaults.Given> given() {
        return plan.given(mask);
    }

    @Override
    public @Nullable Object value(int index, ManyFaults.Given given) {
        return plan.value(updates.get(index).getValue(), given.position());
    }
}
