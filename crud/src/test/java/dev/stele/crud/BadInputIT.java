package dev.stele.crud;

import static dev.stele.crud.query.Where.contains;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static dev.stele.crud.query.Where.in;
import static dev.stele.crud.query.Where.isNull;
import static dev.stele.crud.query.Where.jsonContains;
import static dev.stele.crud.query.Where.matches;
import static dev.stele.crud.query.Where.ne;
import static dev.stele.crud.query.Where.not;
import static dev.stele.crud.query.Where.overlaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.PoolSettings;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.ErrorKind;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.NotFound;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no column can hold is a typed error, and the one connection there is serves the next call.
 *
 * <p>{@code -Dstele.test.inputs} says how many random inputs, {@code -Dstele.test.seed} repeats a run.
 */
class BadInputIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int INPUTS = Integer.getInteger("stele.test.inputs", 2_000);
    private static final long SEED = Long.getLong("stele.test.seed", System.nanoTime());

    private static Database database;
    private static Dao<Note, Long> notes;
    private static long author;

    private final Random random = new Random(SEED);
    private final HostileText hostile = new HostileText(random);

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

    @AfterEach
    void theConnectionStillServes() {
        assertThat(database.inTransaction()).isFalse();
        notes.deleteAll(everything(Note.class));
        notes.insert(new Note.Create("next", author));
        assertThat(notes.count(everything(Note.class))).isEqualTo(1);
        notes.deleteAll(everything(Note.class));
    }

    @Test
    void textThatCannotBeStoredIsInvalidWhereverItStands() {
        System.out.println(INPUTS + " unstorable inputs with -Dstele.test.seed=" + SEED);
        long there = notes.insert(new Note.Create("there", author));
        List<Function<String, Object>> places = List.of(
                text -> notes.insert(new Note.Create(text, author)),
                text -> notes.insertAll(List.of(new Note.Create("a", author), new Note.Create(text, author))),
                text -> notes.copyIn(
                        Note.Create.class, List.of(new Note.Create("b", author), new Note.Create(text, author))),
                text -> notes.upsert(
                        new Note.Create(text, author), Key.on(Note_.author, Note_.title), Note.Title.class),
                text -> notes.patch(there, Note.Update.body(text), Note.Title.class),
                text -> notes.patchAll(Map.of(there, Note.Update.body(text))),
                text -> notes.patchAll(everything(Note.class), Note.Update.body(text)),
                text -> notes.insert(meta(Map.of("k", text))),
                text -> notes.insert(meta(Map.of(text, "v"))),
                text -> notes.insert(meta(Map.of("k", List.of(Map.of("deep", text))))),
                text -> notes.insert(new Note.Create("w", null, 1, author, null, List.of("a", text))),
                text -> notes.exists(eq(Note_.title, text)),
                text -> notes.exists(contains(Note_.title, text)),
                text -> notes.exists(in(Note_.title, List.of("a", text))),
                text -> notes.exists(jsonContains(Note_.meta, Map.of("k", text))),
                text -> notes.exists(jsonContains(Note_.meta, Map.of(text, 1))),
                text -> notes.exists(overlaps(Note_.words, List.of(text))),
                text -> notes.exists(matches("simple", text, Note_.title)));

        for (int i = 0; i < INPUTS; i++) {
            String text = hostile.nextUnstorable();
            int place = i % places.size();
            Throwable thrown = catchThrowable(() -> {
                if (random.nextBoolean()) {
                    places.get(place).apply(text);
                } else {
                    database.tx().run(() -> places.get(place).apply(text));
                }
            });
            assertThat(thrown).as("place %d, input %d, seed %d", place, i, SEED).isInstanceOf(Invalid.class);
            assertThat(notes.get(there, Note.Title.class).title()).isEqualTo("there");
        }
        assertThat(notes.count(everything(Note.class))).isEqualTo(1);
    }

    @Test
    void moreValuesThanAStatementHasParametersAreTaken() {
        List<String> titles = IntStream.range(0, 70_000).mapToObj(i -> "t" + i).toList();

        List<Long> ids = notes.insertAll(
                titles.stream().map(title -> new Note.Create(title, author)).toList());

        assertThat(ids).hasSize(70_000);
        assertThat(notes.count(in(Note_.title, titles))).isEqualTo(70_000);
        assertThat(notes.getAll(ids, Note.Brief.class)).hasSize(70_000);
        assertThat(notes.patchAll(in(Note_.title, titles), Note.Update.body("b")))
                .isEqualTo(70_000);
        List<Long> strangers = LongStream.range(1, 40_000).map(i -> -i).boxed().toList();
        assertThatThrownBy(() -> notes.getAll(strangers, Note.Brief.class)).isInstanceOf(NotFound.class);
    }

    @Test
    void aConditionTakesThousandsOfValuesAndSaysSoBeyondWhatAStatementTakes() {
        notes.insertAll(List.of(new Note.Create("t0", author), new Note.Create("t1999", author)));
        Where<Note> either = eq(Note_.title, "t0");
        Where<Note> none = ne(Note_.title, "t0");
        // PostgreSQL 15 compares each alternative with each other one: twenty times as many take minutes.
        for (int i = 1; i < 2_000; i++) {
            either = either.or(eq(Note_.title, "t" + i));
            none = none.and(ne(Note_.title, "t" + i));
        }
        assertThat(notes.count(either)).isEqualTo(2);
        assertThat(notes.count(none)).isZero();

        for (int i = 2_000; i < 40_000; i++) {
            either = either.or(eq(Note_.title, "t" + i));
        }
        Where<Note> many = either;
        assertThatThrownBy(() -> many.or(many))
                .isInstanceOf(Misuse.class)
                .hasMessage("a condition has 80000 values and a statement takes at most 65535"
                        + "\n  hint: use in(), whose list is one value however long it is");
    }

    @Test
    void aSearchForMoreWordsThanTheServerReadsInAMomentIsInvalid() {
        notes.insert(new Note.Create("long text", author));
        String longest = "long text ".repeat(1_000);

        assertThat(notes.count(matches("simple", longest, Note_.title))).isEqualTo(1);
        assertThatThrownBy(() -> matches("simple", longest + "x", Note_.title))
                .isInstanceOf(Invalid.class)
                .hasMessage("the input is not valid: query may have 10000 characters but has 10001");
    }

    @Test
    void aConditionThatIsNestedTooDeepIsRefused() {
        Where<Note> deep = eq(Note_.title, "t");
        for (int i = 1; i < 500; i++) {
            deep = i % 3 == 0 ? not(deep) : i % 3 == 1 ? deep.or(isNull(Note_.body)) : deep.and(isNull(Note_.body));
        }
        Where<Note> deepest = deep;

        assertThat(notes.count(deepest)).isZero();
        assertThatThrownBy(() -> not(deepest))
                .isInstanceOf(Misuse.class)
                .hasMessage(
                        "a condition is nested deeper than 500 levels\n  hint: refuse such input, or say the same with"
                                + " fewer not() and has(), or and() and or() by turns");
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 5_000, 200_000})
    void jsonThatIsNestedTooDeepIsRefused(int depth) {
        Object nested = "bottom";
        for (int i = 0; i < depth; i++) {
            nested = random.nextBoolean() ? List.of(nested) : Map.of("k", nested);
        }
        Map<String, Object> meta = Map.of("k", nested);

        assertTyped(() -> notes.insert(meta(meta)));
        assertTyped(() -> notes.copyIn(Note.Create.class, List.of(meta(meta))));
        assertTyped(() -> notes.exists(jsonContains(Note_.meta, meta)));
    }

    @Test
    void jsonOfAnotherWriterThatIsNestedTooDeepIsRefusedWhenItIsRead() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        postgres.execute(
                "insert into note (title, author_id, meta) values ('d', " + author + ", '{\"k\": " + deep + "}')");

        assertThatThrownBy(() -> notes.list(Note.Out.class, everything(Note.class), Sort.byId(), 1))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void jsonThatHoldsItselfOrNoNumberIsRefused() {
        Map<String, Object> itself = new HashMap<>();
        itself.put("k", itself);

        assertTyped(() -> notes.insert(meta(itself)));
        for (Object odd : Arrays.<Object>asList(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN)) {
            assertTyped(() -> notes.insert(meta(Map.of("k", odd))));
            assertTyped(() -> notes.exists(jsonContains(Note_.meta, Map.of("k", odd))));
        }
        assertTyped(() -> notes.insert(meta(Map.of("k", new Object()))));
    }

    @Test
    void timesBeyondTheServersAreRefusedAndInfiniteOnesDoNotBreakAnything() {
        List<Instant> times = new ArrayList<>(List.of(
                Instant.MAX,
                Instant.MIN,
                Instant.parse("+300000-01-01T00:00:00Z"),
                Instant.parse("-9999-01-01T00:00:00Z")));
        for (int i = 0; i < 200; i++) {
            times.add(Instant.ofEpochSecond(random.nextLong() % Instant.MAX.getEpochSecond()));
        }
        for (Instant time : times) {
            Throwable thrown = catchThrowable(() -> notes.count(eq(Note_.updatedAt, time)));
            if (thrown != null) {
                assertThat(thrown).as("%s, seed %d", time, SEED).isInstanceOf(DatabaseException.class);
            }
        }
        postgres.execute("insert into note (title, author_id, updated_at) values ('i', " + author
                + ", 'infinity'), ('j', " + author + ", '-infinity')");
        Throwable thrown = catchThrowable(
                () -> notes.page(Note.Out.class, everything(Note.class), Sort.byId(), PageRequest.first(1)));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(DatabaseException.class);
        }
    }

    @Test
    void cursorsThatWereChangedCutOrMadeForAnotherListAreRefused() {
        notes.insertAll(Collections.nCopies(1, new Note.Create("a", author)));
        notes.insertAll(List.of(new Note.Create("b", author), new Note.Create("c", author)));
        Dao<Author, Long> authors = new Dao<>(database, Author.class);
        postgres.execute("insert into author (name) values ('x'), ('y')");
        String ours = notes.page(Note.Brief.class, everything(Note.class), Sort.byId(), PageRequest.first(1))
                .next()
                .text();
        String ofAnother = authors.page(Author.Ref.class, everything(Author.class), Sort.byId(), PageRequest.first(1))
                .next()
                .text();

        List<String> wrong =
                new ArrayList<>(List.of(ofAnother, ours + "A", ours + "=", "A" + ours, "\0", "💥", ours.substring(1)));
        for (int cut = 1; cut < ours.length(); cut++) {
            wrong.add(ours.substring(0, cut));
        }
        byte[] bits = ours.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int bit = 0; bit < bits.length * 7; bit++) {
            byte[] flipped = bits.clone();
            flipped[bit / 7] ^= (byte) (1 << (bit % 7));
            wrong.add(new String(flipped, java.nio.charset.StandardCharsets.US_ASCII));
        }
        for (String text : wrong) {
            assertThatThrownBy(() -> notes.page(
                            Note.Brief.class, everything(Note.class), Sort.byId(), PageRequest.after(text, 1)))
                    .as(text)
                    .isInstanceOf(Invalid.class);
        }
    }

    private static Note.Create meta(Map<String, Object> meta) {
        return new Note.Create("m", null, 1, author, meta, null);
    }

    private static void assertTyped(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.kind())
                .isIn(ErrorKind.INVALID, ErrorKind.MISUSE));
    }
}
