package dev.stele.crud.teams;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Where.eq;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.NotFound;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Actor.TeamKey;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.Member_;
import dev.stele.models.Skill;
import dev.stele.models.Skill_;
import dev.stele.models.Team;
import dev.stele.models.Team_;
import org.jspecify.annotations.Nullable;

/**
 * What an actor may do at all, and the conditions under which an actor sees a row.
 *
 * <p>A condition is part of the one statement that reads or writes, so nothing can change between looking and doing.
 */
final class Guard {
    private Guard() {}

    /** The actor as a user; an API key may not do this. */
    static Person person(Actor actor, String what) {
        if (actor instanceof Person person) {
            return person;
        }
        throw new Forbidden(what, "an API key opens the chat with its team and nothing else");
    }

    /** The actor as a superuser; nobody else may do this. */
    static Person superuser(Actor actor, String what) {
        if (actor instanceof Person person && person.superuser()) {
            return person;
        }
        throw new Forbidden(what, "only a superuser may");
    }

    /** The actor as the user who is to own a new row, or as a superuser. */
    static Person owner(Actor actor, long ownerId, String what) {
        Person person = person(actor, "create a " + what);
        return person.id() == ownerId ? person : superuser(person, "create a " + what + " for another user");
    }

    /** The teams that the actor sees. */
    static Where<Team> teams(Actor actor) {
        if (actor instanceof TeamKey key) {
            return eq(Team_.id, key.teamId());
        }
        Person person = (Person) actor;
        return person.superuser() ? Where.everything(Team.class) : eq(Team_.owner, person.id());
    }

    /** The members of the team, if the actor sees it. */
    static Where<Member> members(Actor actor, long teamId) {
        Where<Member> ofTeam = eq(Member_.team, teamId);
        if (actor instanceof TeamKey key) {
            return ofTeam.and(eq(Member_.team, key.teamId()));
        }
        Person person = (Person) actor;
        return person.superuser() ? ofTeam : ofTeam.and(eq(path(Member_.team, Team_.owner), person.id()));
    }

    /** The skills that the actor sees. */
    static Where<Skill> visible(Person actor) {
        return actor.superuser()
                ? Where.everything(Skill.class)
                : eq(Skill_.managed, true).or(eq(Skill_.owner, actor.id()));
    }

    /** The skills that the actor may change; nobody changes a managed one. */
    static Where<Skill> changeable(Person actor) {
        Where<Skill> unmanaged = eq(Skill_.managed, false);
        return actor.superuser() ? unmanaged : unmanaged.and(eq(Skill_.owner, actor.id()));
    }

    /** The condition over a table {@code team} under the alias {@code t}, for the statements written by hand. */
    static BoundSql teamSql(Actor actor) {
        if (actor instanceof TeamKey key) {
            return BoundSql.of("t.id = ?", key.teamId());
        }
        Person person = (Person) actor;
        return person.superuser() ? BoundSql.of("true") : BoundSql.of("t.owner_id = ?", person.id());
    }

    /** Whether there is such a team that the actor sees. */
    static boolean seesTeam(Database database, Actor actor, long teamId) {
        return BoundSql.of("select from team t where t.id = ? and ", teamId)
                .add(teamSql(actor))
                .first(database, row -> true)
                .orElse(false);
    }

    /** Refuses a team that the actor does not see; asked only where nothing of the team was found. */
    static void requireTeam(Database database, Actor actor, long teamId) {
        if (!seesTeam(database, actor, teamId)) {
            throw new NotFound("Team", teamId);
        }
    }

    /** The value that a field sets, null if it is unset or sets NULL. */
    static <T> @Nullable T given(@Nullable Field<? extends @Nullable T> field) {
        return field != null && field.isSet() ? field.value() : null;
    }
}
