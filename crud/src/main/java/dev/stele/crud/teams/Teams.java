package dev.stele.crud.teams;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.ne;

import dev.stele.core.Database;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.Dao;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Team_;
import dev.stele.models.Upload;
import java.util.List;
import java.util.Optional;

/**
 * The teams, each seen by its owner, by superusers and by holders of one of its API keys.
 *
 * <p>A team that the actor does not see does not exist for him. Safe for use by many threads.
 */
public final class Teams {
    private final Database database;
    private final Dao<Team, Long> teams;
    private final Dao<Member, Long> members;
    private final TeamCreation creation;

    /** The teams of this database. */
    public Teams(Database database) {
        this.database = database;
        this.teams = new Dao<>(database, Team.class);
        this.members = new Dao<>(database, Member.class);
        this.creation = new TeamCreation(database);
    }

    /**
     * Inserts a team together with its root member, in one statement.
     *
     * <p>The root of a hierarchical team is {@code <name>Leader}, that of a sequential one {@code Worker0}.
     *
     * @throws dev.stele.core.error.Forbidden if it is for another user and the actor no superuser
     * @throws dev.stele.core.error.Invalid if the name or the workflow is missing, or the name has faults
     * @throws dev.stele.core.error.Duplicate if any team has that name
     */
    public Team.Out create(Actor actor, Team.Create team) {
        Guard.owner(actor, team.ownerId(), "Team");
        return creation.create(team);
    }

    /**
     * The team.
     *
     * @throws NotFound if there is none that the actor sees
     */
    public Team.Out get(Actor actor, long id) {
        return find(actor, id).orElseThrow(() -> new NotFound("Team", id));
    }

    /** The team; empty if there is none that the actor sees. */
    public Optional<Team.Out> find(Actor actor, long id) {
        return teams.one(Team.Out.class, seen(actor, id));
    }

    /** Whether any team has that name, whoever owns it; the database has the last word when it is written. */
    public boolean isNameTaken(Actor actor, String name) {
        Guard.person(actor, "look for a Team");
        return teams.exists(eq(Team_.name, name));
    }

    /** Whether any team but this one has that name. */
    public boolean isNameTaken(Actor actor, String name, long exceptId) {
        Guard.person(actor, "look for a Team");
        return teams.exists(Where.<Team, String>eq(Team_.name, name).and(ne(Team_.id, exceptId)));
    }

    /** A page of the teams that the actor sees, the newest first. */
    public Page<Team.Out> page(Actor actor, PageRequest page) {
        return teams.page(Team.Out.class, Guard.teams(actor), Sort.byIdDescending(), page);
    }

    /** The same by number of rows to skip, with how many of them there are. */
    public OffsetPage<Team.Out> list(Actor actor, OffsetRequest page) {
        return teams.offsetPage(Team.Out.class, Guard.teams(actor), Sort.byIdDescending(), page);
    }

    /**
     * Changes a team.
     *
     * @throws NotFound if there is none that the actor sees
     * @throws dev.stele.core.error.Duplicate if any team has that name
     */
    public Team.Out patch(Actor actor, long id, Team.Update change) {
        Guard.person(actor, "change Team \"" + id + "\"");
        try {
            return teams.patchIf(id, change, Guard.teams(actor), Team.Out.class);
        } catch (Stale e) {
            // It is there, but not for this actor.
            throw new NotFound("Team", id);
        }
    }

    /**
     * Deletes a team with its members, threads, checkpoints and API keys, in one statement.
     *
     * @throws NotFound if there is none that the actor sees
     */
    public void delete(Actor actor, long id) {
        Guard.person(actor, "delete Team \"" + id + "\"");
        if (!teams.deleteIf(id, Guard.teams(actor))) {
            throw new NotFound("Team", id);
        }
    }

    /**
     * All that a chat with the team needs, in three statements however many members there are.
     *
     * <p>For the application's own use: the tool definitions hold their owner's secrets.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public Graph graph(Actor actor, long id) {
        Team.Out team = get(actor, id);
        List<Member.Out> all = members.list(Member.Out.class, Guard.members(actor, id), Sort.byId(), Integer.MAX_VALUE);
        Attachments attachments = Attachments.withDefinitions(
                database, all.stream().map(Member.Out::id).toList());
        return new Graph(
                team,
                all.stream()
                        .map(member ->
                                new Node(member, attachments.tools(member.id()), attachments.uploads(member.id())))
                        .toList());
    }

    private static Where<Team> seen(Actor actor, long id) {
        return Guard.teams(actor).and(eq(Team_.id, id));
    }

    /**
     * A team with its members.
     *
     * @param team the team
     * @param members its members by id; at least the root
     */
    public record Graph(Team.Out team, List<Node> members) {
        /** Keeps an unmodifiable copy of the members. */
        public Graph {
            members = List.copyOf(members);
        }

        /** The one member where a chat begins. */
        public Node root() {
            return members.stream()
                    .filter(node -> node.member().type().isRoot())
                    .findFirst()
                    .orElseThrow(() -> new NotFound("Member", "root of team " + team.id()));
        }
    }

    /**
     * A member with what it can do.
     *
     * @param member the member
     * @param skills its skills by id, with their definitions
     * @param uploads the files it can search, by id
     */
    public record Node(Member.Out member, List<Skill.Tool> skills, List<Upload.Ref> uploads) {
        /** Keeps unmodifiable copies of the lists. */
        public Node {
            skills = List.copyOf(skills);
            uploads = List.copyOf(uploads);
        }
    }
}
