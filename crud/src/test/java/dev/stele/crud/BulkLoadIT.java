package dev.stele.crud;

import static dev.stele.crud.query.Sort.asc;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.Timeouts;
import dev.stele.core.error.CheckFailed;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.TimedOut;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.query.Key;
import dev.stele.models.Field;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkLoadIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> BulkLoadIT.database);

    private static Database database;
    private static Dao<Note, Long> notes;
    private static Key<Note> authorTitle;

    private long ann;

    @BeforeAll
    static void open() {
        database = NotesFixture.open(postgres);
        notes = new Dao<>(database, Note.class);
        authorTitle = Key.on(Note_.author, Note_.title);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("truncate author, tag, note, note_tag, step restart identity cascade");
        ann = new Dao<Author, Long>(database, Author.class).insert(new Author.Create("Ann", null));
    }

    private Stream<Note.Create> some(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> new Note.Create("t" + i, ann));
    }

    private List<Note.Create> someBut(int count, int number, Note.Create other) {
        List<Note.Create> records = new ArrayList<>(some(count).toList());
        records.set(number - 1, other);
        return records;
    }

    private static long rows() {
        return notes.count(everything(Note.class));
    }

    @Test
    void copyWritesWhatInsertWrites() {
        Note.Create full = new Note.Create(
                "t\t1", "b\\", -3, ann, Map.of("k", List.of(1L, "é\n")), Arrays.asList("a", null, "b\"c"));

        long rows = budget.expect(1, () -> notes.copyIn(Note.Create.class, List.of(full, new Note.Create("t2", ann))));

        assertThat(rows).isEqualTo(2);
        Note.Out copied = notes.one(Note.Out.class, eq(Note_.title, "t\t1")).orElseThrow();
        notes.delete(copied.id());
        Note.Out inserted = notes.insert(full, Note.Out.class);
        assertThat(copied)
                .usingRecursiveComparison()
                .ignoringFields("id", "createdAt", "updatedAt")
                .isEqualTo(inserted);
        assertThat(copied.createdAt()).isEqualTo(copied.updatedAt()).isBeforeOrEqualTo(inserted.createdAt());
        assertThat(notes.one(Note.Out.class, eq(Note_.title, "t2"))
                        .orElseThrow()
                        .body())
                .isNull();
    }

    @Test
    void copyTakesNoRecordsAtAll() {
        assertThat(notes.copyIn(Note.Create.class, List.of())).isZero();
        assertThat(notes.copying(Note.Create.class).ids(id -> {}).from(List.of()))
                .isEqualTo(new Copied(0, 0, 0));
    }

    @Test
    void copyTellsItsProgressAndClosesTheStream() {
        List<Long> told = new ArrayList<>();
        List<String> closed = new ArrayList<>();

        notes.copying(Note.Create.class)
                .progress(400, told::add)
                .from(some(1000).onClose(() -> closed.add("closed")));

        assertThat(told).containsExactly(400L, 800L);
        assertThat(closed).containsExactly("closed");
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> notes.copying(Note.Create.class).progress(0, told::add))
                .withMessage("progress cannot be told every 0 records\n  hint: give at least 1");
    }

    @Test
    void copyNamesAnInvalidRecordAndKeepsNothing() {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(30_000, 29_000, new Note.Create(null, ann))))
                .withMessage("the input is not valid: record 29000: title must have a value");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(9, 7, new Note.Create("a\0", ann))))
                .withMessage("the input is not valid: record 7: title holds the character NUL,"
                        + " which PostgreSQL cannot store");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(9, 7, new Note.Create("a\ud83d", ann))))
                .withMessage("the input is not valid: record 7: title holds half a surrogate pair,"
                        + " which is no character");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(9, 7, new Note.Create("forbidden", ann))))
                .withMessage("the input is not valid: record 7: title must not be \"forbidden\"");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(9, 7, null)))
                .withMessage("the input is not valid: record 7 is null");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.insertAll(someBut(9, 7, null)))
                .withMessage("the input is not valid: record 7 is null");
        assertThat(rows()).isZero();
    }

    @Test
    void copyNamesTheRecordThatAConstraintRefusesAndKeepsNothing() {
        assertThatExceptionOfType(Duplicate.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(5000, 4000, new Note.Create("t1", ann))))
                .withMessage("record 4000: Note with the same author, title (constraint \"note_author_title_key\")"
                        + " already exists\n  hint: pick other values, or load with copying(…).upserting(…) or"
                        + " copying(…).settingAside(…)")
                .satisfies(e -> assertThat(e.record()).isEqualTo(4000));
        assertThatExceptionOfType(MissingReference.class)
                .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(5000, 4000, new Note.Create("x", 99))))
                .satisfies(e -> assertThat(e.record()).isEqualTo(4000))
                .satisfies(e -> assertThat(e.fields()).containsExactly("author"));
        assertThat(rows()).isZero();
    }

    @Test
    void copyNamesTheFieldThatIsTooLongAndKeepsNothing() {
        postgres.execute("alter table note alter column title type varchar(20)");
        try {
            Note.Create tooLong = new Note.Create("x".repeat(21), ann);
            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(() -> notes.copyIn(Note.Create.class, someBut(9, 7, tooLong)))
                    .withMessage("the input is not valid: record 7: title is longer than its column allows");
            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(
                            () -> notes.copying(Note.Create.class).ids(id -> {}).from(someBut(9, 7, tooLong)))
                    .withMessageStartingWith("the input is not valid: record 7: ");
            assertThat(rows()).isZero();
        } finally {
            postgres.execute("alter table note alter column title type text");
        }
    }

    @Test
    void aFailingSourceKeepsNothingAndLeavesTheConnectionUsable() {
        Stream<Note.Create> failing = some(20_000).peek(record -> {
            if (record.title().equals("t19999")) {
                throw new IllegalStateException("the file ends early");
            }
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> notes.copyIn(Note.Create.class, failing))
                .withMessage("the file ends early");
        assertThat(rows()).isZero();
    }

    @Test
    void copyNeedsNoMoreMemoryForMoreRecords() {
        List<Long> live = new ArrayList<>();

        notes.copying(Note.Create.class)
                .progress(150_000, sent -> live.add(liveBytes()))
                .from(some(450_000));

        assertThat(live).hasSize(3);
        assertThat(live.get(2) - live.get(0)).isLessThan(4 << 20);
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void aLoadMayTakeLongerThanAStatement() {
        Timeouts brief = postgres.config().timeouts().withStatement(Duration.ofMillis(300));
        try (Database impatient = Database.open(postgres.config().withTimeouts(brief), NotesFixture.ENTITIES)) {
            Dao<Note, Long> dao = new Dao<>(impatient, Note.class);
            Stream<Note.Create> slow = some(2).peek(record -> postgres.execute("select pg_sleep(0.4)"));
            Stream<Note.Create> slower = some(2).peek(record -> postgres.execute("select pg_sleep(0.4)"));

            assertThat(dao.copyIn(Note.Create.class, slow)).isEqualTo(2);
            notes.deleteAll(everything(Note.class));
            assertThatExceptionOfType(TimedOut.class).isThrownBy(() -> dao.copying(Note.Create.class)
                    .timeout(Duration.ofMillis(500))
                    .from(slower));
            assertThat(rows()).isZero();
        }
    }

    @Test
    void copyJoinsTheTransaction() {
        assertThatIllegalStateException().isThrownBy(() -> database.tx().run(() -> {
            notes.copyIn(Note.Create.class, some(10));
            assertThat(rows()).isEqualTo(10);
            throw new IllegalStateException("rolled back");
        }));
        assertThat(rows()).isZero();
    }

    @Test
    void setsBadRecordsAsideWithTheirReasonsAndKeepsTheOthers() {
        List<Note.Create> records = new ArrayList<>(some(25_000).toList());
        records.set(9, new Note.Create(null, ann));
        records.set(99, new Note.Create("t1", ann));
        records.set(20_000, new Note.Create("missing", 99));
        records.set(24_999, new Note.Create("t2", ann));
        List<Rejected> rejected = new ArrayList<>();

        Copied copied =
                notes.copying(Note.Create.class).settingAside(rejected::add).from(records);

        assertThat(copied).isEqualTo(new Copied(24_996, 0, 4));
        assertThat(rows()).isEqualTo(24_996);
        assertThat(rejected).extracting(Rejected::number).containsExactly(10L, 100L, 25_000L, 20_001L);
        assertThat(rejected)
                .extracting(one -> (Class) one.reason().getClass())
                .containsExactly(Invalid.class, Duplicate.class, Duplicate.class, MissingReference.class);
        assertThat(rejected.get(3).reason()).hasMessageStartingWith("record 20001: Note cannot be written");
    }

    @Test
    void setsAsideAnyNumberOfDuplicatesAndMissingReferences() {
        notes.copyIn(Note.Create.class, some(20_000));
        List<Note.Create> records = new ArrayList<>(some(20_000).toList());
        some(9_000).forEach(one -> records.add(new Note.Create("twice", ann)));
        some(9_000).forEach(one -> records.add(new Note.Create(one.title(), 99)));
        records.add(null);
        List<Rejected> rejected = new ArrayList<>();

        Copied copied =
                notes.copying(Note.Create.class).settingAside(rejected::add).from(records);

        assertThat(copied).isEqualTo(new Copied(1, 0, 38_000));
        assertThat(rejected)
                .extracting(Rejected::number)
                .doesNotHaveDuplicates()
                .doesNotContain(20_001L);
        assertThat(rejected.get(0).reason()).hasMessage("the input is not valid: record 38001 is null");
    }

    @Test
    void setsAsideAnyNumberOfRecordsThatACheckOrALengthRefuses() {
        postgres.execute(
                "alter table note add constraint note_rank_check check (rank <> 7)",
                "alter table note alter column body type varchar(5)");
        try {
            Stream<Note.Create> records = IntStream.range(0, 20_000)
                    .mapToObj(i -> new Note.Create(
                            "t" + i, i % 20 == 3 ? "too long" : null, i % 4 == 1 ? 7 : null, ann, null, null));
            List<Rejected> rejected = new ArrayList<>();

            Copied copied = database.tx().call(() -> {
                Copied done = notes.copying(Note.Create.class)
                        .settingAside(rejected::add)
                        .from(records);
                assertThat(locksHeld()).isLessThan(50);
                return done;
            });

            assertThat(copied).isEqualTo(new Copied(14_000, 0, 6_000));
            assertThat(rows()).isEqualTo(14_000);
            assertThat(rejected).extracting(Rejected::number).hasSize(6_000).isSorted();
            assertThat(rejected.get(0).reason())
                    .hasMessageStartingWith("record 2: Note cannot be written: the value of rank");
            assertThat(rejected.get(1).reason())
                    .hasMessage("the input is not valid: record 4: a value is longer than its column allows");
            assertThat(rejected).allMatch(one -> one.number() % 4 == 2 || one.reason() instanceof Invalid);
        } finally {
            postgres.execute(
                    "alter table note drop constraint note_rank_check", "alter table note alter column body type text");
        }
    }

    @Test
    void setsDuplicatesAsideByFewStatementsWhateverFailsFirst() {
        postgres.execute("alter table note add constraint note_rank_check check (rank <> 7)");
        try {
            List<Note.Create> records = new ArrayList<>(some(8_000).toList());
            for (int i = 1; i < 8_000; i += 4) {
                records.set(i, records.get(i - 1));
            }
            // What has the key of a record that is not kept is no duplicate.
            records.set(0, new Note.Create("refused", null, 7, ann, null, null));
            records.set(1, new Note.Create("refused", ann));
            records.set(6_003, new Note.Create("missing", 99));
            List<Rejected> rejected = new ArrayList<>();

            Copied copied = budget.expect(16, () -> notes.copying(Note.Create.class)
                    .settingAside(rejected::add)
                    .from(records));

            assertThat(copied).isEqualTo(new Copied(5_999, 0, 2_001));
            assertThat(rows()).isEqualTo(5_999);
            assertThat(rejected).extracting(Rejected::number).doesNotHaveDuplicates();
            assertThat(rejected)
                    .allMatch(one -> one.number() % 4 == 2
                            ? one.reason() instanceof Duplicate
                            : one.number() == 1
                                    ? one.reason() instanceof CheckFailed
                                    : one.number() == 6_004 && one.reason() instanceof MissingReference);
        } finally {
            postgres.execute("alter table note drop constraint note_rank_check");
        }
    }

    private static long locksHeld() {
        return database.sql(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select count(*) from pg_locks where pid = pg_backend_pid()")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Test
    void anUpsertSetsAsideWhatACheckRefusesAndOfTheSameKeyTheLastCounts() {
        postgres.execute("alter table note add constraint note_rank_check check (rank <> 7)");
        try {
            notes.copyIn(Note.Create.class, some(3));
            List<Rejected> rejected = new ArrayList<>();
            Stream<Note.Create> records = Stream.of(
                    new Note.Create("t1", "overtaken", 7, ann, null, null),
                    new Note.Create("t1", "last", 1, ann, null, null),
                    new Note.Create("t2", "overtaken", 1, ann, null, null),
                    new Note.Create("t2", "bad", 7, ann, null, null),
                    new Note.Create("t9", "new", 1, ann, null, null));

            Copied copied = notes.copying(Note.Create.class)
                    .upserting(authorTitle)
                    .settingAside(rejected::add)
                    .from(records);

            assertThat(copied).isEqualTo(new Copied(1, 1, 1));
            assertThat(rejected).extracting(Rejected::number).containsExactly(4L);
            assertThat(notes.count(eq(Note_.body, "overtaken"))).isZero();
            assertThat(notes.count(eq(Note_.body, "last"))).isEqualTo(1);
        } finally {
            postgres.execute("alter table note drop constraint note_rank_check");
        }
    }

    @Test
    void recordsThatExcludeEachOtherAreSetAsideInTheirOrder() {
        postgres.execute("alter table note add constraint note_apart exclude using btree (rank with =)");
        try {
            List<Rejected> rejected = new ArrayList<>();
            Stream<Note.Create> records = IntStream.range(0, 300)
                    .mapToObj(i -> new Note.Create(
                            "t" + i, null, i == 200 ? (Integer) 7 : Integer.valueOf(i), ann, null, null));

            Copied copied =
                    notes.copying(Note.Create.class).settingAside(rejected::add).from(records);

            assertThat(copied).isEqualTo(new Copied(299, 0, 1));
            assertThat(rejected).extracting(Rejected::number).containsExactly(201L);
        } finally {
            postgres.execute("alter table note drop constraint note_apart");
        }
    }

    @Test
    void whatFeedsALoadCannotUseItsConnection() {
        Stream<Note.Create> asking = some(3).peek(one -> rows());
        Stream<Note.Create> writing = some(3).peek(one -> database.tx().run(() -> notes.insert(one)));

        for (Stream<Note.Create> source : List.of(asking, writing)) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(() -> notes.copyIn(Note.Create.class, source))
                    .withMessage("the connection of this transaction is sending a bulk load and cannot run a statement"
                            + "\n  hint: read what the load's source or listener needs before, or on another thread");
        }
        assertThat(rows()).isZero();
    }

    @Test
    void rowsAreHandedOutOnce() {
        var ids = notes.copying(Note.Create.class).ids(id -> {});
        var views = notes.copying(Note.Create.class).views(Note.Title.class, view -> {});
        for (ThrowingCallable second : List.<ThrowingCallable>of(
                () -> ids.views(Note.Title.class, view -> {}),
                () -> views.ids(id -> {}),
                () -> ids.ids(id -> {}),
                () -> views.views(Note.Title.class, view -> {}))) {
            assertThatExceptionOfType(Misuse.class)
                    .isThrownBy(second)
                    .withMessage("a bulk load hands out its rows once"
                            + "\n  hint: call ids or views one time; a view can hold the id");
        }
    }

    @Test
    void noListenerOrKeyReplacesAnotherInSilence() {
        var load = notes.copying(Note.Create.class)
                .progress(1, sent -> {})
                .settingAside(bad -> {})
                .upserting(authorTitle);
        Map<String, ThrowingCallable> second = Map.of(
                "progress", () -> load.progress(2, sent -> {}),
                "settingAside", () -> load.settingAside(bad -> {}),
                "upserting", () -> load.upserting(authorTitle));

        second.forEach((method, call) -> assertThatExceptionOfType(Misuse.class)
                .isThrownBy(call)
                .withMessage(method + " is called twice for one bulk load"
                        + "\n  hint: call it once; a listener can do several things"));
    }

    @Test
    void aSlowSourceIsCutOffInTime() {
        Stream<Note.Create> endless = Stream.generate(() -> {
            postgres.execute("select pg_sleep(0.05)");
            return new Note.Create("t" + System.nanoTime(), ann);
        });

        assertThatExceptionOfType(TimedOut.class)
                .isThrownBy(() -> notes.copying(Note.Create.class)
                        .timeout(Duration.ofMillis(300))
                        .from(endless))
                .withMessageContaining("300 ms");
    }

    @Test
    void upsertsByKeyAndTheLastOfTheSameKeyCounts() {
        notes.copyIn(Note.Create.class, some(3));
        Stream<Note.Create> records = Stream.of(
                new Note.Create("t2", "changed", null, ann, null, null),
                new Note.Create("t9", "first", null, ann, null, null),
                new Note.Create("t9", "second", null, ann, null, null));

        Copied copied = notes.copying(Note.Create.class).upserting(authorTitle).from(records);

        assertThat(copied).isEqualTo(new Copied(1, 1, 0));
        assertThat(notes.list(Note.Out.class, everything(Note.class), asc(Note_.title), 9))
                .extracting(Note.Out::title, Note.Out::body, Note.Out::version)
                .containsExactly(
                        tuple("t1", null, 0L),
                        tuple("t2", "changed", 1L),
                        tuple("t3", null, 0L),
                        tuple("t9", "second", 0L));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }

    @Test
    void handsOutIdsAndRowsInTheRecordsOrder() {
        List<Long> ids = new ArrayList<>();
        List<Note.Out> made = new ArrayList<>();

        notes.copying(Note.Create.class).ids(ids::add).from(some(30_000));
        notes.copying(Note.Create.class)
                .views(Note.Out.class, made::add)
                .from(Stream.of(new Note.Create("u1", ann), new Note.Create("u2", ann)));

        assertThat(notes.getAll(ids, Note.Title.class))
                .extracting(Note.Title::title)
                .containsExactlyElementsOf(some(30_000).map(Note.Create::title).toList());
        assertThat(made).extracting(Note.Out::title).containsExactly("u1", "u2");
        assertThat(made).extracting(Note.Out::authorName).containsOnly("Ann");
    }

    @Test
    void copiesIntoATableWithRowLevelSecurity() {
        postgres.execute(
                "create role reader",
                "grant all on note, author to reader",
                "alter table note enable row level security",
                "create policy all_rows on note using (true)",
                "alter table note force row level security");
        try {
            long rows = database.tx().call(() -> {
                database.sql(connection -> connection.createStatement().execute("set local role reader"));
                return notes.copyIn(Note.Create.class, some(5));
            });
            assertThat(rows).isEqualTo(5);
        } finally {
            postgres.execute(
                    "alter table note disable row level security",
                    "drop policy all_rows on note",
                    "drop owned by reader",
                    "drop role reader");
        }
    }

    @Test
    void halfACharacterIsRefusedInsteadOfBecomingAQuestionMark() {
        String half = "a\ud83d";
        List<Note.Create> records = List.of(
                new Note.Create(half, ann),
                new Note.Create("b", null, null, ann, Map.of("k", half), null),
                new Note.Create("c", null, null, ann, null, List.of(half)));
        for (Note.Create record : records) {
            String field = record.meta() != null ? "meta" : record.words() != null ? "words" : "title";
            assertThatExceptionOfType(Invalid.class)
                    .isThrownBy(() -> notes.insert(record))
                    .withMessage(
                            "the input is not valid: " + field + " holds half a surrogate pair, which is no character");
        }
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.insertAll(List.of(new Note.Quick(half, null, ann))));
        assertThatExceptionOfType(Invalid.class).isThrownBy(() -> notes.exists(eq(Note_.title, half)));
        notes.insert(new Note.Create("whole \ud83d\ude00", ann));
        assertThat(notes.list(Note.Title.class, everything(Note.class), asc(Note_.title), 9))
                .extracting(Note.Title::title)
                .containsExactly("whole \ud83d\ude00");
    }

    @Test
    void upsertsAListByOneStatement() {
        notes.copyIn(Note.Create.class, some(2));
        List<Note.Quick> records = List.of(
                new Note.Quick("t9", "new", ann), new Note.Quick("t1", "old", ann), new Note.Quick("t3", null, ann));

        List<Upserted<Note.Out>> rows = budget.expect(1, () -> notes.upsertAll(records, authorTitle, Note.Out.class));

        assertThat(rows).extracting(Upserted::inserted).containsExactly(true, false, true);
        assertThat(rows).extracting(row -> row.view().title()).containsExactly("t9", "t1", "t3");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.upsertAll(
                        List.of(records.get(0), records.get(1), records.get(0)), authorTitle, Note.Out.class))
                .withMessage("the input is not valid: record 3 has the same key as record 1");
    }

    @Test
    void upsertsAListOfRecordsWithArrays() {
        List<Note.Create> records = some(3).toList();

        assertThat(notes.upsertAll(records, authorTitle, Note.Title.class))
                .extracting(row -> row.view().title())
                .containsExactly("t1", "t2", "t3");
    }

    @Test
    void patchesEachRowItsOwnWayOrNone() {
        List<Long> ids = notes.insertAll(some(4).toList());
        Map<Long, Note.Update> updates = new LinkedHashMap<>();
        updates.put(ids.get(0), Note.Update.title("a"));
        updates.put(ids.get(1), Note.Update.title("b"));
        updates.put(ids.get(2), new Note.Update(Field.unset(), Field.of("body"), Field.of(5), Field.unset()));
        updates.put(ids.get(3), Note.Update.NOTHING);

        long written = budget.expect(3, () -> notes.patchAll(updates));

        assertThat(written).isEqualTo(3);
        assertThat(notes.getAll(ids, Note.Out.class))
                .extracting(Note.Out::title, Note.Out::body, Note.Out::rank, Note.Out::version)
                .containsExactly(
                        tuple("a", null, null, 1L),
                        tuple("b", null, null, 1L),
                        tuple("t3", "body", 5, 1L),
                        tuple("t4", null, null, 0L));

        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> notes.patchAll(Map.of(ids.get(0), Note.Update.title(null))))
                .withMessage("the input is not valid: id " + ids.get(0)
                        + ": title must have a value; leave it unset to keep it");
        updates.put(ids.get(0), Note.Update.title("lost"));
        updates.put(77L, Note.Update.title("nowhere"));
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> notes.patchAll(updates))
                .withMessage(
                        "Note \"77\" does not exist\n" + "  hint: leave their patches out, or insert their rows first");
        assertThat(notes.get(ids.get(0), Note.Title.class).title()).isEqualTo("a");
        assertThat(notes.patchAll(Map.<Long, Note.Update>of())).isZero();
    }

    @Test
    void writesCsvThatCopyReadsBack() {
        notes.insert(new Note.Create("a,\"b\"", "", 1, ann, Map.of("k", 1L), List.of("x", "y")));
        notes.insert(new Note.Create("plain", null, null, ann, null, null));
        ByteArrayOutputStream csv = new ByteArrayOutputStream();

        long rows = notes.copyOut(Note.Out.class, eq(Note_.author, ann), asc(Note_.title), csv);

        String text = csv.toString(StandardCharsets.UTF_8);
        assertThat(rows).isEqualTo(2);
        assertThat(text)
                .startsWith("id,title,body,rank,authorId,authorName,editor,editor.id,editor.name,meta,words,")
                .contains("1,\"a,\"\"b\"\"\",\"\",1,1,Ann,,,,\"{\"\"k\"\": 1}\",\"{x,y}\",0,")
                .contains("2,plain,,,1,Ann,,,,,,0,");
        database.sql(connection -> connection
                .createStatement()
                .execute("create table back (id bigint, title text, body text, rank int, a bigint, b text, c text,"
                        + " d text, e text, f jsonb, g text[], v bigint, t timestamptz, u timestamptz)"));
        assertThat(database.copyIn("copy back from stdin (format csv, header)", out -> csv.writeTo(out)))
                .isEqualTo(2);
    }
}
