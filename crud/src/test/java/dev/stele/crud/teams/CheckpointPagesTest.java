package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.crud.teams.Checkpoints.Saved;
import dev.stele.crud.teams.Checkpoints.Search;
import dev.stele.models.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of a thread's checkpoints reads what it shows and little more, however many the thread has. */
class CheckpointPagesTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private static Database database;
    private static Checkpoints checkpoints;
    private static Actor owner;
    private static long team;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        checkpoints = new Checkpoints(database);
        long ada = TeamsDatabase.user(postgres, "ada@example.com");
        owner = Actor.user(ada);
        team = TeamsDatabase.team(postgres, "research", ada);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void q61_tenOfFiftyThousandReadFewPages() {
        for (int namespaces : List.of(1, 3, 40)) {
            UUID thread = thread(50_000, "'n' || i % " + namespaces);
            List<Saved> page = checkpoints.list(owner, Search.ofThread(thread, 10));
            Checkpoint.Key last = page.get(9).checkpoint().key();

            assertThat(page).hasSize(10);
            assertThat(buffers(Search.ofThread(thread, 10)))
                    .as("%d namespaces", namespaces)
                    .isLessThan(150 + 25L * namespaces);
            assertThat(buffers(Search.ofThread(thread, 10).before(last)))
                    .as("%d namespaces", namespaces)
                    .isLessThan(150 + 25L * namespaces);
            postgres.execute("delete from thread");
        }
    }

    @Test
    void q61_everyPageOfAThreadIsTheRightOne() {
        // One namespace, some, as many as are looked into one by one, one more, and a namespace for every checkpoint.
        for (int namespaces : List.of(1, 7, 100, 101, 1000)) {
            UUID thread = thread(1000, "'n' || i % " + namespaces);
            UUID other = thread(10, "'n0'");

            List<Object> walked = new ArrayList<>();
            Search search = Search.ofThread(thread, 73);
            for (List<Saved> page = checkpoints.list(owner, search);
                    !page.isEmpty();
                    page = checkpoints.list(owner, search)) {
                page.forEach(saved -> walked.add(List.of(
                        saved.checkpoint().checkpointNs(), saved.checkpoint().checkpointId())));
                search = search.before(page.get(page.size() - 1).checkpoint().key());
            }

            assertThat(walked)
                    .isEqualTo(postgres.query(
                            "select checkpoint_ns, checkpoint_id from checkpoints where thread_id = ?"
                                    + " order by checkpoint_id desc, checkpoint_ns desc",
                            thread));
            assertThat(checkpoints.list(Actor.user(999_999), Search.ofThread(thread, 10)))
                    .isEmpty();
            assertThat(checkpoints.list(Actor.teamKey(team), Search.ofThread(other, 100)))
                    .hasSize(10);
            postgres.execute("delete from thread");
        }
        assertThat(checkpoints.list(owner, Search.ofThread(UUID.randomUUID(), 10)))
                .isEmpty();
    }

    /** A thread whose checkpoints come two for each id, in namespaces by number. */
    private static UUID thread(int rows, String namespace) {
        UUID thread = postgres.value(
                UUID.class,
                "insert into thread (id, query, team_id) values (gen_random_uuid(), 'q', ?) returning id",
                team);
        postgres.execute(
                "insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, checkpoint) select '" + thread
                        + "', "
                        + namespace + ", ('00000000-0000-6000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,"
                        + " '{\"channel_versions\": {\"m\": \"1\"}}' from generate_series(1, " + rows + ") i",
                "vacuum analyze checkpoints");
        return thread;
    }

    private static long buffers(Search search) {
        Statements statements = Statements.of(database);
        checkpoints.list(owner, search);
        List<String> sent = statements.end();
        assertThat(sent).hasSize(1);
        Object thread = "'" + search.threadId() + "'::uuid";
        List<Object> values = new ArrayList<>(List.of(thread, ((Actor.Person) owner).id(), thread, thread, thread));
        Checkpoint.Key before = search.before();
        List<Object> behind = before == null
                ? List.of()
                : List.of("'" + before.checkpointId() + "'", thread, "'" + before.checkpointNs() + "'");
        values.addAll(behind);
        values.addAll(List.of(search.limit(), thread));
        values.addAll(behind);
        values.addAll(List.of(search.limit(), search.limit(), thread, thread));
        String sql = sent.get(0);
        for (Object value : values) {
            sql = sql.replaceFirst("\\?", value.toString());
        }
        assertThat(sql).doesNotContain("?");
        for (List<Object> line : postgres.query("explain (analyze, buffers, costs off) " + sql)) {
            Matcher found = BUFFERS.matcher(String.valueOf(line.get(0)));
            if (found.find()) {
                return Long.parseLong(found.group(1)) + (found.group(2) == null ? 0 : Long.parseLong(found.group(2)));
            }
        }
        throw new AssertionError("no buffers in the plan");
    }
}
