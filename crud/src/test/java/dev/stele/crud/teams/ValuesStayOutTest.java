package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.crud.Dao;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.models.ApiKey;
import dev.stele.models.ChatThread;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Team_;
import dev.stele.models.Upload;
import dev.stele.models.User;
import dev.stele.models.User_;
import dev.stele.models.Workflow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that fail with a marked value: neither an exception, nor its causes, nor a log line has the mark. */
class ValuesStayOutTest {
    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    private static final String MARK = "xyzzymark";

    private static Database database;
    private static long user;
    private static long team;

    @BeforeAll
    static void open() {
        database = TeamsDatabase.open(postgres);
        user = TeamsDatabase.user(postgres, MARK + "@example.com");
        team = TeamsDatabase.team(postgres, MARK, user);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void noFailureOfAnyCallShowsTheValueItFailedWith() {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream err = System.err;
        PrintStream out = System.out;
        Logger driver = Logger.getLogger("org.postgresql");
        Level level = driver.getLevel();
        StringBuilder records = new StringBuilder();
        Handler handler = collecting(records);
        // What the driver logs of a statement at FINE is its text, which has no values.
        driver.setLevel(Level.FINE);
        driver.addHandler(handler);
        PrintStream stream = new PrintStream(logged, true, StandardCharsets.UTF_8);
        System.setErr(stream);
        System.setOut(stream);
        List<String> shown = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        List<Runnable> calls = calls();
        try {
            for (int i = 0; i < calls.size(); i++) {
                Runnable call = calls.get(i);
                Throwable thrown = catchThrowable(call::run);
                shown.add(trace(thrown));
                if (!(thrown instanceof DatabaseException)) {
                    others.add(i);
                }
                Throwable inside = catchThrowable(() -> database.tx().run(call));
                shown.add(trace(inside));
            }
        } finally {
            System.setErr(err);
            System.setOut(out);
            driver.removeHandler(handler);
            driver.setLevel(level);
        }

        assertThat(others).as("calls that did not fail by a typed error").isEmpty();
        assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContain(MARK));
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain(MARK);
        assertThat(records).doesNotContain(MARK);
    }

    private static List<Runnable> calls() {
        Dao<Team, Long> teams = new Dao<>(database, Team.class);
        Dao<User, Long> users = new Dao<>(database, User.class);
        Dao<Member, Long> members = new Dao<>(database, Member.class);
        Dao<Upload, Long> uploads = new Dao<>(database, Upload.class);
        Dao<ChatThread, UUID> threads = new Dao<>(database, ChatThread.class);
        Dao<ApiKey, Long> keys = new Dao<>(database, ApiKey.class);
        Dao<Skill, Long> skills = new Dao<>(database, Skill.class);
        Actor.Person root = Actor.superuser(user);
        String unstorable = MARK + "\ud800";
        String zero = MARK + "\0";
        return List.of(
                // unique
                () -> teams.insert(team(MARK)),
                () -> new Teams(database).create(root, team(MARK)),
                () -> teams.insertAll(List.of(team("one"), team(MARK))),
                () -> teams.copyIn(Team.Create.class, List.of(team("two"), team(MARK))),
                () -> database.tx().run(() -> {
                    long id = teams.insert(team("three"));
                    teams.patch(id, new Team.Update(Field.of(MARK), Field.unset()), Team.Out.class);
                }),
                () -> users.insert(new User.Create(MARK + "@example.com", null, "x")),
                // checks
                () -> teams.insert(team(MARK + " !")),
                () -> members.insert(member(MARK + " !")),
                () -> postgresCheck(uploads),
                // references
                () -> uploads.insert(new Upload.Create(MARK, MARK, -1)),
                () -> threads.insertAll(List.of(new ChatThread.Create(MARK, -1))),
                () -> threads.copyIn(ChatThread.Create.class, List.of(new ChatThread.Create(MARK, -1))),
                // what cannot be stored
                () -> uploads.insert(new Upload.Create(unstorable, "d", user)),
                () -> uploads.insert(new Upload.Create(zero, "d", user)),
                () -> uploads.copyIn(Upload.Create.class, List.of(new Upload.Create(zero, "d", user))),
                () -> uploads.insertAll(List.of(new Upload.Create(zero, "d", user))),
                () -> skills.insert(new Skill.Create("s", "d", Map.of(zero, MARK), user)),
                () -> teams.exists(Where.eq(Team_.name, zero)),
                () -> sql("select '" + MARK + "' like 'xyz\\'"),
                () -> users.exists(Where.contains(User_.email, unstorable)),
                () -> keys.insert(new ApiKey.Create(MARK, MARK, MARK.getBytes(StandardCharsets.UTF_8), null, team)),
                // the library's own refusals
                () -> teams.page(Team.Out.class, Where.eq(Team_.name, MARK), Sort.byId(), PageRequest.after(MARK, 5)),
                () -> new Users(database, TeamsDatabase.QUICK)
                        .create(root, Users.NewUser.of(MARK + "@example.com", MARK)),
                () -> teams.upsert(team(MARK), Key.on(Team_.description), Team.Out.class),
                // statements of one's own
                () -> sql("select '" + MARK + "'::int"),
                () -> sql("select '" + MARK + "'::date"),
                () -> sql("select '{" + MARK + "'::jsonb"),
                () -> sql("select '" + MARK + "'::uploadstatus"),
                () -> sql("select '" + MARK + "' '" + MARK + "'"),
                () -> sql("select (" + MARK),
                () -> sql("insert into team (name, owner_id, workflow) values ('" + MARK + "', 1, 'sequential')"),
                () -> sql("select regexp_replace('a', '" + MARK + "(', '')"));
    }

    private static Team.Create team(String name) {
        return new Team.Create(name, null, Workflow.SEQUENTIAL, user);
    }

    private static Member.Create member(String name) {
        return new Member.Create(
                name, MARK, MemberType.WORKER, team, null, null, null, null, null, null, 99.0, null, null);
    }

    private static void postgresCheck(Dao<Upload, Long> uploads) {
        uploads.insert(new Upload.Create(null, MARK, user));
    }

    private static void sql(String text) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(text);
            }
        });
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(trace));
        }
        return trace.toString();
    }

    private static Handler collecting(StringBuilder records) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.append(record.getMessage()).append('\n');
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
