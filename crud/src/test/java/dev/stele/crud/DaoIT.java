package dev.stele.crud;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Where.contains;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static dev.stele.crud.query.Where.has;
import static dev.stele.crud.query.Where.in;
import static dev.stele.crud.query.Where.isNull;
import static dev.stele.crud.query.Where.not;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.CheckFailed;
import dev.stele.core.error.Duplicate;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.MissingReference;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.core.error.Stale;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.models.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DaoIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static Database database;
    private static Dao<Note, Long> notes;
    private static Dao<Author, Long> authors;
    private static Dao<Tag, Long> tags;
    private static Dao<Step, Step.Key> steps;

    private long ann;
    private long bob;

    @BeforeAll
    static void open() {
        database = NotesFixture.open(postgres);
        notes = new Dao<>(database, Note.class);
        authors = new Dao<>(database, Author.class);
        tags = new Dao<>(database, Tag.class);
        steps = new Dao<>(database, Step.class);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("truncate author, tag, note, note_tag, step restart identity cascade");
        ann = authors.insert(new Author.Create("Ann", "Oslo"));
        bob = authors.insert(new Author.Create("Bob", null));
    }

    @Test
    void oneRecordMayBothMakeARowAndShowIt() {
        long id = tags.insert(new Tag.Label("red"));

        assertThat(tags.get(id, Tag.Label.class)).isEqualTo(new Tag.Label("red"));
    }

    @Test
    void insertsAndFindsARowWithEveryColumn() {
        Map<String, Object> meta = Map.of("a", 1L, "b", List.of(true, "x"));
        long id = notes.insert(new Note.Create("t", "b", 3, ann, meta, List.of("x", "y")));

        Note.Out out = notes.get(id, Note.Out.class);

        assertThat(out)
                .isEqualTo(new Note.Out(
                        id,
                        "t",
                        "b",
                        3,
                        ann,
                        "Ann",
                        null,
                        meta,
                        List.of("x", "y"),
                        0,
                        out.createdAt(),
                        out.createdAt()));
        assertThat(notes.find(99L, Note.Out.class)).isEmpty();
        assertThat(notes.exists(id)).isTrue();
        assertThat(notes.exists(99L)).isFalse();
    }

    @Test
    void saysWhichRowIsMissing() {
        assertThatThrownBy(() -> notes.get(99L, Note.Out.class))
                .isInstanceOf(NotFound.class)
                .hasMessage("Note \"99\" does not exist\n  hint: use find() if it may be missing");
        assertThatThrownBy(() -> notes.delete(99L))
                .isInstanceOf(NotFound.class)
                .hasMessage("Note \"99\" does not exist\n  hint: use deleteIf() if it may be missing");
        assertThatThrownBy(() -> notes.patch(99L, Note.Update.title("x"), Note.Out.class))
                .isInstanceOf(NotFound.class)
                .hasMessage("Note \"99\" does not exist\n"
                        + "  hint: use find() first if it may be missing, or upsert() to insert it then");
        assertThatThrownBy(() -> database.tx().call(() -> notes.lock(99L, Note.Out.class)))
                .isInstanceOf(NotFound.class)
                .hasMessage("Note \"99\" does not exist\n"
                        + "  hint: use lock(id, view, LockWait.WAIT) if it may be missing");
        assertThatThrownBy(() -> notes.patch(99L, Note.Update.NOTHING, Note.Out.class))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void returnsAnInsertedRowWithWhatItRefersTo() {
        Note.Out out = notes.insert(new Note.Quick("t", null, bob), Note.Out.class);

        assertThat(out.authorName()).isEqualTo("Bob");
        assertThat(out).isEqualTo(notes.get(out.id(), Note.Out.class));
    }

    @Test
    void readsAViewInsideOfAView() {
        long id = notes.insert(new Note.Quick("t", null, ann));
        postgres.execute("update note set editor_id = " + bob);

        assertThat(notes.get(id, Note.Out.class).editor()).isEqualTo(new Author.Ref(bob, "Bob"));
    }

    @Test
    void patchesOnlyTheSetFieldsAndReturnsTheNewRow() {
        Note.Out before = notes.insert(new Note.Create("t", "b", 3, ann, null, null), Note.Out.class);

        Note.Out after = notes.patch(
                before.id(),
                new Note.Update(Field.unset(), Field.of(null), Field.unset(), Field.of(bob)),
                Note.Out.class);

        assertThat(after.title()).isEqualTo("t");
        assertThat(after.body()).isNull();
        assertThat(after.rank()).isEqualTo(3);
        assertThat(after.authorName()).isEqualTo("Bob");
        assertThat(after.version()).isEqualTo(1);
        assertThat(after.updatedAt()).isAfter(before.updatedAt());
        assertThat(after).isEqualTo(notes.get(before.id(), Note.Out.class));
    }

    @Test
    void writesNothingWhereNoFieldIsSet() {
        Note.Out before = notes.insert(new Note.Quick("t", null, ann), Note.Out.class);

        assertThat(notes.patch(before.id(), Note.Update.NOTHING, Note.Out.class))
                .isEqualTo(before);
        assertThat(notes.patch(before.id(), Note.Update.NOTHING, 0, Note.Out.class))
                .isEqualTo(before);
        assertThatThrownBy(() -> notes.patch(before.id(), Note.Update.NOTHING, 7, Note.Out.class))
                .isInstanceOf(Stale.class);
    }

    @Test
    void refusesNullForWhatMustHaveAValueBeforeTheDatabaseIsAsked() {
        long id = notes.insert(new Note.Quick("t", null, ann));

        assertThatThrownBy(() -> notes.patch(
                        id,
                        new Note.Update(Field.of(null), Field.unset(), Field.unset(), Field.of(null)),
                        Note.Out.class))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid:\n"
                        + "  - title must have a value; leave it unset to keep it\n"
                        + "  - authorId must have a value; leave it unset to keep it");
        assertThatThrownBy(() -> notes.insert(new Note.Quick(null, null, ann)))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: title must have a value");
        assertThatThrownBy(() -> notes.insert(new Note.Create("forbidden", ann)))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: title must not be \"forbidden\"");
    }

    @Test
    void refusesAPatchOfARowThatMovedOn() {
        long id = notes.insert(new Note.Quick("t", null, ann));
        notes.patch(id, Note.Update.title("u"), 0, Note.Out.class);

        assertThatThrownBy(() -> notes.patch(id, Note.Update.title("v"), 0, Note.Out.class))
                .isInstanceOf(Stale.class)
                .hasMessage("Note \"1\" is no longer as expected (version 0)\n"
                        + "  hint: read it again and repeat the change");
        assertThatThrownBy(() -> notes.patchIf(id, Note.Update.title("v"), eq(Note_.title, "t"), Note.Out.class))
                .isInstanceOf(Stale.class)
                .hasMessage("Note \"1\" is no longer as expected (the condition of patchIf)\n"
                        + "  hint: read it again and repeat the change");
        assertThat(notes.patchIf(
                                id,
                                Note.Update.title("v"),
                                Where.<Note, String>eq(Note_.title, "u")
                                        .and(eq(path(Note_.author, Author_.name), "Ann")),
                                Note.Out.class)
                        .title())
                .isEqualTo("v");
    }

    @Test
    void patchesAndDeletesManyByACondition() {
        notes.insertAll(List.of(
                new Note.Quick("a", null, ann), new Note.Quick("b", null, ann), new Note.Quick("c", null, bob)));

        assertThat(notes.patchAll(eq(path(Note_.author, Author_.name), "Ann"), Note.Update.body("x")))
                .isEqualTo(2);
        assertThat(notes.count(eq(Note_.body, "x"))).isEqualTo(2);
        assertThatThrownBy(() -> notes.patchAll(everything(Note.class), Note.Update.NOTHING))
                .isInstanceOf(Misuse.class)
                .hasMessage(
                        "a patch of many rows sets no field\n" + "  hint: set one at least, or do not call patchAll");
        assertThat(notes.deleteAll(eq(path(Note_.author, Author_.city), "Oslo")))
                .isEqualTo(2);
        assertThat(notes.count(everything(Note.class))).isEqualTo(1);
    }

    @Test
    void deletesARowIfItMeetsACondition() {
        long id = notes.insert(new Note.Quick("t", null, ann));

        assertThat(notes.deleteIf(id, eq(Note_.author, bob))).isFalse();
        assertThat(notes.deleteIf(id, eq(Note_.author, ann))).isTrue();
        long other = notes.insert(new Note.Quick("t", null, ann));
        notes.delete(other);
        assertThat(notes.exists(everything(Note.class))).isFalse();
    }

    @Test
    void upsertsOnANaturalKey() {
        Upserted<Note.Out> first =
                notes.upsert(new Note.Quick("t", "1", ann), Key.on(Note_.author, Note_.title), Note.Out.class);
        Upserted<Note.Out> second =
                notes.upsert(new Note.Quick("t", "2", ann), Key.on(Note_.author, Note_.title), Note.Out.class);

        assertThat(first.inserted()).isTrue();
        assertThat(second.inserted()).isFalse();
        assertThat(second.view().id()).isEqualTo(first.view().id());
        assertThat(second.view().body()).isEqualTo("2");
        assertThat(second.view().version()).isEqualTo(1);
        assertThatThrownBy(() -> notes.upsert(new Note.Quick("t", "2", ann), Key.on(Note_.title), Note.Out.class))
                .isInstanceOf(Misuse.class)
                .hasMessage("cannot upsert Note on [title]: no unique constraint has exactly the columns [title]\n"
                        + "  hint: declare one in @Table(uniqueConstraints = …) and migrate, or choose another key");
    }

    @Test
    void insertsUnlessTheKeyIsTaken() {
        assertThat(notes.insertIgnore(new Note.Quick("t", null, ann))).contains(1L);
        assertThat(notes.insertIgnore(new Note.Quick("t", null, ann))).isEmpty();
        assertThat(notes.insertAllIgnore(List.of(new Note.Quick("t", null, ann), new Note.Quick("u", null, ann))))
                .hasSize(1);
    }

    @Test
    void insertsManyAndGivesTheirIdsInOrder() {
        List<Note.Quick> records = IntStream.range(0, 2000)
                .mapToObj(i -> new Note.Quick("n" + i, i % 2 == 0 ? null : "b", ann))
                .toList();

        List<Long> ids = notes.insertAll(records);

        assertThat(notes.getAll(ids, Note.Title.class))
                .extracting(Note.Title::title)
                .containsExactlyElementsOf(
                        records.stream().map(Note.Quick::title).toList());
        // arrays of arrays do not exist in the way needed, so these go as rows of parameters
        assertThat(notes.insertAll(List.of(new Note.Create("x", null, 1, bob, Map.of("k", "v"), List.of("w")))))
                .hasSize(1);
        assertThat(notes.insertAll(List.of())).isEmpty();
    }

    @Test
    void keepsNoRowWhereTheSecondOfSeveralStatementsFails() {
        // six values a row: 10,922 rows fill the 65,535 parameters of one statement
        List<Note.Create> records = IntStream.range(0, 10_923)
                .mapToObj(i -> new Note.Create("n" + i, ann))
                .toList();
        List<Note.Create> twice = new ArrayList<>(records);
        twice.set(10_922, records.get(0));

        assertThatThrownBy(() -> notes.insertAll(twice)).isInstanceOf(Duplicate.class);
        assertThat(notes.count(everything(Note.class))).isZero();
        assertThat(notes.insertAll(records)).hasSize(10_923).isSorted();
        assertThat(notes.count(everything(Note.class))).isEqualTo(10_923);
    }

    @Test
    void namesTheIdsThatGetAllMisses() {
        long id = notes.insert(new Note.Quick("t", null, ann));

        assertThat(notes.getAll(List.of(id, id), Note.Title.class)).hasSize(2);
        assertThatThrownBy(() -> notes.getAll(List.of(7L, id, 8L), Note.Title.class))
                .isInstanceOf(NotFound.class)
                .hasMessage("Note \"7, 8\" does not exist\n  hint: use find() if it may be missing");
    }

    @Test
    void namesTenOfManyIdsThatGetAllMisses() {
        List<Long> ten = LongStream.rangeClosed(11, 20).boxed().toList();
        List<Long> many = LongStream.range(11, 200_011).boxed().toList();

        assertThatThrownBy(() -> notes.getAll(ten, Note.Title.class))
                .hasMessage("Note \"11, 12, 13, 14, 15, 16, 17, 18, 19, 20\" does not exist\n"
                        + "  hint: use find() if it may be missing");
        assertThatThrownBy(() -> notes.getAll(many, Note.Title.class))
                .isInstanceOf(NotFound.class)
                .hasMessage("Note \"11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 199990 more\" does not exist\n"
                        + "  hint: use find() if it may be missing");
    }

    @Test
    void saysWhichOfManyRecordsIsAtFault() {
        Note.Create good = new Note.Create("good", ann);

        assertThatThrownBy(() -> notes.insertAll(List.of(good, good, new Note.Create("forbidden", ann))))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: record 3: title must not be \"forbidden\"")
                .satisfies(e -> assertThat(((Invalid) e).errors())
                        .extracting(Invalid.FieldError::field)
                        .containsExactly("record 3: title"));
        Note.Quick nameless = new Note.Quick(null, null, ann);
        assertThatThrownBy(() -> notes.insertAllIgnore(List.of(nameless)))
                .hasMessage("the input is not valid: record 1: title must have a value");
        assertThatThrownBy(() -> notes.insert(nameless)).hasMessage("the input is not valid: title must have a value");
        assertThat(notes.count(everything(Note.class))).isZero();
    }

    @Test
    void namesTheRecordOfAListThatTheServerRefuses() {
        notes.insert(new Note.Create("taken) (1, x", ann));
        String ways = "\n  hint: pick other values, or use upsertAll() or insertAllIgnore()";
        String taken = "Note with the same author, title (constraint \"note_author_title_key\") already exists" + ways;

        assertThatThrownBy(() -> notes.insertAll(list("a", "taken", "taken) (1, x")))
                .isInstanceOf(Duplicate.class)
                .hasMessage("record 3: " + taken)
                .satisfies(e -> assertThat(((Duplicate) e).record()).isEqualTo(3));
        assertThatThrownBy(() -> notes.insertAll(list("a", "b", "a", "a"))).hasMessage("record 3: " + taken);
        assertThatThrownBy(() -> notes.insertAll(
                        List.of(new Note.Create("c", ann), new Note.Create("d", 99), new Note.Create("e", 99))))
                .isInstanceOf(MissingReference.class)
                .hasMessageStartingWith("record 2: Note cannot be written: what author ")
                .satisfies(e -> assertThat(((MissingReference) e).record()).isEqualTo(2));
        assertThatThrownBy(() -> notes.upsertAll(
                        List.of(new Note.Create("c", ann), new Note.Create("d", 99)),
                        Key.on(Note_.author, Note_.title),
                        Note.Title.class))
                .hasMessageStartingWith("record 2: Note cannot be written");
        assertThatThrownBy(() -> notes.insertAllIgnore(list("a", "b\0c")))
                .hasMessage(
                        "the input is not valid: record 2: title holds the character NUL, which PostgreSQL cannot store");
        assertThatThrownBy(() -> notes.insertAll(list("a", "b", "\ud83d")))
                .hasMessage(
                        "the input is not valid: record 3: title holds half a surrogate pair, which is no character");
        assertThat(notes.count(everything(Note.class))).isEqualTo(1);
    }

    @Test
    void saysWhichRecordsItMayBeWhereTheServerDoesNot() {
        postgres.execute(
                "alter table note add constraint note_rank_check check (rank <> 7)",
                "alter table note alter column body type varchar(5)");
        try {
            assertThatThrownBy(() -> notes.insertAll(
                            List.of(new Note.Create("a", ann), new Note.Create("b", null, 7, ann, null, null))))
                    .hasMessageStartingWith("one of records 1 to 2: Note cannot be written: the value of rank")
                    .satisfies(e -> assertThat(((CheckFailed) e).record()).isNull());
            assertThatThrownBy(() -> notes.insertAll(List.of(new Note.Create("b", null, 7, ann, null, null))))
                    .hasMessageStartingWith("record 1: Note cannot be written: the value of rank");
            assertThatThrownBy(() -> notes.insertAll(List.of(
                            new Note.Create("a", ann), new Note.Create("b", "too long", null, ann, null, null))))
                    .hasMessage(
                            "the input is not valid: one of records 1 to 2: a value is longer than its column allows");
        } finally {
            postgres.execute(
                    "alter table note drop constraint note_rank_check", "alter table note alter column body type text");
        }
    }

    @Test
    void namesThePatchThatTheServerRefusesByItsId() {
        List<Long> ids = notes.insertAll(list("a", "b"));
        Note.Update elsewhere = new Note.Update(Field.unset(), Field.unset(), Field.unset(), Field.of(99L));

        assertThatThrownBy(() -> notes.patchAll(Map.of(ids.get(0), Note.Update.body("fine"), ids.get(1), elsewhere)))
                .isInstanceOf(MissingReference.class)
                .hasMessageStartingWith("id " + ids.get(1) + ": Note cannot be written: what author ");
        assertThatThrownBy(() -> notes.patchAll(
                        Map.of(ids.get(0), Note.Update.body("fine"), ids.get(1), Note.Update.body("b\0c"))))
                .hasMessage("the input is not valid: id " + ids.get(1)
                        + ": body holds the character NUL, which PostgreSQL cannot store");
        Map<Long, Note.Update> same = new LinkedHashMap<>();
        ids.forEach(id -> same.put(id, Note.Update.title("same")));
        assertThatThrownBy(() -> notes.patchAll(same))
                .isInstanceOf(Duplicate.class)
                .hasMessageStartingWith("one of ids " + ids.get(0) + ", " + ids.get(1) + ": Note with the same author");
    }

    private List<Note.Create> list(String... titles) {
        return Stream.of(titles).map(title -> new Note.Create(title, ann)).toList();
    }

    @Test
    void findsByConditions() {
        long a = notes.insert(new Note.Create("100% sure_", "b", 3, ann, Map.of("k", Map.of("x", 1L)), List.of("p")));
        long b = notes.insert(new Note.Create("plain", null, null, bob, null, null));
        long tag = tags.insert(new Tag.Create("red"));
        notes.<Long>links(Note_.tags).add(a, List.of(tag));

        assertThat(ids(contains(Note_.title, "0% s"))).containsExactly(a);
        assertThat(ids(contains(Note_.title, "%"))).containsExactly(a);
        assertThat(ids(Where.startsWith(Note_.title, "PLAIN"))).isEmpty();
        assertThat(ids(Where.containsIgnoringCase(Note_.title, "LAI"))).containsExactly(b);
        assertThat(ids(Where.like(Note_.title, "pl%"))).containsExactly(b);
        assertThat(ids(isNull(Note_.body))).containsExactly(b);
        assertThat(ids(Where.ne(Note_.body, "b"))).containsExactly(b);
        assertThat(ids(in(Note_.title, List.of("plain", "x")))).containsExactly(b);
        assertThat(ids(in(Note_.title, List.of()))).isEmpty();
        assertThat(ids(in(path(Note_.author, Author_.id), List.of(ann)))).containsExactly(a);
        assertThat(ids(Where.jsonContains(Note_.meta, Map.of("k", Map.of("x", 1)))))
                .containsExactly(a);
        assertThat(ids(Where.overlaps(Note_.words, List.of("p", "q")))).containsExactly(a);
        assertThat(ids(Where.matches("english", "plain", Note_.title, Note_.body)))
                .containsExactly(b);
        assertThat(ids(has(Note_.tags, eq(Tag_.label, "red")))).containsExactly(a);
        assertThat(ids(not(has(Note_.tags, everything(Tag.class))))).containsExactly(b);
        assertThat(ids(Where.<Note>isNull(path(Note_.editor, Author_.name)))).containsExactly(a, b);
        assertThat(ids(Where.between(Note_.rank, 1, 3))).containsExactly(a);
        assertThat(ids(Where.<Note>eq(Note_.rank, 3).or(eq(Note_.title, "plain"))))
                .containsExactly(a, b);
        assertThat(ids(everything(Note.class).andIf((String) null, p -> contains(Note_.title, p))))
                .hasSize(2);
        assertThat(ids(everything(Note.class).andIf("plain", p -> contains(Note_.title, p))))
                .containsExactly(b);
        assertThat(authors.list(Author.Ref.class, has(Author_.notes, eq(Note_.rank, 3)), Sort.byId(), 10))
                .containsExactly(new Author.Ref(ann, "Ann"));
        assertThat(notes.one(Note.Title.class, eq(Note_.title, "plain"))).contains(new Note.Title("plain"));
    }

    private List<Long> ids(Where<Note> where) {
        return notes.list(Note.Brief.class, where, Sort.byId(), 100).stream()
                .map(Note.Brief::id)
                .toList();
    }

    @Test
    void replacesLinksBySets() {
        long note = notes.insert(new Note.Quick("t", null, ann));
        List<Long> all =
                tags.insertAll(Stream.of("a", "b", "c").map(Tag.Create::new).toList());
        Links<Long, Long> links = notes.links(Note_.tags);

        links.replace(note, all.subList(0, 2));
        links.replace(note, all.subList(1, 3));

        assertThat(links.idsOf(note)).isEqualTo(Set.copyOf(all.subList(1, 3)));
        assertThat(links.add(note, all)).isEqualTo(1);
        assertThat(links.remove(note, all.subList(0, 1))).isEqualTo(1);
        assertThatThrownBy(() -> links.replace(note, List.of(99L))).isInstanceOf(MissingReference.class);
        assertThat(links.idsOf(note)).hasSize(2);
        links.replace(note, List.of());
        assertThat(links.idsOf(note)).isEmpty();
    }

    @Test
    void worksOnCompositeIds() {
        UUID run = UUID.randomUUID();

        Step.Key key = steps.insert(new Step.Create(run, 1, "new"));

        assertThat(key).isEqualTo(new Step.Key(run, 1));
        assertThat(steps.get(key, Step.Out.class)).isEqualTo(new Step.Out(run, 1, "new"));
        assertThat(steps.upsert(new Step.Create(run, 1, "old"), Key.id(), Step.Out.class))
                .isEqualTo(new Upserted<>(new Step.Out(run, 1, "old"), false));
        assertThat(steps.upsert(new Step.Create(run, 2, "x"), Key.on(Step_.run, Step_.number), Step.Out.class)
                        .inserted())
                .isTrue();
        assertThat(steps.patch(key, new Step.Update(Field.of("done")), Step.Out.class)
                        .state())
                .isEqualTo("done");
        assertThat(steps.getAll(List.of(new Step.Key(run, 2), key), Step.Out.class))
                .extracting(Step.Out::number)
                .containsExactly(2, 1);
        steps.delete(key);
        assertThat(steps.find(key, Step.Out.class)).isEmpty();
    }

    @Test
    void locksAndClaimsInsideATransactionOnly() {
        long id = notes.insert(new Note.Quick("t", null, ann));

        assertThat(database.tx().call(() -> notes.lock(id, Note.Title.class)).title())
                .isEqualTo("t");
        assertThat(database.tx().call(() -> notes.claim(Note.Title.class, everything(Note.class), Sort.byId(), 5)))
                .hasSize(1);
        assertThatThrownBy(() -> notes.lock(id, Note.Title.class))
                .isInstanceOf(Misuse.class)
                .hasMessage("cannot lock a row outside a transaction, at whose end the hold on them ends\n"
                        + "  hint: call it inside database.tx().call(…)");
    }

    @Test
    void streamsInsideATransaction() {
        notes.insertAll(IntStream.range(0, 1200)
                .mapToObj(i -> new Note.Quick("n" + i, null, ann))
                .toList());

        long streamed = database.tx()
                .readOnly()
                .call(() -> notes.stream(Note.Title.class, everything(Note.class), Sort.byId(), rows -> rows.count()));

        assertThat(streamed).isEqualTo(1200);
    }

    @Test
    void streamsWithoutAnOrderWhereNoneIsGiven() {
        notes.insertAll(IntStream.range(0, 1200)
                .mapToObj(i -> new Note.Quick("n" + i, null, ann))
                .toList());
        List<String> run = new ArrayList<>();

        List<String> titles = database.tx().readOnly().call(() -> {
            try (Database.Observation hears = database.observe(statement -> run.add(statement.sql()))) {
                return notes.stream(Note.Title.class, eq(Note_.author, ann), rows -> rows.map(Note.Title::title)
                        .toList());
            }
        });

        assertThat(titles).hasSize(1200).doesNotHaveDuplicates();
        assertThat(run).hasSize(1).first(as(STRING)).doesNotContain("order by", "limit");
    }

    @Test
    void takesHibernatesOwnAttributesOnceItHasStarted() {
        long id = notes.insert(new Note.Create("t", "b", 3, ann, Map.of("k", 1L), List.of("w")));

        Note loaded = database.hibernate(session -> session.get(Note.class, id));

        assertThat(loaded.meta).isEqualTo(notes.get(id, Note.Out.class).meta());
        assertThat(ids(eq(path(Note_.author, Author_.name), "Ann"))).containsExactly(id);
        assertThat(ids(Where.overlaps(Note_.words, List.of("w")))).containsExactly(id);
    }

    @Test
    void joinsTheThreadsTransaction() {
        assertThatThrownBy(() -> database.tx().run(() -> {
                    notes.insert(new Note.Quick("gone", null, ann));
                    throw new IllegalStateException("roll back");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(notes.exists(everything(Note.class))).isFalse();
    }
}
