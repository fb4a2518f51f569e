package dev.stele.crud;

import static dev.stele.crud.query.Path.path;
import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.junit.StatementBudget;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every call of a DAO and of its links is one statement. */
class OneStatementIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final StatementBudget budget = StatementBudget.of(() -> OneStatementIT.database);

    private static Database database;
    private static Dao<Note, Long> notes;

    private long ann;

    @BeforeAll
    static void open() {
        database = NotesFixture.open(postgres);
        notes = new Dao<>(database, Note.class);
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

    @Test
    void readsByOneStatementForEachCall() {
        long id = notes.insert(new Note.Quick("t", null, ann));
        long other = notes.insert(new Note.Quick("u", null, ann));
        Where<Note> titled = eq(Note_.title, "t");

        budget.expect(1, () -> notes.get(id, Note.Out.class));
        budget.expect(1, () -> notes.find(id, Note.Out.class));
        budget.expect(1, () -> notes.getAll(List.of(id, other), Note.Out.class));
        budget.expect(1, () -> notes.one(Note.Out.class, titled));
        budget.expect(1, () -> notes.list(Note.Out.class, titled, Sort.byId(), 5));
        budget.expect(1, () -> notes.exists(id));
        budget.expect(1, () -> notes.exists(titled));
        budget.expect(1, () -> notes.count(titled));
        Page<Note.Out> first = budget.expect(1, () -> page(PageRequest.first(1)));
        budget.expect(1, () -> page(PageRequest.after(first.next(), 1)));
        database.tx().run(() -> {
            budget.expect(1, () -> notes.lock(id, Note.Out.class));
            budget.expect(1, () -> notes.claim(Note.Out.class, titled, Sort.byId(), 1));
        });
    }

    private static Page<Note.Out> page(PageRequest request) {
        return notes.page(Note.Out.class, everything(Note.class), desc(Note_.updatedAt), request);
    }

    @Test
    void insertsByOneStatementForEachCall() {
        Key<Note> key = Key.on(Note_.author, Note_.title);

        budget.expect(1, () -> notes.insert(new Note.Quick("a", null, ann)));
        budget.expect(1, () -> notes.insert(new Note.Quick("b", null, ann), Note.Out.class));
        budget.expect(1, () -> notes.insertIgnore(new Note.Quick("b", null, ann)));
        budget.expect(1, () -> notes.upsert(new Note.Quick("b", null, ann), key, Note.Out.class));
        budget.expect(1, () -> notes.insertAll(List.of(quick("c"), quick("d"))));
        budget.expect(1, () -> notes.insertAllIgnore(List.of(quick("d"), quick("e"))));
        assertThat(notes.count(everything(Note.class))).isEqualTo(5);
    }

    private Note.Quick quick(String title) {
        return new Note.Quick(title, null, ann);
    }

    @Test
    void changesByOneStatementForEachCall() {
        List<Long> ids = notes.insertAll(List.of(quick("a"), quick("b"), quick("c")));
        long id = ids.get(0);
        Where<Note> byAnn = eq(path(Note_.author, Author_.name), "Ann");

        budget.expect(1, () -> notes.patch(id, Note.Update.body("b"), Note.Out.class));
        budget.expect(1, () -> notes.patch(id, Note.Update.NOTHING, Note.Out.class));
        budget.expect(1, () -> notes.patch(id, Note.Update.body("c"), 1, Note.Out.class));
        budget.expect(1, () -> notes.patchIf(id, Note.Update.body("d"), byAnn, Note.Out.class));
        budget.expect(1, () -> notes.patchAll(byAnn, Note.Update.body("e")));
        budget.expect(1, () -> notes.delete(id));
        budget.expect(1, () -> notes.deleteIf(ids.get(1), byAnn));
        budget.expect(1, () -> notes.deleteAll(byAnn));
        assertThat(notes.count(everything(Note.class))).isZero();
    }

    @Test
    void linksByOneStatementForEachCall() {
        long id = notes.insert(quick("a"));
        List<Long> tags = new Dao<Tag, Long>(database, Tag.class)
                .insertAll(List.of(new Tag.Create("red"), new Tag.Create("blue")));
        Links<Long, Long> links = notes.links(Note_.tags);

        budget.expect(1, () -> links.add(id, tags));
        budget.expect(1, () -> links.remove(id, tags.subList(0, 1)));
        budget.expect(1, () -> links.replace(id, tags));
        assertThat(budget.expect(1, () -> links.idsOf(id))).containsExactlyInAnyOrderElementsOf(tags);
    }
}
