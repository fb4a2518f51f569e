package dev.stele.crud;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Sort.asc;
import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DaoCostIT {
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static Database database;
    private static Dao<Note, Long> notes;
    private static Dao<Author, Long> authors;

    private final List<String> seen = new ArrayList<>();
    private long ann;

    @BeforeAll
    static void open() {
        database = NotesFixture.open(postgres);
        notes = new Dao<>(database, Note.class);
        authors = new Dao<>(database, Author.class);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("truncate author, tag, note, note_tag, step restart identity cascade");
        ann = authors.insert(new Author.Create("Ann", null));
    }

    private void statements(Runnable work) {
        seen.clear();
        try (var observation = database.observe(statement -> seen.add(statement.sql()))) {
            work.run();
        }
    }

    @Test
    void saysInTheTextWhetherAPageByNumberSkipsRowsAndWhetherMany() {
        statements(() -> {
            for (long skip : List.of(0L, 999L, 1000L)) {
                notes.offsetPage(
                        Note.Brief.class, everything(Note.class), Sort.byId(), new OffsetRequest(skip, 10, Count.NONE));
            }
        });

        assertThat(seen)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith(" limit ?"),
                        second -> assertThat(second).endsWith(" limit ? offset ?"),
                        deep -> assertThat(deep).endsWith(" limit ? offset ? /* deep */"));
    }

    @Test
    void keepsTheTextOfAStatementWhateverTheValues() {
        seen.clear();
        try (var observation = database.observe(statement -> seen.add(statement.sql()))) {
            notes.getAll(List.of(), Note.Title.class);
            notes.count(Where.in(Note_.title, List.of("a")));
            notes.count(Where.in(Note_.title, List.of("b", "c", "d")));
        }
        assertThat(seen.get(1)).isEqualTo(seen.get(2));
        assertThat(seen.get(1)).isEqualTo("select count(*) from note t0 where t0.title = any(?)");
    }

    @Test
    void writesTheStatementsItPromises() {
        long id = notes.insert(new Note.Quick("t", null, ann));
        statements(() -> notes.patch(id, Note.Update.body("b"), Note.Title.class));
        assertThat(seen)
                .containsExactly("update note t0 set body = ?, version = t0.version + 1, updated_at = now()"
                        + " where t0.id = ? returning t0.title");

        statements(() -> notes.patchAll(eq(path(Note_.author, Author_.name), "Ann"), Note.Update.body("b")));
        assertThat(seen)
                .containsExactly("update note t0 set body = ?, version = t0.version + 1, updated_at = now() where"
                        + " (t0.id) in (select tt0.id from note tt0 join author tt1 on tt1.id = tt0.author_id"
                        + " where tt1.name = ?)");

        statements(() ->
                notes.page(Note.Brief.class, everything(Note.class), desc(Note_.createdAt), PageRequest.first(5)));
        assertThat(seen)
                .containsExactly("select t0.id, t0.rank, t0.created_at from note t0 where true"
                        + " order by t0.created_at desc, t0.id desc limit ?");
    }

    @Test
    void readsADeepPageByTheIndexAlone() {
        postgres.execute(
                "insert into note (title, author_id, created_at, rank) select 't' || n, " + ann
                        + ", timestamptz '2026-01-01' + (n / 3) * interval '1 second', n % 1000"
                        + " from generate_series(1, 60000) n",
                "create index note_created_idx on note (created_at desc, id desc)",
                "create index note_rank_idx on note (rank, id desc)",
                "vacuum analyze note");
        Page<Note.Brief> deep =
                notes.page(Note.Brief.class, everything(Note.class), desc(Note_.createdAt), PageRequest.first(1000));
        for (int i = 0; i < 50; i++) {
            deep = notes.page(
                    Note.Brief.class,
                    everything(Note.class),
                    desc(Note_.createdAt),
                    PageRequest.after(deep.next(), 1000));
        }

        Page<Note.Brief> page = deep;
        statements(() ->
                notes.page(Note.Brief.class, everything(Note.class), desc(Note_.createdAt), PageRequest.first(20)));
        long first = buffers(filled(seen.get(0), 21));
        statements(() -> notes.page(
                Note.Brief.class, everything(Note.class), desc(Note_.createdAt), PageRequest.after(page.next(), 20)));
        long at = buffers(filled(seen.get(0), "timestamptz '2026-01-01' + interval '3000 seconds'", 9000, 21));

        assertThat(seen.get(0)).contains("where true and (t0.created_at, t0.id) < (?, ?) order by");
        assertThat(at).isLessThanOrEqualTo(first + 8);
        Page<Note.Brief> mixed = notes.page(
                Note.Brief.class,
                everything(Note.class),
                asc(Note_.rank).then(Sort.byIdDescending()),
                PageRequest.first(2));
        statements(() -> notes.page(
                Note.Brief.class,
                everything(Note.class),
                asc(Note_.rank).then(Sort.byIdDescending()),
                PageRequest.after(mixed.next(), 20)));
        assertThat(seen.get(0))
                .contains("where true and (t0.rank >= ? and (t0.rank > ? or t0.id < ?)) order by")
                .contains(") union all (select")
                .contains("where true and t0.rank is null order by");
        long bounded = buffers(filled(seen.get(0), 900, 900, 30_000, 21, 21, 21));
        assertThat(bounded).isLessThanOrEqualTo(first + 80);
    }

    /** The statement with these values in the place of its parameters. */
    private static String filled(String sql, Object... values) {
        String filled = sql;
        for (Object value : values) {
            filled = filled.replaceFirst("\\?", value.toString());
        }
        return filled;
    }

    private static long buffers(String sql) {
        for (List<Object> line : postgres.query("explain (analyze, buffers, costs off) " + sql)) {
            Matcher found = BUFFERS.matcher(String.valueOf(line.get(0)));
            if (found.find()) {
                return Long.parseLong(found.group(1)) + (found.group(2) == null ? 0 : Long.parseLong(found.group(2)));
            }
        }
        throw new AssertionError("no buffers in the plan");
    }

    @Test
    void upsertsAndIgnoresWithoutFailureFromManyThreads() throws Exception {
        AtomicInteger inserted = new AtomicInteger();
        AtomicInteger ignored = new AtomicInteger();

        together(8, thread -> {
            for (int i = 0; i < 100; i++) {
                int key = i % 10;
                var up = notes.upsert(
                        new Note.Quick("k" + key, "by " + thread, ann),
                        Key.on(Note_.author, Note_.title),
                        Note.Brief.class);
                inserted.addAndGet(up.inserted() ? 1 : 0);
                ignored.addAndGet(
                        authors.insertIgnore(new Author.Create("a" + key, null)).isPresent() ? 1 : 0);
            }
        });

        assertThat(inserted).hasValue(10);
        assertThat(ignored).hasValue(10);
        assertThat(notes.count(everything(Note.class))).isEqualTo(10);
        assertThat(postgres.value(Long.class, "select sum(version + 1)::bigint from note"))
                .isEqualTo(800);
    }

    @Test
    void handsEachClaimedRowToOneWorkerOnly() throws Exception {
        notes.insertAll(IntStream.range(0, 100)
                .mapToObj(i -> new Note.Quick("n" + i, null, ann))
                .toList());

        together(4, thread -> {
            while (database.tx().call(() -> {
                List<Note.Brief> mine = notes.claim(Note.Brief.class, Where.isNull(Note_.body), Sort.byId(), 7);
                mine.forEach(row ->
                        notes.patchIf(row.id(), Note.Update.body("done"), Where.isNull(Note_.body), Note.Brief.class));
                return !mine.isEmpty();
            })) {}
        });

        assertThat(notes.count(eq(Note_.body, "done"))).isEqualTo(100);
        assertThat(postgres.value(Long.class, "select max(version) from note")).isEqualTo(1);
    }

    private static void together(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(threads);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                Callable<Void> task = () -> {
                    start.countDown();
                    start.await();
                    work.run(thread);
                    return null;
                };
                all.add(pool.submit(task));
            }
            for (Future<?> future : all) {
                future.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** What one thread does. */
    private interface Work {
        void run(int thread);
    }
}
