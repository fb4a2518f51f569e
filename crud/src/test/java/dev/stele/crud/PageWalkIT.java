package dev.stele.crud;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Sort.asc;
import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.crud.page.Count;
import dev.stele.crud.page.Cursor;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.page.Total;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.SortKeys;
import dev.stele.crud.query.Where;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageWalkIT {
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static Database database;
    private static Dao<Note, Long> notes;

    @BeforeAll
    static void open() {
        database = NotesFixture.open(postgres);
        notes = new Dao<>(database, Note.class);
        Dao<Author, Long> authors = new Dao<>(database, Author.class);
        List<Long> ids = authors.insertAll(Stream.of("a", "b", "c", "d")
                .map(name -> new Author.Create(name, name.equals("d") ? null : name))
                .toList());
        Random random = new Random(SEED);
        List<Note.Create> rows = new ArrayList<>();
        for (int i = 0; i < 211; i++) {
            Integer rank = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(5));
            String body = random.nextInt(4) == 0 ? null : "b" + random.nextInt(3);
            rows.add(new Note.Create("t" + i, body, rank, ids.get(random.nextInt(4)), null, null));
        }
        notes.insertAll(rows);
        postgres.execute(
                "update note set created_at = timestamptz '2026-01-01' + (id % 7) * interval '1 microsecond'",
                "update note set editor_id = " + ids.get(3) + " where id % 3 = 0",
                "update note set editor_id = " + ids.get(1) + " where id % 3 = 1");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Stream<Sort<Note>> orders() {
        return Stream.of(
                Sort.byId(),
                Sort.byIdDescending(),
                Sort.<Note>desc(Note_.createdAt),
                Sort.<Note>asc(Note_.createdAt),
                asc(Note_.rank),
                desc(Note_.rank),
                asc(Note_.rank).then(desc(Note_.body)),
                desc(Note_.rank).then(asc(Note_.body)),
                desc(Note_.rank).then(desc(Note_.body)).then(asc(Note_.createdAt)),
                asc(path(Note_.author, Author_.name)).then(desc(Note_.createdAt)),
                desc(path(Note_.editor, Author_.city)).then(asc(Note_.rank)),
                asc(path(Note_.editor, Author_.city)).then(Sort.byIdDescending()));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void losesAndDoublesNoRowForwardAndBack(Sort<Note> sort) {
        Random random = new Random(SEED);
        List<Long> whole = ids(notes.list(Note.Brief.class, everything(Note.class), sort, 1000));
        int size = 1 + random.nextInt(13);

        List<Long> forward = new ArrayList<>();
        Page<Note.Brief> page = notes.page(Note.Brief.class, everything(Note.class), sort, PageRequest.first(size));
        forward.addAll(ids(page.items()));
        while (page.hasNext()) {
            page = notes.page(Note.Brief.class, everything(Note.class), sort, PageRequest.after(page.next(), size));
            forward.addAll(ids(page.items()));
        }
        List<Long> backward = new ArrayList<>(reversed(page));
        while (page.hasPrevious()) {
            page = notes.page(
                    Note.Brief.class, everything(Note.class), sort, PageRequest.before(page.previous(), size));
            backward.addAll(reversed(page));
        }

        Collections.reverse(backward);
        assertThat(forward).as("seed %d", SEED).isEqualTo(whole);
        assertThat(backward).as("seed %d", SEED).isEqualTo(whole);
    }

    private static List<Long> reversed(Page<Note.Brief> page) {
        List<Long> ids = new ArrayList<>(ids(page.items()));
        Collections.reverse(ids);
        return ids;
    }

    private static List<Long> ids(List<Note.Brief> rows) {
        return rows.stream().map(Note.Brief::id).toList();
    }

    @Test
    void keepsTheFilterOnEveryPage() {
        Where<Note> where = eq(path(Note_.author, Author_.name), "b");
        Page<Note.Brief> first = notes.page(Note.Brief.class, where, asc(Note_.rank), PageRequest.first(5));

        Page<Note.Brief> second =
                notes.page(Note.Brief.class, where, asc(Note_.rank), PageRequest.after(first.next(), 1000));

        assertThat(first.items().size() + second.items().size()).isEqualTo((int) notes.count(where));
    }

    @Test
    void refusesACursorOfAnotherListOrATamperedOne() {
        Where<Note> where = eq(Note_.body, "b1");
        Cursor cursor = notes.page(Note.Brief.class, where, desc(Note_.rank), PageRequest.first(2))
                .next();

        assertRefused(where, asc(Note_.rank), cursor);
        assertRefused(eq(Note_.body, "b2"), desc(Note_.rank), cursor);
        assertRefused(everything(Note.class), desc(Note_.rank), cursor);
        assertRefused(where, desc(Note_.rank), new Cursor(cursor.text() + "A"));
        assertRefused(where, desc(Note_.rank), new Cursor("A" + cursor.text().substring(1) + "x"));
        assertRefused(where, desc(Note_.rank), new Cursor("'; drop table note; --"));
        assertRefused(where, desc(Note_.rank), new Cursor("ä"));
        Random random = new Random(SEED);
        for (int i = 0; i < cursor.text().length(); i++) {
            char other = "ABCDEFGHabcdefgh01234567-_".charAt(random.nextInt(26));
            String changed =
                    cursor.text().substring(0, i) + other + cursor.text().substring(i + 1);
            // the last character has bits that base64 does not use
            if (other != cursor.text().charAt(i) && i < cursor.text().length() - 1) {
                assertRefused(where, desc(Note_.rank), new Cursor(changed));
            }
        }
    }

    private static void assertRefused(Where<Note> where, Sort<Note> sort, Cursor cursor) {
        assertThatThrownBy(() -> notes.page(Note.Brief.class, where, sort, PageRequest.after(cursor, 2)))
                .as("seed %d, cursor %s", SEED, cursor)
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: cursor is not one of this list; start again from the first page");
    }

    @Test
    void countsAsAsked() {
        PageRequest request = PageRequest.first(10);

        assertThat(total(request)).isEmpty();
        assertThat(total(request.with(Count.EXACT))).hasToString("Optional[211]");
        assertThat(total(request.with(Count.upTo(100)))).hasToString("Optional[100+]");
        assertThat(total(request.with(Count.upTo(1000)))).hasToString("Optional[211]");
        postgres.execute("analyze note");
        assertThat(total(request.with(Count.ESTIMATED))).hasToString("Optional[~211]");
    }

    private static java.util.Optional<Total> total(PageRequest request) {
        return notes.page(Note.Brief.class, everything(Note.class), Sort.byId(), request)
                .total();
    }

    @Test
    void skipsRowsForThoseWhoNeedPageNumbers() {
        OffsetPage<Note.Brief> page = notes.offsetPage(
                Note.Brief.class, everything(Note.class), Sort.byIdDescending(), new OffsetRequest(200, 100));

        assertThat(page.items()).hasSize(11);
        assertThat(page.total()).contains(new Total(211, Total.Precision.EXACT));
    }

    @Test
    void sortsByTheKeysThatAClientMayChoose() {
        SortKeys<Note> keys =
                SortKeys.of(Note.class).key("rank", Note_.rank).key("author", path(Note_.author, Author_.name));

        assertThat(keys.parse("-rank,author", Sort.byId()))
                .isEqualTo(desc(Note_.rank).then(asc(path(Note_.author, Author_.name))));
        assertThat(keys.parse(null, desc(Note_.rank))).isEqualTo(desc(Note_.rank));
        for (String bad : List.of("title", "rank; drop table note", "rank,-rank", "rank,", "--rank", "id")) {
            assertThatThrownBy(() -> keys.parse(bad, Sort.byId()))
                    .isInstanceOf(Invalid.class)
                    .hasMessage("the input is not valid: sort must be a list of rank, author, each at most once,"
                            + " with \"-\" in front for descending");
        }
    }

    @Test
    void refusesPagesThatCannotBe() {
        assertThatThrownBy(() -> PageRequest.first(0))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: size must be 1 to 1000 but was 0");
        assertThatThrownBy(() -> PageRequest.first(1001))
                .hasMessage("the input is not valid: size must be 1 to 1000 but was 1001");
        assertThatThrownBy(() -> new OffsetRequest(-1, 5))
                .hasMessage("the input is not valid: skip must be at least 0 but was -1");
        assertThatThrownBy(() -> PageRequest.after((Cursor) null, 5))
                .isInstanceOf(Misuse.class)
                .hasMessage("there is no cursor to continue from\n"
                        + "  hint: ask the page for hasNext() or hasPrevious() before you go on from it");
        assertThat(PageRequest.after((String) null, 5)).isEqualTo(PageRequest.first(5));
        assertThatThrownBy(() ->
                        notes.page(Note.Brief.class, everything(Note.class), asc(Note_.meta), PageRequest.first(1)))
                .isInstanceOf(Misuse.class)
                .hasMessage("Note cannot be paged by t0.meta, whose values have type Map\n"
                        + "  hint: sort by text, numbers, times or UUIDs");
    }
}
