package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.models.User;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one active superuser: without any nobody could make another, nor own managed skills.
 *
 * <p>Who takes a superuser away locks all of them first, so two who take each other away do so one after the other.
 */
final class LastSuperuser {
    private static final String LOCK = """
            select s.id from "user" s where s.is_superuser and s.is_active
            order by s.id for no key update""";

    /** A part of WITH that locks the active superusers where the user to be deleted, whose id is bound, is one. */
    static final String LOCKED = """
            superusers as (
                select s.id from "user" s
                where s.is_superuser and s.is_active
                    and exists (select from "user" t where t.id = ? and t.is_superuser and t.is_active)
                order by s.id for no key update of s
            )""";

    /** SQL that is true where another superuser stays when the user {@code u} goes. */
    static final String STAYS =
            "(not (u.is_superuser and u.is_active)" + " or exists (select from superusers s where s.id <> u.id))";

    /** SQL that is true where the user {@code u} is the last active superuser. */
    static final String IS_U = "(u.is_superuser and u.is_active and not exists (select from \"user\" o"
            + " where o.is_superuser and o.is_active and o.id <> u.id))";

    private LastSuperuser() {}

    /**
     * Changes a user, in a transaction that locks the superusers if the change may take one away.
     *
     * @throws Forbidden if none would be left
     */
    static User.Out keptBy(Database database, long id, User.Update change, Supplier<User.Out> patch) {
        if (!isFalse(Guard.given(change.superuser())) && !isFalse(Guard.given(change.active()))) {
            return patch.get();
        }
        return database.tx().call(() -> {
            List<Long> superusers = BoundSql.of(LOCK).list(database, row -> row.getLong(1));
            if (superusers.equals(List.of(id))) {
                throw refused("take the rights of", id);
            }
            return patch.get();
        });
    }

    /** The refusal of what would leave none. */
    static Forbidden refused(String what, long id) {
        return new Forbidden(
                what + " User \"" + id + "\"", "he is the last active superuser; make another user one first");
    }

    private static boolean isFalse(@Nullable Boolean given) {
        return Boolean.FALSE.equals(given);
    }
}
