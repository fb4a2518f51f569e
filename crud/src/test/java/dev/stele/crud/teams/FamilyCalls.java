package dev.stele.crud.teams;

import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.eq;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.Dao;
import dev.stele.crud.InitialData;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Checkpoints.Search;
import dev.stele.crud.teams.UploadJobs.Chunks;
import dev.stele.crud.teams.UploadJobs.Job;
import dev.stele.crud.teams.Users.NewUser;
import dev.stele.crud.teams.Users.Registration;
import dev.stele.models.ApiKey;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Skill_;
import dev.stele.models.Team;
import dev.stele.models.Team_;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import dev.stele.models.User;
import dev.stele.models.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls every method of the families' DAOs, for each kind of actor that it is made for. */
final class FamilyCalls {
    private static final PageRequest PAGE = PageRequest.first(10);
    private static final OffsetRequest LIST = new OffsetRequest(0, 10);
    private static final Chunks CHUNKS = new Chunks(500, 50);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final PostgresExtension postgres;
    private final Database database;
    private int names;

    FamilyCalls(PostgresExtension postgres, Database database) {
        this.postgres = postgres;
        this.database = database;
    }

    void all() {
        Person owner = Actor.user(TeamsDatabase.user(postgres, "ada@example.com"));
        Person root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
        InitialData.of(
                        new SuperuserSeed(new FirstSuperuser("first@example.com", "password"), TeamsDatabase.QUICK),
                        ManagedSkillsSeed.of(new ManagedSkillsSeed.ManagedSkill("search", "finds")))
                .apply(database);
        for (Person person : List.of(owner, root)) {
            Team.Out team = teams(person);
            Actor key = Actor.teamKey(team.id());
            keys(person, team.id());
            skillsAndMembers(person, team.id());
            uploads(person);
            for (Actor actor : List.of(person, key)) {
                UUID thread = threads(actor, team.id());
                checkpoints(actor, thread);
            }
            removals(person, team.id());
        }
        users(root);
        anyEntity(owner);
    }

    private Team.Out teams(Person person) {
        Teams teams = new Teams(database);
        Team.Out team = teams.create(person, new Team.Create(name(), null, Workflow.HIERARCHICAL, person.id()));
        Actor key = Actor.teamKey(team.id());
        for (Actor actor : List.of(person, key)) {
            teams.find(actor, team.id());
            teams.get(actor, team.id());
            teams.graph(actor, team.id());
        }
        teams.isNameTaken(person, "x");
        teams.isNameTaken(person, "x", team.id());
        teams.page(person, PAGE);
        teams.list(person, LIST);
        return teams.patch(person, team.id(), new Team.Update(Field.unset(), Field.of("changed")));
    }

    private void keys(Person person, long team) {
        ApiKeys keys = new ApiKeys(database, TeamsDatabase.QUICK);
        ApiKeys.Issued issued = keys.issue(person, team, "for tests");
        keys.issue(person, team, "for tests", Instant.now().plusSeconds(60));
        keys.ofTeam(person, team, PAGE);
        keys.find(person, team, issued.key().id());
        keys.ofTeam(person, team, LIST);
        keys.authenticate(team, issued.clear());
        keys.authenticate(team, "nonsense");
        long id = issued.key().id();
        keys.patch(person, team, id, new ApiKey.Update(Field.of("other"), Field.unset()));
        keys.revoke(person, team, id);
        keys.delete(person, team, id);
    }

    private void skillsAndMembers(Person person, long team) {
        Skills skills = new Skills(database);
        Skill.Out skill =
                skills.insert(person, new Skill.Create(name(), "d", ToolDefinitionTest.weather(), person.id()));
        skills.find(person, skill.id());
        skills.get(person, skill.id());
        skills.getAll(person, List.of(skill.id()));
        skills.page(person, PAGE);
        skills.list(person, LIST);
        skills.patch(person, skill.id(), new Skill.Update(Field.of(name()), Field.unset(), Field.unset()));

        Members members = new Members(database);
        Member.Out first = members.insert(person, member(team, null));
        Member.Out second = members.insert(person, member(team, first.id()));
        members.get(person, team, first.id());
        members.find(person, team, first.id());
        members.page(person, team, PAGE);
        members.list(person, team, LIST);
        members.isNameTaken(person, team, "x");
        members.isNameTaken(person, team, "x", first.id());
        members.patch(
                person,
                team,
                second.id(),
                TeamsDatabase.memberUpdate(Field.of(name()), Field.of("r"), Field.unset(), Field.of(null)));
        members.patch(
                person,
                team,
                second.id(),
                TeamsDatabase.memberUpdate(Field.unset(), Field.unset(), Field.unset(), Field.of(first.id())));
        members.setSkills(person, team, first.id(), List.of(skill.id()));
        Upload.Out upload = new Uploads(database).insert(person, new Upload.Create(name(), "d", person.id()), CHUNKS);
        members.setUploads(person, team, first.id(), List.of(upload.id()));
        members.delete(person, team, second.id());
        skills.delete(person, skill.id());
    }

    private static Member.Create member(long team, @Nullable Long source) {
        return new Member.Create(
                name(team), "works", MemberType.WORKER, team, null, null, null, source, null, null, null, null, null);
    }

    private void uploads(Person person) {
        Uploads uploads = new Uploads(database);
        UploadJobs jobs = uploads.jobs();
        long id = uploads.insert(person, new Upload.Create(name(), "d", person.id()), CHUNKS)
                .id();
        uploads.page(person, Uploads.Filter.ALL, PAGE);
        uploads.page(person, Uploads.Filter.of(UploadStatus.IN_PROGRESS), PAGE);
        uploads.list(person, Uploads.Filter.ALL, LIST);
        uploads.get(person, id);
        uploads.getAll(person, List.of(id));
        uploads.patch(person, id, new Upload.Update(Field.of(name()), Field.unset()));
        jobs.claim(person, 10, MINUTE).forEach(job -> jobs.extend(person, job, MINUTE));
        uploads.restart(person, id, CHUNKS);
        Job job = jobs.claimOf(person, id, MINUTE).orElseThrow();
        jobs.complete(person, job);
        uploads.restart(person, id, CHUNKS);
        jobs.fail(person, jobs.claimOf(person, id, MINUTE).orElseThrow());
        jobs.failStuck(person, MINUTE);
        uploads.askRemoval(person, id);
        jobs.removed(person, jobs.claimOf(person, id, MINUTE).orElseThrow());
        uploads.delete(
                person,
                uploads.insert(person, new Upload.Create(name(), "d", person.id()), CHUNKS)
                        .id());
    }

    private UUID threads(Actor actor, long team) {
        Threads threads = new Threads(database);
        UUID id = threads.insert(actor, new ChatThread.Create(UUID.randomUUID(), "q", team))
                .id();
        threads.open(actor, new ChatThread.Create(id, "q", team));
        threads.find(actor, team, id);
        threads.get(actor, team, id);
        threads.ofTeam(actor, team, PAGE);
        threads.ofTeam(actor, team, LIST);
        threads.patch(actor, team, id, new ChatThread.Update(Field.of("r")));
        return id;
    }

    private void checkpoints(Actor actor, UUID thread) {
        Checkpoints checkpoints = new Checkpoints(database);
        Checkpoint.Key key = new Checkpoint.Key(thread, "", UUID.randomUUID());
        Checkpoint.Create checkpoint =
                new Checkpoint.Create(key, null, Map.of("channel_versions", Map.of("m", "1")), Map.of("run_id", "run"));
        List<CheckpointBlob.Create> blobs =
                List.of(new CheckpointBlob.Create(thread, "", "m", "1", "msgpack", new byte[1]));
        List<CheckpointWrite.Create> writes = List.of(new CheckpointWrite.Create(
                thread, "", key.checkpointId(), UUID.randomUUID(), 0, "m", "msgpack", new byte[1]));
        checkpoints.upsert(actor, checkpoint);
        checkpoints.upsert(actor, checkpoint, blobs);
        checkpoints.insertIgnoreBlobs(actor, blobs);
        checkpoints.insertIgnoreWrites(actor, writes);
        checkpoints.upsertWrites(actor, writes);
        checkpoints.latest(actor, thread, "");
        checkpoints.find(actor, key);
        checkpoints.list(actor, Search.ofThread(thread, 10));
        checkpoints.list(
                actor,
                Search.everywhere(10)
                        .inNamespace("")
                        .containing(Map.of("run_id", "run"))
                        .before(key));
        checkpoints.scan(actor, null, 10);
        checkpoints.scan(actor, key, 10);
    }

    private void removals(Person person, long team) {
        Threads threads = new Threads(database);
        Checkpoints checkpoints = new Checkpoints(database);
        UUID from = threads(person, team);
        UUID to = threads(person, team);
        checkpoints(person, from);
        checkpoints.copyThread(person, from, to);
        checkpoints.keepLatest(person, List.of(from));
        checkpoints.deleteRun(person, "run");
        checkpoints.deleteThread(person, to);
        threads.delete(person, team, to);
        threads.deleteIdle(person, MINUTE, 100);
        new Teams(database).delete(person, team);
    }

    private void users(Person root) {
        Users users = new Users(database, TeamsDatabase.QUICK);
        User.Out user = users.create(root, NewUser.of("bob@example.com", "password"));
        Person self = users.identify(user.id());
        users.authenticate("bob@example.com", "password");
        users.authenticate("nobody@example.com", "password");
        for (Actor actor : List.of(root, self)) {
            users.get(actor, user.id());
            users.find(actor, user.id());
        }
        users.findByEmail(root, "bob@example.com");
        users.isEmailTaken(root, "bob@example.com", root.id());
        users.page(root, PAGE);
        users.list(root, LIST);
        users.patch(root, user.id(), new User.Update(Field.unset(), Field.of("Bob"), Field.unset(), Field.unset()));
        users.patchSelf(self, new User.UpdateSelf(Field.of("bobby@example.com"), Field.unset()));
        users.changePassword(self, "password", "another");
        users.resetPassword("bobby@example.com", "a third");
        User.Out registered =
                users.withOpenRegistration().register(new Registration("eve@example.com", null, "password"));
        users.delete(root, user.id(), root.id());
        users.delete(root, registered.id());
    }

    /** What an application may also do with the families' tables, past their DAOs. */
    private void anyEntity(Person owner) {
        Dao<Skill, Long> skills = new Dao<>(database, Skill.class);
        List<Skill.Create> some = Stream.generate(
                        () -> new Skill.Create(name(), "d", ToolDefinitionTest.weather(), owner.id()))
                .limit(3)
                .toList();
        List<Long> ids = new ArrayList<>(skills.insertAll(some));
        skills.insertIgnore(some.get(0));
        skills.insertAllIgnore(some);
        skills.copyIn(Skill.Create.class, some);
        skills.count(eq(Skill_.name, "x"));
        skills.page(Skill.Out.class, eq(Skill_.name, "x"), desc(Skill_.id), PAGE.with(Count.EXACT));
        database.tx().run(() -> skills.lock(ids.get(0), Skill.Out.class));
        database.tx().run(() -> skills.claim(Skill.Out.class, eq(Skill_.name, "x"), desc(Skill_.id), 1));
        skills.patchAll(eq(Skill_.name, "x"), new Skill.Update(Field.unset(), Field.of("e"), Field.unset()));
        skills.patchAll(Map.of(ids.get(0), new Skill.Update(Field.unset(), Field.of("e"), Field.unset())));
        skills.delete(ids.get(0));
        skills.deleteAll(eq(Skill_.name, "x"));
        Dao<Team, Long> teams = new Dao<>(database, Team.class);
        Team.Create team = new Team.Create(name(), null, Workflow.SEQUENTIAL, owner.id());
        teams.upsert(team, Key.on(Team_.name), Team.Out.class);
        teams.upsertAll(List.of(team), Key.on(Team_.name), Team.Out.class);
        teams.copying(Team.Create.class).upserting(Key.on(Team_.name)).from(List.of(team));
    }

    private String name() {
        return "n" + ++names;
    }

    private static String name(long team) {
        return "m" + team + "_" + UUID.randomUUID().toString().substring(0, 8);
    }
}
