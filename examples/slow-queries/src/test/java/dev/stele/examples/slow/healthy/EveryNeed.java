package dev.stele.examples.slow.healthy;

import dev.stele.Stele;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.InitialData;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.SuperuserSeed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Each query that the families are there for, by its number in {@code docs/needs.md}. */
final class EveryNeed {
    private static final int ROUNDS = 20;

    private final Stele stele;
    private final Map<String, Need> needs = new LinkedHashMap<>();

    /** One of the queries, with other values each round. */
    interface Need {
        void ask(int round);
    }

    EveryNeed(Stele stele, Rows rows, FirstSuperuser first, ManagedSkillsSeed managed) {
        this.stele = stele;
        new PeopleNeeds(stele, rows).addTo(needs);
        new WorkNeeds(stele, rows).addTo(needs);
        new CheckpointNeeds(stele, rows).addTo(needs);
        InitialData initial = InitialData.of(new SuperuserSeed(first, new QuickHasher()), managed);
        needs.put("Q11", round -> initial.apply(stele.database()));
        needs.put("Q36", round -> initial.apply(stele.database()));
        needs.put("Q71", round -> stele.database().health());
        needs.put("Q72", round -> stele.migrations().status());
        needs.put("Q73", round -> initial.apply(stele.database()));
        needs.put("Q74", round -> emptied(initial));
    }

    Set<String> numbers() {
        return Set.copyOf(needs.keySet());
    }

    void ask() {
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Need> need : needs.entrySet()) {
                try {
                    need.getValue().ask(round);
                } catch (RuntimeException e) {
                    throw new IllegalStateException(need.getKey() + " in round " + round + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Empties everything, and undoes that: the rows are still needed. */
    private void emptied(InitialData initial) {
        try {
            stele.database().tx().run(() -> {
                stele.database()
                        .sql(connection ->
                                connection.createStatement().execute("truncate \"user\" restart identity cascade"));
                initial.apply(stele.database());
                throw new UndoneException();
            });
        } catch (UndoneException expected) {
            assert !stele.database().inTransaction();
        }
    }

    /** Rolls a transaction back. */
    private static final class UndoneException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
