package dev.stele.crud;

import static dev.stele.crud.query.Where.contains;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static dev.stele.crud.query.Where.in;
import static dev.stele.crud.query.Where.isNotNull;
import static dev.stele.crud.query.Where.jsonContains;
import static dev.stele.crud.query.Where.matches;
import static dev.stele.crud.query.Where.ne;
import static dev.stele.crud.query.Where.overlaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.Invalid;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A text that is longer than a row, a message or a field may be is stored or refused, and the one connection serves on.
 *
 * <p>{@code -Dstele.test.megabytes} says how long it is; with 1024, more than a field can have, the tests need
 * {@code -Dstele.test.heap=12g} and as much again for the server.
 */
class LongTextIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int MEGABYTES = Integer.getInteger("stele.test.megabytes", 2);

    private static Database database;
    private static Dao<Note, Long> notes;
    private static long author;

    @BeforeAll
    static void open() {
        NotesFixture.open(postgres).close();
        PoolSettings pool = postgres.config().pool();
        database = Database.open(
                postgres.config()
                        .withPool(new PoolSettings(
                                pool.mode(), 1, pool.acquireTimeout(), pool.maxLifetime(), pool.keepaliveTime())),
                NotesFixture.ENTITIES);
        notes = new Dao<>(database, Note.class);
        author = postgres.value(Long.class, "insert into author (name) values ('a') returning id");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** By where it stands: what is done with it. */
    private Map<String, Consumer<String>> places(long there) {
        Map<String, Consumer<String>> places = new LinkedHashMap<>();
        Key<Note> key = Key.on(Note_.author, Note_.title);
        places.put("insert", it -> notes.insert(note(it)));
        places.put("insertAll", it -> notes.insertAll(List.of(note(it))));
        places.put("copyIn", it -> notes.copyIn(Note.Create.class, List.of(note(it))));
        places.put("patch", it -> notes.patch(there, Note.Update.body(it), Note.Title.class));
        places.put("patchAll", it -> notes.patchAll(Map.of(there, Note.Update.body(it))));
        places.put("patchWhere", it -> notes.patchAll(everything(Note.class), Note.Update.body(it)));
        places.put("json", it -> notes.insert(new Note.Create("m", null, 1, author, Map.of("k", it), null)));
        places.put("array", it -> notes.insert(new Note.Create("w", null, 1, author, null, List.of(it))));
        places.put("index", it -> notes.insert(new Note.Create(it, author)));
        places.put("upsert", it -> notes.upsert(new Note.Create(it, author), key, Note.Title.class));
        places.put("eq", it -> notes.exists(eq(Note_.body, it)));
        places.put("in", it -> notes.exists(in(Note_.body, List.of(it))));
        places.put("contains", it -> notes.exists(contains(Note_.body, it)));
        places.put("jsonContains", it -> notes.exists(jsonContains(Note_.meta, Map.of("k", it))));
        places.put("overlaps", it -> notes.exists(overlaps(Note_.words, List.of(it))));
        places.put("matches", it -> notes.exists(matches("simple", it, Note_.title)));
        return places;
    }

    @Test
    void isStoredOrRefusedWhereverItStands() {
        String text = "long text ".repeat(MEGABYTES * 1024 * 1024 / 10);
        long there = notes.insert(new Note.Create("there", author));
        List<String> stored = new ArrayList<>();
        places(there).forEach((place, use) -> {
            Throwable thrown = catchThrowable(() -> use.accept(text));

            assertThat(notes.get(there, Note.Title.class).title()).isEqualTo("there");
            if (thrown == null) {
                stored.add(place);
            } else {
                assertThat(thrown).as(place).isInstanceOf(Invalid.class);
            }
            List<Note.Body> bodies = notes.list(Note.Body.class, isNotNull(Note_.body), Sort.byId(), 2);
            assertThat(bodies).as(place).allMatch(note -> text.equals(note.body()));
            notes.deleteAll(ne(Note_.title, "there"));
            notes.patch(there, Note.Update.body(null), Note.Title.class);
        });

        System.out.println(MEGABYTES + " MB, taken by: " + stored);
        if (MEGABYTES < 128) {
            assertThat(stored)
                    .contains("insert", "insertAll", "copyIn", "patch", "patchAll", "patchWhere", "json", "array");
        }
        assertThat(stored).doesNotContain("index", "upsert", "matches");
        assertThat(stored.isEmpty()).as("more than a field takes").isEqualTo(MEGABYTES >= 1024);
    }

    private static Note.Create note(String body) {
        return new Note.Create("t", body, 1, author, null, null);
    }
}
