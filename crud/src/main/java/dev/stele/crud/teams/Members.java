package dev.stele.crud.teams;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.ne;
import static dev.stele.crud.query.Where.notIn;

import dev.stele.core.Database;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.Invalid;
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
import dev.stele.crud.teams.MemberLinks.MemberKey;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Member_;
import dev.stele.models.Skill;
import dev.stele.models.Upload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The members of teams, each seen and changed by whoever owns its team and by superusers.
 *
 * <p>A member is always asked for within a team. Members come in the order of their ids. Safe for use by many threads.
 */
public final class Members {
    private static final Set<MemberType> ROOTS = Set.of(MemberType.ROOT, MemberType.FREELANCER_ROOT);

    private final Database database;
    private final Dao<Member, Long> members;
    private final MemberCreation creation;
    private final MemberSources sources;

    /** The members of this database. */
    public Members(Database database) {
        this.database = database;
        this.members = new Dao<>(database, Member.class);
        this.creation = new MemberCreation(database);
        this.sources = new MemberSources(database);
    }

    /**
     * The member with its skills and uploads.
     *
     * @throws NotFound if the team has none that the actor sees
     */
    public Shown get(Actor actor, long teamId, long id) {
        return find(actor, teamId, id).orElseThrow(() -> new NotFound("Member", id));
    }

    /** The member with its skills and uploads; empty if the team has none that the actor sees. */
    public Optional<Shown> find(Actor actor, long teamId, long id) {
        Person person = Guard.person(actor, "read a Member");
        return members.one(Member.Out.class, one(person, teamId, id))
                .map(member -> shown(member, Attachments.of(database, List.of(id))));
    }

    /** Whether the team, as far as the actor sees it, has a member of that name. */
    public boolean isNameTaken(Actor actor, long teamId, String name) {
        Person person = Guard.person(actor, "look for a Member");
        return members.exists(Guard.members(person, teamId).and(eq(Member_.name, name)));
    }

    /** Whether the team, as far as the actor sees it, has another member of that name than this one. */
    public boolean isNameTaken(Actor actor, long teamId, String name, long exceptId) {
        Person person = Guard.person(actor, "look for a Member");
        return members.exists(
                Guard.members(person, teamId).and(eq(Member_.name, name)).and(ne(Member_.id, exceptId)));
    }

    /**
     * A page of a team's members with their skills and uploads, in two statements.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public Page<Shown> page(Actor actor, long teamId, PageRequest page) {
        Person person = Guard.person(actor, "list Members");
        Page<Member.Out> found = members.page(Member.Out.class, Guard.members(person, teamId), Sort.byId(), page);
        if (found.items().isEmpty()) {
            Guard.requireTeam(database, person, teamId);
        }
        Attachments attachments = attachments(found.items());
        return found.map(member -> shown(member, attachments));
    }

    /**
     * The same by number of rows to skip, with how many members the team has; three statements.
     *
     * @throws NotFound if there is no such team that the actor sees
     */
    public OffsetPage<Shown> list(Actor actor, long teamId, OffsetRequest page) {
        Person person = Guard.person(actor, "list Members");
        OffsetPage<Member.Out> found =
                members.offsetPage(Member.Out.class, Guard.members(person, teamId), Sort.byId(), page);
        if (found.items().isEmpty()) {
            Guard.requireTeam(database, person, teamId);
        }
        Attachments attachments = attachments(found.items());
        return found.map(member -> shown(member, attachments));
    }

    /**
     * Inserts a member that is not the root, in one statement.
     *
     * @throws NotFound if there is no such team that the actor sees
     * @throws Invalid if its name, role or type is missing, it is a root, or its source is no member of the team
     * @throws dev.stele.core.error.Duplicate if the team has a member of that name
     */
    public Member.Out insert(Actor actor, Member.Create member) {
        return creation.insert(Guard.person(actor, "create a Member"), member);
    }

    /**
     * Changes a member; one statement, and three more where its source is set.
     *
     * @throws NotFound if the team has none that the actor sees
     * @throws Invalid if it makes or unmakes a root, or its source is no member of the team or leads back to it
     * @throws dev.stele.core.error.Duplicate if the team has a member of that name
     */
    public Member.Out patch(Actor actor, long teamId, long id, Member.Update change) {
        Person person = Guard.person(actor, "change a Member");
        Long source = Guard.given(change.sourceId());
        MemberKey key = new MemberKey(teamId, id);
        if (source == null) {
            return write(person, key, change);
        }
        return database.tx().call(() -> {
            sources.check(person, key, source);
            return write(person, key, change);
        });
    }

    /**
     * Deletes a member that is not the root; members that followed it follow nobody.
     *
     * @throws NotFound if the team has none that the actor sees
     * @throws Forbidden if it is the root
     */
    public void delete(Actor actor, long teamId, long id) {
        Person person = Guard.person(actor, "delete a Member");
        if (!members.deleteIf(id, Guard.members(person, teamId).and(notIn(Member_.type, ROOTS)))) {
            throw members.exists(one(person, teamId, id))
                    ? new Forbidden(
                            "delete Member \"" + id + "\"",
                            "it is the root of its team; delete the team, or change what the root does")
                    : new NotFound("Member", id);
        }
    }

    /**
     * Gives the member exactly these skills, each managed or the actor's own, or one that it has already.
     *
     * @throws NotFound if the team has no such member that the actor sees
     * @throws Invalid if some of the ids are of no such skill, naming ten; nothing is changed
     */
    public void setSkills(Actor actor, long teamId, long id, Collection<Long> skillIds) {
        Person person = Guard.person(actor, "change a Member");
        MemberLinks.SKILLS.replace(database, person, new MemberKey(teamId, id), skillIds);
    }

    /**
     * Gives the member exactly these uploads, each the actor's own, or one that it has already.
     *
     * @throws NotFound if the team has no such member that the actor sees
     * @throws Invalid if some of the ids are of no such upload, naming ten; nothing is changed
     */
    public void setUploads(Actor actor, long teamId, long id, Collection<Long> uploadIds) {
        Person person = Guard.person(actor, "change a Member");
        MemberLinks.UPLOADS.replace(database, person, new MemberKey(teamId, id), uploadIds);
    }

    private Member.Out write(Person actor, MemberKey key, Member.Update change) {
        MemberType type = Guard.given(change.type());
        Where<Member> where = Guard.members(actor, key.teamId()).andIf(type, Members::keepsTheRoot);
        try {
            return members.patchIf(key.id(), change, where, Member.Out.class);
        } catch (Stale e) {
            throw refused(actor, key);
        }
    }

    // A root keeps its type and nothing else becomes a root.
    private static Where<Member> keepsTheRoot(MemberType type) {
        return type.isRoot() ? eq(Member_.type, type) : notIn(Member_.type, ROOTS);
    }

    private DatabaseException refused(Person actor, MemberKey key) {
        Member.Out member = members.one(Member.Out.class, one(actor, key.teamId(), key.id()))
                .orElse(null);
        if (member == null) {
            return new NotFound("Member", key.id());
        }
        return new Invalid(
                "type",
                member.type().isRoot()
                        ? "must stay as it is for the root of a team"
                        : "must not be a root: a team has exactly one");
    }

    private static Where<Member> one(Person actor, long teamId, long id) {
        return Guard.members(actor, teamId).and(eq(Member_.id, id));
    }

    private Attachments attachments(List<Member.Out> found) {
        return Attachments.of(database, found.stream().map(Member.Out::id).toList());
    }

    private static Shown shown(Member.Out member, Attachments attachments) {
        return new Shown(member, attachments.skills(member.id()), attachments.uploads(member.id()));
    }

    /**
     * A member as an application's clients may see it; no tool definition is in it.
     *
     * @param member the member
     * @param skills its skills by id
     * @param uploads the files it can search, by id
     */
    public record Shown(Member.Out member, List<Skill.Ref> skills, List<Upload.Ref> uploads) {
        /** Keeps unmodifiable copies of the lists. */
        public Shown {
            skills = List.copyOf(skills);
            uploads = List.copyOf(uploads);
        }
    }
}
