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
 * @param loss what data it loses, or empty
 */
record Step(String sql, Place place, String comment, List<PreCheck> checks, String loss) {
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
    }

    static Step of(String sql) {
        return new Step(sql, Place.TOGETHER, "", List.of(), "");
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
        return new Step(sql, other, comment, checks, loss);
    }

    Step because(String reason) {
        return new Step(sql, place, reason, checks, loss);
    }

    Step checking(PreCheck check) {
        List<PreCheck> more = new ArrayList<>(checks);
        more.add(check);
        return new Step(sql, place, comment, more, loss);
    }

    /** Says that the step loses data, which somebody has to allow. */
    Step losing(String what) {
        return new Step(sql, place, comment, checks, what);
    }
}
