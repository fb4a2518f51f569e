package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.crud.Dao;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.Cursor;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.models.ApiKey;
import dev.stele.models.ChatThread;
import dev.stele.models.CreateOf;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.PatchOf;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Team_;
import dev.stele.models.Upload;
import dev.stele.models.ViewOf;
import dev.stele.models.Workflow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random calls without any condition of their own, by tenants who take turns on one connection.
 *
 * <p>{@code -Dstele.test.calls} says how many, {@code -Dstele.test.seed} repeats a run.
 */
class TenantFuzzTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int CALLS = Integer.getInteger("stele.test.calls", 1000);
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());

    private static TwoTenants tenants;
    private static Database database;
    private static List<Family<?, ?>> families;

    private final Random random = new Random(SEED);
    private int leaks;
    private int refused;
    private int written;

    @BeforeAll
    static void open() {
        tenants = new TwoTenants(postgres);
        database = tenants.open();
        families = List.of(
                new Family<>(
                        "team",
                        Team.class,
                        Team.Out.class,
                        id -> tenants.teams.get(id),
                        (name, team) -> new Team.Create(
                                name, null, Workflow.SEQUENTIAL, team.startsWith("ada") ? tenants.ada : tenants.bob),
                        name -> new Team.Update(Field.unset(), Field.of(name))),
                new Family<>(
                        "member",
                        Member.class,
                        Member.Out.class,
                        id -> tenants.members.get(id),
                        (name, team) -> new Member.Create(
                                name,
                                "r",
                                MemberType.WORKER,
                                tenants.teams.get(team),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null),
                        name -> TeamsDatabase.memberUpdate(
                                Field.unset(), Field.of(name), Field.unset(), Field.unset())),
                new Family<>(
                        "thread",
                        ChatThread.class,
                        ChatThread.Out.class,
                        id -> tenants.threads.get(id),
                        (name, team) -> new ChatThread.Create(name, tenants.teams.get(team)),
                        name -> new ChatThread.Update(Field.of(name))),
                new Family<>(
                        "skill",
                        Skill.class,
                        Skill.Out.class,
                        id -> tenants.skills.get(id),
                        (name, team) -> new Skill.Create(
                                name, name, Map.of(), team.startsWith("ada") ? tenants.ada : tenants.bob),
                        name -> new Skill.Update(Field.unset(), Field.of(name), Field.unset())),
                new Family<>(
                        "upload",
                        Upload.class,
                        Upload.Out.class,
                        id -> tenants.uploads.get(id),
                        (name, team) ->
                                new Upload.Create(name, name, team.startsWith("ada") ? tenants.ada : tenants.bob),
                        name -> new Upload.Update(Field.unset(), Field.of(name))),
                new Family<>(
                        "apikey",
                        ApiKey.class,
                        ApiKey.Out.class,
                        id -> tenants.keys.get(id),
                        (name, team) ->
                                new ApiKey.Create(name, name, Sha256.of(name + team), null, tenants.teams.get(team)),
                        name -> new ApiKey.Update(Field.of(name), Field.unset())));
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        tenants.close();
    }

    @Test
    void nobodyGetsCountsOrChangesARowOfAnother() {
        System.out.println(CALLS + " calls of tenants with -Dstele.test.seed=" + SEED);
        for (int call = 0; call < CALLS; call++) {
            String mine = random.nextBoolean() ? "ada" : "bob";
            boolean wholeUser = random.nextBoolean();
            String team = mine + (random.nextBoolean() ? "-one" : "-two");
            String tenant = random.nextInt(10) == 0
                    ? "nobody:" + call
                    : wholeUser
                            ? "user:" + (mine.equals("ada") ? tenants.ada : tenants.bob)
                            : "team:" + tenants.teams.get(team);
            String own = tenant.startsWith("nobody") ? "-" : wholeUser ? mine + "-" : team;
            Family<?, ?> family = families.get(random.nextInt(families.size()));
            act(family, tenant, own, call);
        }
        System.out.println(CALLS + " calls: " + leaks + " leaks, " + refused + " refused, " + written + " wrote");
        assertThat(leaks).as("seed %d", SEED).isZero();
        assertThat(written).isPositive();
        assertThat(refused).isPositive();
    }

    private <E, K> void act(Family<E, K> family, String tenant, String own, int call) {
        Dao<E, K> dao = new Dao<>(database, family.entity);
        String stranger = stranger(own);
        int kind = random.nextInt(22);
        boolean fails = random.nextInt(4) == 0;
        String before = kind >= 12 ? tenants.othersThan(own) : "";
        String what = family.name + " call " + kind + " as " + tenant;
        try {
            String seen = database.tx().tenant(tenant).call(() -> {
                String result = String.valueOf(call(kind, dao, family, own, stranger, call));
                if (fails) {
                    throw new IllegalStateException("rolled back: " + result);
                }
                return result;
            });
            look(what, seen, own);
            written += kind >= 12 ? 1 : 0;
        } catch (DatabaseException e) {
            refused++;
            look(what, e.getMessage(), own);
        } catch (IllegalStateException e) {
            look(what, String.valueOf(e.getMessage()), own);
        }
        if (kind >= 12) {
            assertThat(tenants.othersThan(own))
                    .as("%s, seed %d, call %d", what, SEED, call)
                    .isEqualTo(before);
        }
        // The same connection serves whoever comes next.
        assertThat(raw("select current_setting('stele.tenant', true)")).as(what).isIn("[]", "[null]");
        if (random.nextInt(5) == 0) {
            assertThat(raw("select * from " + family.name))
                    .as("%s, seed %d", what, SEED)
                    .isEqualTo("[]");
        }
    }

    private <E, K> Object call(int kind, Dao<E, K> dao, Family<E, K> family, String own, String stranger, int call) {
        K foreign = family.id(stranger);
        Where<E> all = Where.everything(family.entity);
        Class<? extends ViewOf<E>> view = family.view;
        String name = (own.equals("-") ? "none-" : own.endsWith("-") ? own + "x" : own) + "-" + call;
        return switch (kind) {
            case 0 -> absent(dao.find(foreign, view).isPresent());
            case 1 -> absent(dao.exists(foreign));
            case 2 -> dao.getAll(List.of(foreign), view);
            case 3 -> dao.list(view, all, Sort.byId(), 1000);
            case 4 -> walk(dao, family, all);
            case 5 ->
                counted(
                        dao.offsetPage(view, all, Sort.byId(), new OffsetRequest(0, 100).with(Count.EXACT))
                                .items(),
                        dao.count(all));
            case 6 -> dao.stream(view, all, Sort.byId(), Stream::toList);
            case 7 -> csv(dao, family, all);
            case 8 -> dao.claim(view, all, Sort.byId(), 100);
            case 9 -> dao.page(view, all, Sort.byId(), PageRequest.after(cursorOf(family, all), 100));
            case 10 -> raw("select * from " + family.name + " where true or id is null");
            case 11 ->
                raw("select t.*, m.*, s.*, u.* from team t full join member m on m.belongs_to = t.id"
                        + " full join skill s on true full join upload u on true");
            case 12 -> dao.patch(foreign, family.change.apply(name), view);
            case 13 -> dao.patchAll(all, family.change.apply(name));
            case 14 -> inSavepoint(() -> dao.deleteAll(all));
            case 15 -> dao.insert(family.creation.apply(name, stranger));
            case 16 ->
                dao.insertAll(List.of(
                        family.creation.apply(name + "a", stranger), family.creation.apply(name + "b", stranger)));
            case 17 -> absent(dao.deleteIf(foreign, all));
            case 18 -> dao.patchAll(Map.of(foreign, family.change.apply(name)));
            case 19 ->
                new Dao<Team, Long>(database, Team.class)
                        .upsert(
                                new Team.Create(stranger, "taken", Workflow.SEQUENTIAL, tenants.ada),
                                Key.on(Team_.name),
                                Team.Out.class);
            case 20 -> dao.lock(foreign, view);
            default ->
                dao.copying(creationOf(family)).settingAside(rejected -> {}).from(loaded(family, name, stranger));
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class of what the family makes
    private static <E, K> Class<CreateOf<E>> creationOf(Family<E, K> family) {
        return (Class) family.creation.apply("class", "ada-one").getClass();
    }

    private static <E, K> List<CreateOf<E>> loaded(Family<E, K> family, String name, String stranger) {
        return List.of(family.creation.apply(name + "c", stranger));
    }

    private <E, K> Object walk(Dao<E, K> dao, Family<E, K> family, Where<E> all) {
        List<Object> seen = new ArrayList<>();
        PageRequest request = PageRequest.first(1 + random.nextInt(3)).with(Count.EXACT);
        while (true) {
            Page<? extends ViewOf<E>> page = dao.page(family.view, all, Sort.byId(), request);
            seen.addAll(page.items());
            if (page.next() == null) {
                return counted(seen, dao.count(all));
            }
            request = PageRequest.after(page.next(), 2);
        }
    }

    /** A cursor that another tenant was given for the same list, or what is left of one. */
    private <E, K> Cursor cursorOf(Family<E, K> family, Where<E> all) {
        List<Cursor> made = cursors.computeIfAbsent(family.name, name -> new ArrayList<>());
        if (made.isEmpty()) {
            try (Database everything = Database.open(postgres.config(), Families.entities())) {
                Cursor next = new Dao<E, K>(everything, family.entity)
                        .page(family.view, all, Sort.byId(), PageRequest.first(1))
                        .next();
                made.add(next);
            }
        }
        String text = made.get(0).text();
        int cut = random.nextInt(3) == 0 ? random.nextInt(text.length()) : text.length();
        return new Cursor(text.substring(0, cut) + (cut < text.length() && random.nextBoolean() ? "A" : ""));
    }

    private final Map<String, List<Cursor>> cursors = new HashMap<>();

    private <E, K> Object csv(Dao<E, K> dao, Family<E, K> family, Where<E> all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        dao.copyOut(family.view, all, Sort.byId(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Undone at once, so that there is something left for the calls to come. */
    private static Object inSavepoint(java.util.function.Supplier<Object> work) {
        Object[] result = new Object[1];
        try {
            database.savepoint(() -> {
                result[0] = work.get();
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException undone) {
            return result[0];
        }
        return result[0];
    }

    private Object absent(boolean there) {
        leaks += there ? 1 : 0;
        return there;
    }

    private Object counted(List<?> items, long count) {
        leaks += items.size() == count ? 0 : 1;
        return items;
    }

    private static String stranger(String own) {
        String other = own.startsWith("ada") ? "bob" : "ada";
        return other + "-one";
    }

    /** Whatever came back, error or not, has nothing in it that another wrote. */
    private void look(String what, String seen, String own) {
        String other = own.startsWith("ada") ? "bob-" : own.startsWith("bob") ? "ada-" : "a-b";
        boolean strange = own.equals("-")
                ? seen.contains("ada-one") || seen.contains("bob-one") || seen.contains("ada-two")
                : seen.contains(other)
                        || (own.equals("ada-one") && seen.contains("ada-two"))
                        || (own.equals("bob-one") && (seen.contains("bob-two") || seen.contains("bob-three")));
        if (strange) {
            leaks++;
            System.out.println("leak in " + what + " with -Dstele.test.seed=" + SEED + ": " + seen);
        }
    }

    private static String raw(String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<String> all = new ArrayList<>();
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        all.add(rows.getString(i));
                    }
                }
                return all.toString();
            }
        });
    }

    /** What the calls need to know of an entity. */
    private record Family<E, K>(
            String name,
            Class<E> entity,
            Class<? extends ViewOf<E>> view,
            Function<String, Object> ids,
            BiFunction<String, String, CreateOf<E>> creation,
            Function<String, PatchOf<E>> change) {
        @SuppressWarnings("unchecked") // the id's type is the family's
        K id(String team) {
            return (K) ids.apply(team);
        }
    }
}
