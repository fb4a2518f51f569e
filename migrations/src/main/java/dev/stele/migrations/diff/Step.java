package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a change, before the changes are put in order.
 *
 * @param sql the statement
 * @param place with which others it may share a transaction
 * @param comment why it is written this way, or empty
 * @param checks what must hold before the plan starts
 * @param demands what must hold before the plan starts even if all loss is allowed, as the step would fail
 * @param loss what data it loses, or empty
 */
record Step(String sql, Place place, String comment, List<PreCheck> checks, List<PreCheck> demands, String loss) {
    enum Place {
        /** In a transaction with its neighbours. */
        TOGETHER,
        /** In a transaction of its own. */
        ALONE,
        /** Outside any transaction. */
        OUTSIDE,
        /** In a transaction of its own, after all that is not late. */
        LATE
    }

    Step {
        checks = List.copyOf(checks);
        demands = List.copyOf(demands);
    }

    static Step of(String sql) {
        return new Step(sql, Place.TOGETHER, "", List.of(), List.of(), "");
    }

    static Step alone(String sql) {
        return of(sql).at(Place.ALONE);
    }

    static Step outside(String sql) {
        return of(sql).at(Place.OUTSIDE);
    }

    static Step late(String sql) {
        return of(sql).at(Place.LATE);
    }

    Step at(Place other) {
        return new Step(sql, other, comment, checks, demands, loss);
    }

    Step because(String reason) {
        return new Step(sql, place, reason, checks, demands, loss);
    }

    Step checking(PreCheck check) {
        List<PreCheck> more = new ArrayList<>(checks);
        more.add(check);
        return new Step(sql, place, comment, more, demands, loss);
    }

    /** Asks what the step would fail at, also where nobody minds what it loses. */
    Step demanding(PreCheck check) {
        List<PreCheck> more = new ArrayList<>(demands);
        more.add(check);
        return new Step(sql, place, comment, checks, more, loss);
    }

    /** Says that the step loses data, which somebody has to allow. */
    Step losing(String what) {
        return new Step(sql, place, comment, checks, demands, what);
    }
}
