package dev.stele.crud.teams;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.in;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.Dao;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.Skill;
import dev.stele.models.Skill_;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The skills: managed ones, which all see and only the application's initial data changes, and users' own.
 *
 * <p>A skill of another user does not exist for the actor, unless he is a superuser. Only superusers see the tool
 * definition of a managed skill, since it may hold the application's secrets. Safe for use by many threads.
 */
public final class Skills {
    private final Dao<Skill, Long> skills;

    /** The skills of this database. */
    public Skills(Database database) {
        this.skills = new Dao<>(database, Skill.class);
    }

    /**
     * The skill, with its definition if it is the actor's own or the actor is a superuser.
     *
     * @throws NotFound if there is none that the actor sees
     */
    public Skill.Out get(Actor actor, long id) {
        return find(actor, id).orElseThrow(() -> new NotFound("Skill", id));
    }

    /** The skill; empty if there is none that the actor sees. */
    public Optional<Skill.Out> find(Actor actor, long id) {
        Person person = Guard.person(actor, "read a Skill");
        return skills.one(Skill.Out.class, Guard.visible(person).and(eq(Skill_.id, id)))
                .map(skill -> shown(person, skill));
    }

    /**
     * All of these skills, each once, by id.
     *
     * @throws NotFound if the actor does not see all of them, naming ten
     */
    public List<Skill.Out> getAll(Actor actor, Collection<Long> ids) {
        Person person = Guard.person(actor, "read a Skill");
        Set<Long> missing = new TreeSet<>(ids);
        Where<Skill> seen = Guard.visible(person).and(in(Skill_.id, List.copyOf(missing)));
        List<Skill.Out> found = skills.list(Skill.Out.class, seen, Sort.byId(), Integer.MAX_VALUE);
        found.forEach(skill -> missing.remove(skill.id()));
        if (!missing.isEmpty()) {
            throw new NotFound("Skill", NamedIds.of(missing));
        }
        return found.stream().map(skill -> shown(person, skill)).toList();
    }

    /** A page of the skills that the actor sees, the newest first. */
    public Page<Skill.Out> page(Actor actor, PageRequest page) {
        Person person = Guard.person(actor, "list Skills");
        return skills.page(Skill.Out.class, Guard.visible(person), Sort.byIdDescending(), page)
                .map(skill -> shown(person, skill));
    }

    /** The same by number of rows to skip, with how many of them there are. */
    public OffsetPage<Skill.Out> list(Actor actor, OffsetRequest page) {
        Person person = Guard.person(actor, "list Skills");
        return skills.offsetPage(Skill.Out.class, Guard.visible(person), Sort.byIdDescending(), page)
                .map(skill -> shown(person, skill));
    }

    /**
     * Inserts a skill of a user.
     *
     * @throws Forbidden if it is for another user and the actor no superuser
     * @throws dev.stele.core.error.Invalid if the tool definition has faults, naming all
     */
    public Skill.Out insert(Actor actor, Skill.Create skill) {
        Guard.owner(actor, skill.ownerId(), "Skill");
        ToolDefinition.check(skill.toolDefinition());
        return skills.insert(skill, Skill.Out.class);
    }

    /**
     * Changes a skill of a user.
     *
     * @throws NotFound if there is none that the actor sees
     * @throws Forbidden if it is managed
     * @throws dev.stele.core.error.Invalid if the tool definition has faults, naming all
     */
    public Skill.Out patch(Actor actor, long id, Skill.Update change) {
        Person person = Guard.person(actor, "change a Skill");
        // A client's null must not pass as "unset" here: it would be one way to a skill without a definition.
        if (change.toolDefinition() != null && change.toolDefinition().isSet()) {
            ToolDefinition.check(change.toolDefinition().value());
        }
        try {
            return skills.patchIf(id, change, Guard.changeable(person), Skill.Out.class);
        } catch (Stale e) {
            throw refused(person, id, "change");
        }
    }

    /**
     * Deletes a skill of a user, and with it every link to it.
     *
     * @throws NotFound if there is none that the actor sees
     * @throws Forbidden if it is managed
     */
    public void delete(Actor actor, long id) {
        Person person = Guard.person(actor, "delete a Skill");
        if (!skills.deleteIf(id, Guard.changeable(person))) {
            throw refused(person, id, "delete");
        }
    }

    // The application's headers are no user's business, even where a user who owns the row is no superuser any more.
    private static Skill.Out shown(Person actor, Skill.Out skill) {
        return skill.managed() && !actor.superuser() ? skill.withoutDefinition() : skill;
    }

    // What the actor sees but may not change can only be managed.
    private DatabaseException refused(Person actor, long id, String verb) {
        return skills.exists(Guard.visible(actor).and(eq(Skill_.id, id)))
                ? new Forbidden(
                        verb + " Skill \"" + id + "\"",
                        "it is managed: what the application declares changes it at start")
                : new NotFound("Skill", id);
    }
}
