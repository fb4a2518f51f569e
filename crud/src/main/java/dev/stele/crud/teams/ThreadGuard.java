package dev.stele.crud.teams;

import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Actor.TeamKey;

/** The condition under which an actor sees a thread, for the statements written by hand. */
final class ThreadGuard {
    private ThreadGuard() {}

    /** The condition over a table {@code thread} under the alias {@code t}. */
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
