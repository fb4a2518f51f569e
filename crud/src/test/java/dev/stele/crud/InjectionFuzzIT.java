package dev.stele.crud;

import static dev.stele.crud.query.Where.contains;
import static dev.stele.crud.query.Where.containsIgnoringCase;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.eqIgnoringCase;
import static dev.stele.crud.query.Where.everything;
import static dev.stele.crud.query.Where.ge;
import static dev.stele.crud.query.Where.in;
import static dev.stele.crud.query.Where.jsonContains;
import static dev.stele.crud.query.Where.like;
import static dev.stele.crud.query.Where.lt;
import static dev.stele.crud.query.Where.matches;
import static dev.stele.crud.query.Where.ne;
import static dev.stele.crud.query.Where.notIn;
import static dev.stele.crud.query.Where.overlaps;
import static dev.stele.crud.query.Where.startsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.config.Sources;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.crud.page.Cursor;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.SortKeys;
import dev.stele.crud.query.Where;
import dev.stele.models.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Hostile texts in every place that takes one: each is data and nothing else, so the answers are those that Java computes
 * from the same texts, and a table that nobody mentions stays as it is.
 *
 * <p>{@code -Dstele.test.inputs} says how many, {@code -Dstele.test.seed} repeats a run.
 */
class InjectionFuzzIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int INPUTS = Integer.getInteger("stele.test.inputs", 20_000);
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());
    private static final int ROWS = 200;

    /** All that a statement could leave behind: rows of the canary, relations, functions, roles, schemas. */
    private static final String STATE = """
            select (select string_agg(c::text, ',' order by c.id) from canary c) || '/'
                || (select count(*) from pg_class where relnamespace = 'public'::regnamespace) || '/'
                || (select count(*) from pg_proc where pronamespace = 'public'::regnamespace) || '/'
                || (select count(*) from pg_namespace where nspname !~ '^pg_') || '/'
                || (select count(*) from pg_policy) || '/' || (select count(*) from author)""";

    private static Database database;
    private static Dao<Note, Long> notes;
    private static long author;
    private static String before;

    private final Random random = new Random(SEED);
    private final HostileText hostile = new HostileText(random);

    @BeforeAll
    static void open() {
        postgres.execute(
                "create table canary (id int primary key, word text)", "insert into canary values (1, 'alive')");
        NotesFixture.open(postgres).close();
        PoolSettings pool = postgres.config().pool();
        database = Database.open(
                postgres.config()
                        .withPool(new PoolSettings(
                                pool.mode(), 1, pool.acquireTimeout(), pool.maxLifetime(), pool.keepaliveTime())),
                NotesFixture.ENTITIES);
        notes = new Dao<>(database, Note.class);
        author = postgres.value(Long.class, "insert into author (name) values ('a') returning id");
        before = postgres.value(String.class, STATE);
        System.out.println(INPUTS + " hostile inputs with -Dstele.test.seed=" + SEED);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void nothingElseChanged() {
        notes.deleteAll(everything(Note.class));
        assertThat(postgres.value(String.class, STATE)).as("seed %d", SEED).isEqualTo(before);
    }

    @Test
    void filtersFindWhatJavaFinds() {
        Map<Long, Note.Create> rows = fill();
        for (int i = 0; i < INPUTS / 2; i++) {
            String text = random.nextInt(3) == 0 ? someTitle(rows) : hostile.next();
            String part = text.isEmpty() ? text : text.substring(0, boundary(text, random.nextInt(text.length() + 1)));
            check(rows, i, text, part);
        }
    }

    private void check(Map<Long, Note.Create> rows, int i, String text, String part) {
        switch (i % 14) {
            case 0 -> same(rows, eq(Note_.title, text), note -> note.title().equals(text), text);
            case 1 -> same(rows, ne(Note_.title, text), note -> !note.title().equals(text), text);
            case 2 ->
                same(rows, contains(Note_.title, part), note -> note.title().contains(part), part);
            case 3 ->
                same(rows, startsWith(Note_.title, part), note -> note.title().startsWith(part), part);
            case 4 -> like(rows, part);
            case 5 ->
                same(
                        rows,
                        jsonContains(Note_.meta, Map.of(text, part)),
                        note -> part.equals(note.meta().get(text)),
                        text);
            case 6 ->
                same(
                        rows,
                        jsonContains(Note_.meta, Map.of("k", text)),
                        note -> text.equals(note.meta().get("k")),
                        text);
            case 7 ->
                same(
                        rows,
                        overlaps(Note_.words, List.of(text, part)),
                        note -> note.words().contains(text) || note.words().contains(part),
                        text);
            case 8 ->
                same(
                        rows,
                        in(Note_.title, List.of(text, part, "x")),
                        note -> List.of(text, part, "x").contains(note.title()),
                        text);
            case 9 ->
                same(
                        rows,
                        notIn(Note_.title, List.of(text, "x")),
                        note -> !note.title().equals(text) && !note.title().equals("x"),
                        text);
            // What the server's collation and case rules make of it is its own; no row may be lost between the halves.
            case 10 ->
                assertThat(notes.count(lt(Note_.title, text)) + notes.count(ge(Note_.title, text)))
                        .as(shown(text))
                        .isEqualTo(rows.size());
            case 11 ->
                assertThat(ids(containsIgnoringCase(Note_.title, part)))
                        .as(shown(part))
                        .containsAll(expected(rows, note -> note.title().contains(part)));
            case 12 ->
                assertThat(ids(eqIgnoringCase(Note_.title, text)))
                        .as(shown(text))
                        .containsAll(expected(rows, note -> note.title().equals(text)));
            default -> search(rows, text);
        }
    }

    /** A pattern as a caller writes it; one that ends in an escape is refused. */
    private void like(Map<Long, Note.Create> rows, String pattern) {
        try {
            Set<Long> found = ids(Where.like(Note_.title, pattern));
            assertThat(found).as(shown(pattern)).isEqualTo(expected(rows, note -> isLike(note.title(), pattern)));
        } catch (Invalid e) {
            assertThat(e.sqlState()).as(shown(pattern)).isEqualTo("22025");
            assertThat(pattern).endsWith("\\");
        }
    }

    /** What people type finds some rows or none; more minus signs in a row than the server can count are refused. */
    private void search(Map<Long, Note.Create> rows, String text) {
        try {
            assertThat(ids(matches("simple", text, Note_.title, Note_.body)))
                    .as(shown(text))
                    .isSubsetOf(rows.keySet());
        } catch (Invalid e) {
            assertThat(text).as(shown(text)).contains("-");
        }
    }

    @Test
    void rowsComeBackAsTheyWent() {
        int each = 500;
        for (int done = 0; done < INPUTS / 4; done += each * 4) {
            List<Note.Create> records = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                records.add(note(i + ":" + hostile.next()));
            }
            if (random.nextBoolean()) {
                notes.insertAll(records);
            } else {
                notes.copyIn(Note.Create.class, records);
            }
            List<Note.Out> back = notes.list(Note.Out.class, everything(Note.class), Sort.byId(), 2 * each);
            assertThat(back).as("seed %d", SEED).hasSize(each);
            for (int i = 0; i < each; i++) {
                Note.Create sent = records.get(i);
                Note.Out out = back.get(i);
                assertThat(List.of(out.title(), out.body(), out.meta(), out.words()))
                        .as(shown(sent.title()))
                        .isEqualTo(List.of(sent.title(), sent.body(), sent.meta(), sent.words()));
            }
            ByteArrayOutputStream csv = new ByteArrayOutputStream();
            notes.copyOut(Note.Title.class, everything(Note.class), Sort.byId(), csv);
            assertThat(Csv.column(csv.toString(StandardCharsets.UTF_8)))
                    .as("seed %d", SEED)
                    .isEqualTo(records.stream().map(Note.Create::title).toList());
            notes.deleteAll(everything(Note.class));
        }
    }

    @Test
    void patchesWriteTheirRowAndNoOther() {
        Map<Long, Note.Create> rows = fill();
        List<Long> ids = List.copyOf(rows.keySet());
        for (int i = 0; i < INPUTS / 20; i++) {
            long id = ids.get(random.nextInt(ids.size()));
            String body = hostile.next();
            assertThat(notes.patch(id, Note.Update.body(body), Note.Out.class).body())
                    .as(shown(body))
                    .isEqualTo(body);
            String other = hostile.next();
            long written = notes.patchAll(
                    eq(Note_.body, body),
                    new Note.Update(Field.unset(), Field.of(other), Field.unset(), Field.unset()));
            assertThat(written).as(shown(body)).isPositive();
        }
    }

    @Test
    void sortKeysAreThoseDeclaredAndNoOther() {
        SortKeys<Note> keys = SortKeys.of(Note.class).key("title", Note_.title).key("rank", Note_.rank);
        for (int i = 0; i < INPUTS / 10; i++) {
            String text = random.nextInt(4) == 0 ? "title" + hostile.next() : hostile.next();
            if (text.isBlank() || Set.of("title", "rank").contains(text.strip())) {
                continue;
            }
            assertThatThrownBy(() ->
                            notes.list(Note.Brief.class, everything(Note.class), keys.parse(text, Sort.byId()), 1))
                    .as(shown(text))
                    .isInstanceOf(Invalid.class);
        }
    }

    @Test
    void cursorsAreOursOrRefused() {
        fill();
        Cursor good = notes.page(Note.Brief.class, everything(Note.class), Sort.byId(), PageRequest.first(5))
                .next();
        for (int i = 0; i < INPUTS / 20; i++) {
            String text = random.nextBoolean() ? hostile.next() : flipped(good.text());
            if (text.equals(good.text()) || text.isBlank()) {
                continue;
            }
            assertThatThrownBy(() -> notes.page(
                            Note.Brief.class, everything(Note.class), Sort.byId(), PageRequest.after(text, 5)))
                    .as(shown(text))
                    .isInstanceOf(DatabaseException.class)
                    .isInstanceOf(Invalid.class);
        }
    }

    @Test
    void aTextSearchConfigurationIsANameOrRefused() {
        for (int i = 0; i < INPUTS / 40; i++) {
            String name = hostile.next();
            if (name.matches("[a-z_]{1,63}")) {
                continue;
            }
            assertThatThrownBy(() -> matches(name, "word", Note_.title))
                    .as(shown(name))
                    .isInstanceOf(Misuse.class);
        }
    }

    @Test
    void settingsReachTheServerAsTheyAreOrNotAtAll() {
        int taken = 0;
        for (int i = 0; i < Math.min(INPUTS / 100, 300); i++) {
            String text = hostile.next();
            DatabaseConfig server = postgres.config();
            Sources sources = Sources.none()
                    .with("DATABASE_URL", server.jdbcUrl())
                    .with("POSTGRES_USER", server.user())
                    .with("POSTGRES_PASSWORD", server.password())
                    .with("POSTGRES_POOL_MODE", "unpooled")
                    .with("POSTGRES_APPLICATION_NAME", text);
            try (Database opened = Database.open(sources.load())) {
                taken++;
                String name = opened.sql(connection -> {
                    try (var row =
                            connection.createStatement().executeQuery("select current_setting('application_name')")) {
                        row.next();
                        return row.getString(1);
                    }
                });
                assertThat(name).as(shown(text)).isEqualTo(text);
            } catch (ConfigurationException refused) {
                assertThat(text.matches("[ -~]{1,63}")).as(shown(text)).isFalse();
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void aDatabaseOfAnyNameIsLookedForUnderThatName() {
        for (int i = 0; i < Math.min(INPUTS / 200, 100); i++) {
            String name = hostile.next();
            if (name.isEmpty()) {
                continue;
            }
            DatabaseConfig server = postgres.config();
            String host = server.jdbcUrl().replaceFirst("jdbc:postgresql://([^:/]+):.*", "$1");
            String port = server.jdbcUrl().replaceFirst(".*:(\\d+)/.*", "$1");
            assertThatThrownBy(() -> Database.open(Sources.none()
                                    .with("POSTGRES_SERVER", host)
                                    .with("POSTGRES_PORT", port)
                                    .with("POSTGRES_DB", name)
                                    .with("POSTGRES_USER", server.user())
                                    .with("POSTGRES_PASSWORD", server.password())
                                    .load())
                            .close())
                    .as(shown(name))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    private Map<Long, Note.Create> fill() {
        List<Note.Create> records = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            records.add(note(random.nextInt(3) == 0 ? hostile.next() + i : i + hostile.next()));
        }
        List<Long> ids = notes.insertAll(records);
        Map<Long, Note.Create> rows = new LinkedHashMap<>();
        for (int i = 0; i < ROWS; i++) {
            rows.put(ids.get(i), records.get(i));
        }
        return rows;
    }

    private Note.Create note(String title) {
        // An index takes some 2,700 bytes.
        String short_ = title.substring(0, boundary(title, Math.min(title.length(), 600)));
        Map<String, Object> meta = new HashMap<>();
        meta.put("k", hostile.next());
        meta.put(hostile.next(), hostile.next());
        return new Note.Create(short_, hostile.next(), 1, author, meta, List.of(hostile.next(), hostile.next()));
    }

    private String someTitle(Map<Long, Note.Create> rows) {
        List<Note.Create> all = List.copyOf(rows.values());
        Note.Create note = all.get(random.nextInt(all.size()));
        return switch (random.nextInt(3)) {
            case 0 -> note.title();
            case 1 -> String.valueOf(note.meta().get("k"));
            default -> note.words().get(0);
        };
    }

    private static void same(
            Map<Long, Note.Create> rows, Where<Note> where, Predicate<Note.Create> oracle, String text) {
        assertThat(ids(where)).as(shown(text)).isEqualTo(expected(rows, oracle));
    }

    private static Set<Long> expected(Map<Long, Note.Create> rows, Predicate<Note.Create> oracle) {
        return rows.entrySet().stream()
                .filter(row -> oracle.test(row.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Long> ids(Where<Note> where) {
        return notes.list(Note.Brief.class, where, Sort.byId(), 10_000).stream()
                .map(Note.Brief::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String flipped(String text) {
        char[] all = text.toCharArray();
        int at = random.nextInt(all.length);
        all[at] = "ABCxyz019-_=".charAt(random.nextInt(12));
        String changed = new String(all);
        return random.nextInt(3) == 0 ? changed.substring(0, random.nextInt(changed.length())) : changed;
    }

    /** Never between the halves of a pair. */
    private static int boundary(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    /** PostgreSQL's LIKE over code points. */
    private static boolean isLike(String text, String pattern) {
        return isLike(text.codePoints().toArray(), 0, pattern.codePoints().toArray(), 0);
    }

    private static boolean isLike(int[] text, int t, int[] pattern, int p) {
        if (p == pattern.length) {
            return t == text.length;
        }
        if (pattern[p] == '%') {
            int next = p;
            while (next < pattern.length && pattern[next] == '%') {
                next++;
            }
            for (int from = t; from <= text.length; from++) {
                if (isLike(text, from, pattern, next)) {
                    return true;
                }
            }
            return false;
        }
        if (t == text.length) {
            return false;
        }
        if (pattern[p] == '_') {
            return isLike(text, t + 1, pattern, p + 1);
        }
        int literal = pattern[p] == '\\' && p + 1 < pattern.length ? p + 1 : p;
        return text[t] == pattern[literal] && isLike(text, t + 1, pattern, literal + 1);
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("seed " + SEED + ", input ");
        text.chars()
                .limit(200)
                .forEach(c -> shown.append(c >= ' ' && c < 127 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return shown.toString().replace("%", "%%");
    }

    /** Reads CSV of one column as RFC 4180 has it. */
    private static final class Csv {
        static List<String> column(String csv) {
            List<String> fields = new ArrayList<>();
            StringBuilder field = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < csv.length(); i++) {
                char c = csv.charAt(i);
                if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && (c == '\n' || c == '\r')) {
                    if (c == '\n') {
                        fields.add(field.toString());
                        field.setLength(0);
                    }
                } else {
                    field.append(c);
                }
            }
            return fields.subList(1, fields.size());
        }
    }
}
