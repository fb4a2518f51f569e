package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.crud.Dao;
import dev.stele.crud.query.Where;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.crud.teams.UploadJobs.Job;
import dev.stele.crud.teams.UploadJobs.Kind;
import dev.stele.models.ApiKey;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.User;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies hide is neither destroyed nor taken for nothing by a call that names no tenant, or a wrong one. */
class BlindRemovalTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static TwoTenants tenants;
    private static Database database;
    private static Users users;
    private static Person root;

    @BeforeAll
    static void open() {
        tenants = new TwoTenants(postgres);
        database = tenants.open();
        users = new Users(database, TeamsDatabase.QUICK);
        root = Actor.superuser(TeamsDatabase.superuser(postgres, "root@example.com"));
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        tenants.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enable", "disable"}) // disabled as before the policies of users
    void aUserIsNotDeletedByWhoDoesNotSeeWhatHeOwns(String guard) {
        postgres.execute("alter table \"user\" " + guard + " row level security");
        Person second = Actor.superuser(TeamsDatabase.superuser(postgres, guard + "@example.com"));
        postgres.execute("insert into skill (name, description, managed, owner_id) values ('of-second', 'd', true, "
                + second.id() + ")");
        String before = everything();

        for (String tenant : List.of("nobody", "user:" + tenants.bob, "team:" + tenants.teams.get("ada-one"))) {
            assertHidden(tenants.ada, () -> as(tenant, () -> users.delete(root, tenants.ada, tenants.bob)));
            assertHidden(tenants.ada, () -> as(tenant, () -> users.delete(root, tenants.ada)));
        }
        assertHidden(tenants.ada, () -> users.delete(root, tenants.ada, tenants.bob));
        assertHidden(tenants.ada, () -> users.delete(root, tenants.ada));
        assertHidden(tenants.ada, () -> users.delete(Actor.user(tenants.ada), tenants.ada));
        assertHidden(second.id(), () -> users.delete(root, second.id()));
        // He sees that a managed skill is his and may not give it away.
        assertHidden(
                tenants.ada,
                () -> as("user:" + tenants.ada, () -> {
                    users.delete(Actor.user(tenants.ada), tenants.ada);
                }));
        assertThat(everything()).isEqualTo(before);

        as("*", () -> users.delete(root, second.id()));
        assertThat(postgres.value(Long.class, "select owner_id from skill where name = 'of-second'"))
                .isEqualTo(root.id());
        postgres.execute(
                "delete from skill where name = 'of-second'", "alter table \"user\" enable row level security");
    }

    @Test
    void whoSeesWhatTheUserOwnsDeletesHim() {
        long leaving = TeamsDatabase.user(postgres, "leaving@example.com");
        long heir = TeamsDatabase.user(postgres, "heir@example.com");
        long team = TeamsDatabase.team(postgres, "leaving-one", leaving);

        as("*", () -> users.delete(root, leaving, heir));

        assertThat(postgres.value(Long.class, "select owner_id from team where id = ?", team))
                .isEqualTo(heir);

        as("user:" + heir, () -> users.delete(Actor.user(heir), heir));

        assertThat(postgres.value(Long.class, "select count(*) from team where id = ?", team))
                .isZero();
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> as("*", () -> users.delete(root, tenants.ada, heir)))
                .withMessageStartingWith("User \"" + heir + "\"");
    }

    @Test
    void noStatementDeletesAUserPastThePolicies() {
        Dao<User, Long> plain = new Dao<>(database, User.class);
        String before = everything();

        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> plain.delete(tenants.ada));
        assertThat(plain.deleteAll(Where.everything(User.class))).isZero();
        as("user:" + tenants.bob, () -> assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> plain.delete(tenants.ada)));
        as("user:" + tenants.ada, () -> assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> plain.delete(tenants.ada)));

        assertThat(everything()).isEqualTo(before);
        assertThat(users.authenticate("ada@example.com", "wrong")).isEmpty();
        assertThat(plain.get(tenants.ada, User.Out.class).email()).isEqualTo("ada@example.com");
    }

    @Test
    void withoutATenantNoCallDestroysAnythingOrSaysThereIsNothing() {
        String before = everything();

        calls().forEach((name, call) -> {
            assertThatThrownBy(call).as(name).isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e)
                    .isInstanceOfAny(NotFound.class, Misuse.class));
            assertThat(everything()).as(name).isEqualTo(before);
        });
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> new Threads(database).deleteIdle(root, MINUTE, 10))
                .withMessage("cannot delete idle ChatThreads: row security hides every row from a transaction without a"
                        + " tenant\n  hint: run it in a transaction of stele.as(actor)");
    }

    @Test
    void withATenantThatHasNothingToDoTheSameCallsAreFine() {
        long nobody = TeamsDatabase.user(postgres, "idle@example.com");
        Person idle = Actor.user(nobody);

        as(idle.tenant(), () -> {
            assertThat(new Threads(database).deleteIdle(idle, MINUTE, 10)).isZero();
            assertThat(new Checkpoints(database).deleteRun(idle, "ada-one")).isZero();
            assertThat(new Uploads(database).jobs().failStuck(idle, MINUTE)).isEmpty();
            assertThat(new Uploads(database).jobs().claim(idle, 10, MINUTE)).isEmpty();
        });
    }

    private static Map<String, ThrowingCallable> calls() {
        long team = tenants.teams.get("ada-one");
        long member = tenants.members.get("ada-one");
        long upload = tenants.uploads.get("ada-one");
        UUID thread = tenants.threads.get("ada-one");
        Threads threads = new Threads(database);
        Checkpoints checkpoints = new Checkpoints(database);
        Members members = new Members(database);
        Uploads uploads = new Uploads(database);
        UploadJobs jobs = uploads.jobs();
        Job job = new Job(upload, tenants.ada, 1, Kind.REMOVE, null);
        ApiKeys keys = new ApiKeys(database, TeamsDatabase.QUICK);
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("users.delete", () -> users.delete(root, tenants.ada));
        calls.put("users.delete with heir", () -> users.delete(root, tenants.ada, tenants.bob));
        calls.put("teams.delete", () -> new Teams(database).delete(root, team));
        calls.put("members.delete", () -> members.delete(root, team, member));
        calls.put("members.setSkills", () -> members.setSkills(root, team, member, List.of()));
        calls.put("members.setUploads", () -> members.setUploads(root, team, member, List.of()));
        calls.put("skills.delete", () -> new Skills(database).delete(root, tenants.skills.get("ada-one")));
        calls.put("threads.delete", () -> threads.delete(root, team, thread));
        calls.put("threads.deleteIdle", () -> threads.deleteIdle(root, Duration.ofMillis(1), 10));
        calls.put("checkpoints.deleteThread", () -> checkpoints.deleteThread(root, thread));
        calls.put("checkpoints.deleteRun", () -> checkpoints.deleteRun(root, "ada-one"));
        calls.put("checkpoints.keepLatest", () -> checkpoints.keepLatest(root, List.of(thread)));
        calls.put("checkpoints.copyThread", () -> checkpoints.copyThread(root, thread, thread));
        calls.put("uploads.delete", () -> uploads.delete(root, upload));
        calls.put("uploads.askRemoval", () -> uploads.askRemoval(root, upload));
        calls.put("jobs.claim", () -> jobs.claim(root, 10, MINUTE));
        calls.put("jobs.claimOf", () -> jobs.claimOf(root, upload, MINUTE));
        calls.put("jobs.complete", () -> jobs.complete(root, job));
        calls.put("jobs.removed", () -> jobs.removed(root, job));
        calls.put("jobs.failStuck", () -> jobs.failStuck(root, Duration.ZERO));
        calls.put("apiKeys.revoke", () -> keys.revoke(root, team, tenants.keys.get("ada-one")));
        calls.put("apiKeys.delete", () -> keys.delete(root, team, tenants.keys.get("ada-one")));
        calls.put("managed skills", () -> ManagedSkillsSeed.of(new ManagedSkill("shared", "changed"))
                .apply(database));
        plain(calls, User.class, tenants.ada);
        plain(calls, Team.class, team);
        plain(calls, Member.class, member);
        plain(calls, Skill.class, tenants.skills.get("ada-one"));
        plain(calls, Upload.class, upload);
        plain(calls, ApiKey.class, tenants.keys.get("ada-one"));
        plain(calls, ChatThread.class, thread);
        plain(calls, Checkpoint.class, new Checkpoint.Key(thread, "", thread));
        return calls;
    }

    private static <E, K> void plain(Map<String, ThrowingCallable> calls, Class<E> entity, K id) {
        calls.put("Dao.delete of " + entity.getSimpleName(), () -> new Dao<E, K>(database, entity).delete(id));
    }

    private static void assertHidden(long user, ThrowingCallable call) {
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(call)
                .withMessage(
                        "cannot delete User \"" + user + "\": row security hides from this transaction what he owns"
                                + "\n  hint: run it in a transaction of stele.as(superuser)");
    }

    private static void as(String tenant, Runnable work) {
        database.tx().tenant(tenant).run(work::run);
    }

    private static String everything() {
        return tenants.othersThan("nothing-begins-so")
                + postgres.value(String.class, "select string_agg(u::text, '|' order by u.id) from \"user\" u");
    }
}
