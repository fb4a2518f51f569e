package dev.stele.crud;

import static dev.stele.crud.query.Sort.asc;
import static dev.stele.crud.query.Where.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MissingReference;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.query.Key;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpsertLoadIT {
    /** The table, its rows, whether it may go the fast way, and the table's end. */
    private static final int AROUND = 4;

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> UpsertLoadIT.database);

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

    private Note.Create note(String title, String body) {
        return new Note.Create(title, body, null, ann, null, null);
    }

    private Stream<Note.Create> some(int count, String body) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> note("t" + i, body));
    }

    private static Copied upsert(Stream<Note.Create> records) {
        return notes.copying(Note.Create.class).upserting(authorTitle).from(records);
    }

    private static List<Note.Out> all() {
        return notes.list(Note.Out.class, everything(Note.class), asc(Note_.id), 100);
    }

    @Test
    void changesAndInsertsByAStatementEach() {
        notes.copyIn(Note.Create.class, some(2, "old"));

        Copied copied = budget.expect(AROUND + 2, () -> upsert(some(4, "new")));

        assertThat(copied).isEqualTo(new Copied(2, 2, 0));
        assertThat(all())
                .extracting(Note.Out::id, Note.Out::title, Note.Out::body, Note.Out::version)
                .containsExactly(
                        tuple(1L, "t1", "new", 1L),
                        tuple(2L, "t2", "new", 1L),
                        tuple(3L, "t3", "new", 0L),
                        tuple(4L, "t4", "new", 0L));
        assertThat(all().get(0).updatedAt())
                .isAfter(all().get(0).createdAt())
                .isEqualTo(all().get(3).updatedAt())
                .isEqualTo(all().get(3).createdAt());
    }

    @Test
    void ofRecordsWithTheKeyOfOneRowTheLastCounts() {
        notes.copyIn(Note.Create.class, some(1, "old"));

        assertThat(upsert(Stream.of(note("t1", "first"), note("t1", "second")))).isEqualTo(new Copied(0, 1, 0));
        assertThat(all()).extracting(Note.Out::body, Note.Out::version).containsExactly(tuple("second", 1L));
    }

    @Test
    void aSmallLoadIntoALargeTableTakesOneStatement() {
        notes.copyIn(Note.Create.class, some(2000, "old"));

        assertThat(budget.expect(AROUND + 1, () -> upsert(some(3, "new")))).isEqualTo(new Copied(0, 3, 0));
    }

    @Test
    void aTriggerSeesEveryRecordBeforeItsKeyIsCompared() {
        postgres.execute(
                "create function trimmed() returns trigger language plpgsql as"
                        + " 'begin new.title := btrim(new.title); return new; end'",
                "create trigger trimming before insert on note for each row execute function trimmed()");
        try {
            notes.copyIn(Note.Create.class, some(1, "old"));

            Copied copied = budget.expect(AROUND + 1, () -> upsert(Stream.of(note(" t1", "new"))));

            assertThat(copied).isEqualTo(new Copied(0, 1, 0));
            assertThat(all()).extracting(Note.Out::title, Note.Out::body).containsExactly(tuple("t1", "new"));
        } finally {
            postgres.execute("drop function trimmed cascade");
        }
    }

    @Test
    void aRowThatIsBeingInsertedElsewhereIsWaitedForAndChanged() throws Exception {
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into note (title, author_id) values ('t2', " + ann + ")");

            CompletableFuture<Copied> load = CompletableFuture.supplyAsync(() -> upsert(some(3, "new")));
            while (!load.isDone()
                    && postgres.value(Long.class, "select count(*) from pg_locks where not granted") == 0) {
                Thread.onSpinWait();
            }
            other.commit();

            assertThat(load.get()).isEqualTo(new Copied(2, 1, 0));
        }
        assertThat(all()).extracting(Note.Out::body).containsOnly("new");
    }

    @Test
    void namesTheRecordThatAConstraintRefusesOrSetsItAside() {
        List<Note.Create> records = new ArrayList<>(some(50, "new").toList());
        records.set(39, new Note.Create("missing", 99));
        notes.copyIn(Note.Create.class, some(10, "old"));

        assertThatExceptionOfType(MissingReference.class)
                .isThrownBy(() -> upsert(records.stream()))
                .satisfies(e -> assertThat(e.record()).isEqualTo(40));
        assertThat(all()).extracting(Note.Out::body).containsOnly("old").hasSize(10);

        List<Rejected> rejected = new ArrayList<>();
        assertThat(notes.copying(Note.Create.class)
                        .upserting(authorTitle)
                        .settingAside(rejected::add)
                        .from(records))
                .isEqualTo(new Copied(39, 10, 1));
        assertThat(rejected).extracting(Rejected::number).containsExactly(40L);
    }

    @Test
    void anotherTableIsUpsertedByItsOwnKey() {
        Dao<Author, Long> authors = new Dao<>(database, Author.class);

        Copied copied = authors.copying(Author.Create.class)
                .upserting(Key.on(Author_.name))
                .from(List.of(new Author.Create("Ann", "Bonn"), new Author.Create("Bob", null)));

        assertThat(copied).isEqualTo(new Copied(1, 1, 0));
    }
}
