package dev.stele.crud.teams;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Where.eq;

import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Actor.TeamKey;
import dev.stele.models.ChatThread;
import dev.stele.models.ChatThread_;
import dev.stele.models.Team_;

/** The condition under which an actor sees a thread. */
final class ThreadGuard {
    private ThreadGuard() {}

    /** The threads of the team, if the actor sees it. */
    static Where<ChatThread> ofTeam(Actor actor, long teamId) {
        Where<ChatThread> ofTeam = eq(ChatThread_.team, teamId);
        if (actor instanceof TeamKey key) {
            return ofTeam.and(eq(ChatThread_.team, key.teamId()));
        }
        Person person = (Person) actor;
        return person.superuser() ? ofTeam : ofTeam.and(eq(path(ChatThread_.team, Team_.owner), person.id()));
    }

    /** The same over a table {@code thread} under the alias {@code t}, for the statements written by hand. */
    static BoundSql of(Actor actor) {
        if (actor instanceof TeamKey key) {
            return BoundSql.of("t.team_id = ?", key.teamId());
        }
        Person person = (Person) actor;
        return person.superuser()
                ? BoundSql.of("true")
                : BoundSql.of("exists (select from team m where m.id = t.team_id and m.owner_id = ?)", person.id());
    }
}
