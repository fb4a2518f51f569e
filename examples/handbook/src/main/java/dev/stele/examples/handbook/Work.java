package dev.stele.examples.handbook;

import dev.stele.Stele;
import dev.stele.core.Database;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.core.error.Stale;
import dev.stele.crud.InitialData;
import dev.stele.crud.Seed;
import dev.stele.crud.Seed.Changes;
import dev.stele.crud.Upserted;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.ApiKeys.Issued;
import dev.stele.crud.teams.Checkpoints;
import dev.stele.crud.teams.Checkpoints.Saved;
import dev.stele.crud.teams.Checkpoints.Search;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.crud.teams.PasswordHasher;
import dev.stele.crud.teams.SuperuserSeed;
import dev.stele.crud.teams.UploadJobs.Chunks;
import dev.stele.crud.teams.UploadJobs.Job;
import dev.stele.crud.teams.UploadJobs.Kind;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import dev.stele.models.Field;
import dev.stele.models.Upload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What docs/families-work.md, docs/checkpoints.md and docs/initial-data.md show. */
final class Work {
    private final Stele stele;

    Work(Stele stele) {
        this.stele = stele;
    }

    void threads(Actor me, long teamId, UUID id) {
        Page<ChatThread.Out> newest = stele.threads().ofTeam(me, teamId, PageRequest.first(20));
        Upserted<ChatThread.Out> opened = stele.threads().open(me, new ChatThread.Create(id, "why?", teamId));
        stele.threads().patch(me, teamId, id, new ChatThread.Update(Field.of("why, really?")));
        long gone = stele.threads().deleteIdle(me, Duration.ofDays(30), 500); // 500 threads a commit
        use(newest, opened.inserted(), gone);
    }

    void keys(Actor me, long teamId, String sent) {
        Issued issued = stele.apiKeys().issue(me, teamId, "nightly report");
        String showOnce = issued.clear(); // stele_… and 43 characters; only its SHA-256 digest is kept
        Optional<Actor.TeamKey> caller = stele.apiKeys().authenticate(teamId, sent);
        stele.apiKeys().revoke(me, teamId, issued.key().id());
        use(showOnce, caller);
    }

    void uploads(Actor me, long myId, Actor worker) {
        Upload.Out upload =
                stele.uploads().insert(me, new Upload.Create("paper.pdf", "On beds", myId), new Chunks(500, 50));
        for (Job job : stele.uploads().jobs().claim(worker, 10, Duration.ofMinutes(5))) {
            try {
                if (job.kind() == Kind.READ) {
                    read(job); // no transaction is open meanwhile
                    stele.uploads().jobs().complete(worker, job);
                } else {
                    remove(job);
                    stele.uploads().jobs().removed(worker, job);
                }
            } catch (Stale outOfDate) {
                discard(job); // restarted, or lent to another worker since
            }
        }
        stele.uploads().askRemoval(me, upload.id());
    }

    void checkpoints(Actor me, Checkpoint.Key key, Checkpoint.Key parent, byte[] messages) {
        Checkpoints checkpoints = stele.checkpoints();
        Map<String, Object> state = Map.of("channel_versions", Map.of("messages", "2"));
        checkpoints.upsert(
                me,
                new Checkpoint.Create(key, parent.checkpointId(), state, Map.of("run_id", "run-7", "step", 2)),
                List.of(new CheckpointBlob.Create(
                        key.threadId(), key.checkpointNs(), "messages", "2", "msgpack", messages)));
        Optional<Saved> latest = checkpoints.latest(me, key.threadId(), key.checkpointNs());
        List<Saved> steps =
                checkpoints.list(me, Search.ofThread(key.threadId(), 50).containing(Map.of("step", 2)));
        use(latest, steps);
    }

    void pendingWrites(Actor me, List<CheckpointWrite.Create> results, List<CheckpointWrite.Create> errors) {
        stele.checkpoints().insertIgnoreWrites(me, results); // a task that runs again keeps what it wrote first
        stele.checkpoints().upsertWrites(me, errors); // errors and interrupts: the last one counts
    }

    void shrink(Actor me, UUID threadId, UUID copyId) {
        stele.checkpoints().keepLatest(me, List.of(threadId));
        stele.checkpoints().deleteRun(me, "run-7");
        stele.checkpoints().copyThread(me, threadId, copyId);
        stele.checkpoints().deleteThread(me, threadId);
    }

    static Stele start() {
        return Stele.builder()
                .managedSkills(ManagedSkillsSeed.of(
                        new ManagedSkill("wikipedia", "Looks things up"), new ManagedSkill("math", "Computes")))
                .initialData(Seed.of("default notes", Work::defaultNotes))
                .start();
    }

    static Changes defaultNotes(Database database) {
        long inserted = database.sql(connection -> {
            try (var insert = connection.prepareStatement(
                    "insert into note (title) select 'welcome' where not exists (select from note)")) {
                return insert.executeLargeUpdate();
            }
        });
        return new Changes(inserted, 0, 1 - inserted, 0);
    }

    static void alone(Database database) {
        InitialData.Report report =
                InitialData.of(Seed.of("default notes", Work::defaultNotes)).apply(database);
        System.out.println(report); // default notes: inserted 1, updated 0, unchanged 0, removed 0
    }

    static void cleanUp(Database database, FirstSuperuser first) {
        database.sql(connection -> connection.createStatement().execute("truncate \"user\" restart identity cascade"));
        InitialData.of(new SuperuserSeed(first, PasswordHasher.argon2id())).apply(database); // number 1 again
    }

    static void use(Object... results) {}

    static void read(Job job) {}

    static void remove(Job job) {}

    static void discard(Job job) {}
}
