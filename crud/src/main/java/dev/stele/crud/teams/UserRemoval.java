package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.NotFound;
import dev.stele.crud.teams.Actor.Person;

/** Deletes users who own things. The database deletes what is not handed over, by ON DELETE CASCADE. */
final class UserRemoval {
    // A superuser inherits what all see: the actor, or for one who deletes himself the first other one.
    private static final String DELETE = """
            with heir as (
                select id from "user" where is_superuser and is_active and id <> ?
                order by id <> ?, id limit 1
            ), handed as (
                update skill s set owner_id = heir.id, version = s.version + 1, updated_at = now()
                from heir, "user" u
                where s.owner_id = u.id and s.managed and u.id = ? and %1$s
            )
            delete from "user" u where u.id = ? and %1$s
                and (exists (select from heir) or not exists (select from skill s where s.owner_id = u.id and s.managed))
            """;
    private static final String DELETE_ANY = DELETE.formatted("true");
    // Judged by the row, since the actor may have become a superuser after he signed in.
    private static final String DELETE_SELF = DELETE.formatted("not u.is_superuser");

    private static final String HAND_OVER = """
            with heir as (
                select h.id from "user" h where h.id = ? for key share
            ), teams as (
                update team t set owner_id = heir.id, version = t.version + 1, updated_at = now()
                from heir where t.owner_id = ?
            ), skills as (
                update skill s set owner_id = heir.id, version = s.version + 1, updated_at = now()
                from heir where s.owner_id = ?
            ), uploads as (
                update upload f set owner_id = heir.id, version = f.version + 1, updated_at = now()
                from heir where f.owner_id = ?
            )
            delete from "user" u using heir where u.id = ?
            """;

    private final Database database;

    UserRemoval(Database database) {
        this.database = database;
    }

    void delete(Person actor, long id) {
        boolean self = actor.id() == id;
        if (self && actor.superuser()) {
            throw superuserHimself(id);
        }
        if (!self && !actor.superuser()) {
            throw new NotFound("User", id);
        }
        long deleted = BoundSql.of(self ? DELETE_SELF : DELETE_ANY, id, actor.id(), id, id)
                .update(database);
        if (deleted == 0) {
            throw whyNot(id, self);
        }
    }

    void delete(Person superuser, long id, long heirId) {
        if (superuser.id() == id) {
            throw superuserHimself(id);
        }
        if (id == heirId) {
            throw new Invalid("heirId", "must be another user");
        }
        if (BoundSql.of(HAND_OVER, heirId, id, id, id, id).update(database) == 0) {
            throw new NotFound("User", exists(heirId) ? id : heirId);
        }
    }

    private RuntimeException whyNot(long id, boolean self) {
        if (!exists(id)) {
            return new NotFound("User", id);
        }
        return self && isSuperuser(id)
                ? superuserHimself(id)
                : new Forbidden(
                        "delete User \"" + id + "\"", "he owns managed skills and no other superuser could own them");
    }

    private static Forbidden superuserHimself(long id) {
        return new Forbidden("delete User \"" + id + "\"", "a superuser may not delete himself");
    }

    private boolean exists(long id) {
        return BoundSql.of("select from \"user\" where id = ?", id)
                .first(database, row -> true)
                .isPresent();
    }

    private boolean isSuperuser(long id) {
        return BoundSql.of("select from \"user\" where id = ? and is_superuser", id)
                .first(database, row -> true)
                .isPresent();
    }
}
