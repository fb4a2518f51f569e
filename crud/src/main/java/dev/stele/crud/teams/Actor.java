package dev.stele.crud.teams;

/**
 * Who makes a call: a user, or whoever holds a team's API key.
 *
 * <p>It is trusted as it is made, and says what was true then: make one for each request, by {@code Users.identify}.
 *
 * <p>What the actor may see and change is compiled into the condition of the one statement a call runs. An actor is
 * made by what proves it, {@code Users} for a user and {@code ApiKeys} for a key, or by an application that keeps the
 * proof in a signed token of its own. Immutable.
 */
public sealed interface Actor permits Actor.Person, Actor.TeamKey {

    /** The name by which policies of row-level security know the actor, for {@code database.tx().tenant(…)}. */
    String tenant();

    /** A user without special rights. */
    static Person user(long id) {
        return new Person(id, false);
    }

    /** A user who may see and change what belongs to anybody. */
    static Person superuser(long id) {
        return new Person(id, true);
    }

    /** Whoever proved to hold an API key of the team; may use that team and no other. */
    static TeamKey teamKey(long teamId) {
        return new TeamKey(teamId);
    }

    /**
     * A user who has been authenticated.
     *
     * @param id the user's id
     * @param superuser whether the user may see and change what belongs to anybody
     */
    record Person(long id, boolean superuser) implements Actor {
        /** {@code user:7}, or {@code *} for a superuser. */
        @Override
        public String tenant() {
            return superuser ? "*" : "user:" + id;
        }
    }

    /**
     * The holder of an API key, who is nobody in particular.
     *
     * @param teamId the one team the key opens
     */
    record TeamKey(long teamId) implements Actor {
        /** {@code team:7}. */
        @Override
        public String tenant() {
            return "team:" + teamId;
        }
    }
}
