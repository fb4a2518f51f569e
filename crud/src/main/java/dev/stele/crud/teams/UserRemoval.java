package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Actor.Person;

/**
 * Deletes users who own things. The database deletes what is not handed over, by ON DELETE CASCADE.
 *
 * <p>That passes by policies, so where some hide what the user owns nothing is deleted.
 */
final class UserRemoval {
    // A superuser inherits what all see: the actor, or for one who deletes himself the first other one. The row is
    // locked before anything is handed over, so whether it may go is not judged twice. The heir asks for the superusers
    // in vain: they are locked before him, or two who delete each other would wait for each other.
    private static final String DELETE = "with " + LastSuperuser.LOCKED + """
            , heir as (
                select h.id from "user" h where h.is_superuser and h.is_active and h.id <> ? and %2$s
                    and (select count(*) from superusers) >= 0
                order by h.id <> ?, h.id limit 1 for key share
            ), doomed as (
                select u.id from "user" u where u.id = ? and %1$s and %3$s and %4$s
                    and (exists (select from heir)
                        or not exists (select from skill s where s.owner_id = u.id and s.managed))
                for update
            ), handed as (
                update skill s set owner_id = heir.id, version = s.version + 1, updated_at = now()
                from heir, doomed where s.owner_id = doomed.id and s.managed
            )
            delete from "user" u using doomed where u.id = doomed.id
            """;
    private static final String DELETE_ANY = delete("true");
    // Judged by the row, since the actor may have become a superuser after he signed in.
    private static final String DELETE_SELF = delete("not u.is_superuser");

    private static final String HAND_OVER =
            "with " + LastSuperuser.LOCKED + """
            , heir as (
                select h.id from "user" h where h.id = ? and %s
                    and (select count(*) from superusers) >= 0
                for key share
            ), doomed as (
                select u.id from "user" u where u.id = ? and exists (select from heir) and %s for update
            ), teams as (
                update team t set owner_id = heir.id, version = t.version + 1, updated_at = now()
                from heir, doomed where t.owner_id = doomed.id
            ), skills as (
                update skill s set owner_id = heir.id, version = s.version + 1, updated_at = now()
                from heir, doomed where s.owner_id = doomed.id
            ), uploads as (
                update upload f set owner_id = heir.id, version = f.version + 1, updated_at = now()
                from heir, doomed where f.owner_id = doomed.id
            )
            delete from "user" u using doomed where u.id = doomed.id
            """.formatted(RowSecurity.SEES_ALL, LastSuperuser.STAYS);

    private static final String WHY_NOT = "select u.is_superuser, " + RowSecurity.SEES_ALL + ", " + LastSuperuser.IS_U
            + " from \"user\" u where u.id = ?";

    private final Database database;

    UserRemoval(Database database) {
        this.database = database;
    }

    private static String delete(String condition) {
        return DELETE.formatted(condition, RowSecurity.SEES_ALL, RowSecurity.SEES_WHAT_U_OWNS, LastSuperuser.STAYS);
    }

    void delete(Person actor, long id) {
        boolean self = actor.id() == id;
        if (self && actor.superuser()) {
            throw superuserHimself(id);
        }
        if (!self && !actor.superuser()) {
            throw new NotFound("User", id);
        }
        long deleted = BoundSql.of(self ? DELETE_SELF : DELETE_ANY, id, id, actor.id(), id)
                .update(database);
        if (deleted == 0) {
            Found user = find(id);
            throw self && user.superuser() ? superuserHimself(id) : user.whyNotDeleted();
        }
    }

    void delete(Person superuser, long id, long heirId) {
        if (superuser.id() == id) {
            throw superuserHimself(id);
        }
        if (id == heirId) {
            throw new Invalid("heirId", "must be another user");
        }
        if (BoundSql.of(HAND_OVER, id, heirId, id).update(database) == 0) {
            find(heirId);
            throw find(id).whyNotDeleted();
        }
    }

    private Found find(long id) {
        return BoundSql.of(WHY_NOT, id)
                .first(database, row -> new Found(id, row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)))
                .orElseThrow(() -> new NotFound("User", id));
    }

    private static Forbidden superuserHimself(long id) {
        return new Forbidden("delete User \"" + id + "\"", "a superuser may not delete himself");
    }

    /**
     * A user who was not deleted.
     *
     * @param id the user's id
     * @param superuser whether he is one
     * @param allSeen whether the session sees all that anybody owns
     * @param last whether he is the last active superuser
     */
    private record Found(long id, boolean superuser, boolean allSeen, boolean last) {
        DatabaseException whyNotDeleted() {
            if (!allSeen) {
                return new Misuse(
                        "cannot delete User \"" + id + "\": row security hides from this transaction what he owns",
                        "run it in a transaction of stele.as(superuser)");
            }
            return last
                    ? LastSuperuser.refused("delete", id)
                    : new Forbidden(
                            "delete User \"" + id + "\"",
                            "he owns managed skills and no other superuser could own them");
        }
    }
}
