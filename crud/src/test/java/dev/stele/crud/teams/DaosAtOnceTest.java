package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Team;
import dev.stele.models.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One DAO of each kind serves all threads of an application. */
class DaosAtOnceTest {
    private static final int USERS = 64;

    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static Database database;
    private static Teams teams;
    private static Members members;
    private static Threads threads;
    private static Checkpoints checkpoints;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        teams = new Teams(database);
        members = new Members(database);
        threads = new Threads(database);
        checkpoints = new Checkpoints(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void w36_manyThreadsShareTheDaosAndEachSeesItsOwn() throws Exception {
        everyUserSeesHisOwn("platform", Executors.newFixedThreadPool(32));
    }

    @Test
    void w36_virtualThreadsShareTheDaosToo() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads come with Java 21");

        everyUserSeesHisOwn("virtual", (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }

    private static void everyUserSeesHisOwn(String kind, ExecutorService executor) throws Exception {
        List<Future<List<String>>> seen = new ArrayList<>();
        try {
            for (int i = 0; i < USERS; i++) {
                String name = kind + i;
                Person me = Actor.user(TeamsDatabase.user(postgres, name + "@example.com"));
                seen.add(executor.submit(() -> work(me, name)));
            }
            for (int i = 0; i < USERS; i++) {
                String name = kind + i;
                assertThat(seen.get(i).get(60, TimeUnit.SECONDS))
                        .containsExactly(name, "Worker0", name + "-member", name + "?", "{name=" + name + "}");
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<String> work(Person me, String name) {
        long team = teams.create(me, new Team.Create(name, null, Workflow.SEQUENTIAL, me.id()))
                .id();
        members.insert(me, new Member.Create(name + "-member", "works", MemberType.FREELANCER, team));
        UUID thread =
                threads.insert(me, new ChatThread.Create(name + "?", team)).id();
        Checkpoint.Key key = new Checkpoint.Key(thread, "", UUID.randomUUID());
        checkpoints.upsert(me, new Checkpoint.Create(key, null, Map.of("name", name), Map.of()));

        List<String> seen = new ArrayList<>();
        PageRequest page = PageRequest.first(10);
        teams.page(me, page).items().forEach(found -> seen.add(found.name()));
        members.page(me, team, page)
                .items()
                .forEach(found -> seen.add(found.member().name()));
        threads.ofTeam(me, team, page).items().forEach(found -> seen.add(found.query()));
        checkpoints
                .latest(me, thread, "")
                .ifPresent(found -> seen.add(found.checkpoint().checkpoint().toString()));
        return seen;
    }
}
