package dev.stele.migrations.review;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sub-command of an ALTER statement.
 *
 * @param kind what it does
 * @param name the column, constraint or value it is about, else ""
 * @param subject the whole column, constraint, type or other table it brings, or null
 * @param flags what is said beside
 * @param offset where it begins
 */
record Action(ActionKind kind, String name, @Nullable Object subject, Set<Flag> flags, int offset) {

    enum Flag {
        IF_EXISTS,
        CASCADE,
        CONCURRENTLY,
        FINALIZE,
        /** A type change that says how to compute the new value. */
        USING,
        /** An enum value with BEFORE or AFTER. */
        POSITIONED
    }

    boolean is(ActionKind other) {
        return kind == other;
    }

    @Nullable
    Column column() {
        return subject instanceof Column column ? column : null;
    }

    @Nullable
    Constraint constraint() {
        return subject instanceof Constraint constraint ? constraint : null;
    }

    TypeName type() {
        return subject instanceof TypeName type ? type : TypeName.NONE;
    }

    Expression expression() {
        return subject instanceof Expression expression ? expression : Expression.NONE;
    }

    /** The partition, parent, or new name. */
    Name other() {
        return subject instanceof Name other ? other : Name.NONE;
    }
}
