package dev.stele.crud;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static dev.stele.crud.query.Where.in;
import static dev.stele.crud.query.Where.overlaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.crud.query.Key;
import dev.stele.crud.query.Sort;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import dev.stele.models.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lists in the columns that a generated version makes for them, by every way that rows are written and found. */
class ListsIT {
    private static final List<Shelf.Create> SHELVES = List.of(
            new Shelf.Create(
                    "full",
                    Arrays.asList("a,\"b\"", null, "", "c\\d{}", "NULL"),
                    Arrays.asList(1, null, -1),
                    Arrays.asList(LocalDate.of(2026, 2, 28), null),
                    Arrays.asList(Instant.parse("2026-06-01T00:00:00.123456Z"), null),
                    Arrays.asList(Shelf.Mood.CALM, null),
                    Shelf.Mood.CALM,
                    Byte.MIN_VALUE,
                    'ä'),
            new Shelf.Create("empty", List.of(), List.of(), List.of(), List.of(), List.of(), null, null, null),
            new Shelf.Create("none", null, null, null, null, null, null, null, null));

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static Database database;
    private static Dao<Shelf, Long> shelves;

    @BeforeAll
    static void open(@TempDir Path folder) {
        MigrationSettings settings = MigrationSettings.defaults().withEntities(Shelf.class);
        Migrations.of(postgres.config(), settings.withChangelog(Changelog.empty()))
                .generate("create shelf")
                .write(folder);
        Migrations.of(postgres.config(), settings.withChangelog(Changelog.directory(folder, "db/changelog")))
                .upgrade();
        database = Database.open(postgres.config(), Shelf.class);
        shelves = new Dao<>(database, Shelf.class);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        postgres.execute("truncate shelf restart identity");
    }

    @Test
    void everyWayOfWritingTakesTheSameLists() {
        Key<Shelf> name = Key.on(Shelf_.name);
        writes(records -> records.forEach(shelves::insert));
        writes(shelves::insertAll);
        writes(records -> records.forEach(one -> shelves.upsert(one, name, Shelf.Out.class)));
        writes(records -> shelves.upsertAll(records, name, Shelf.Out.class));
        writes(records -> shelves.copyIn(Shelf.Create.class, records));
        writes(records -> shelves.copying(Shelf.Create.class).upserting(name).from(records));
        writes(records -> {
            List<Rejected> rejected = new ArrayList<>();
            shelves.copying(Shelf.Create.class).settingAside(rejected::add).from(records);
            assertThat(rejected).isEmpty();
        });
    }

    private void writes(Consumer<List<Shelf.Create>> way) {
        empty();
        way.accept(SHELVES);
        assertThat(shelves.list(Shelf.Out.class, everything(Shelf.class), Sort.byId(), 10))
                .containsExactlyElementsOf(SHELVES.stream()
                        .map(one -> new Shelf.Out(
                                one.name(),
                                one.words(),
                                one.numbers(),
                                one.days(),
                                one.moments(),
                                one.moods(),
                                one.mood(),
                                one.octet(),
                                one.letter()))
                        .toList());
    }

    @Test
    void listsAreFoundByTheirElementsAndWhole() {
        shelves.insertAll(SHELVES);
        Shelf.Create full = SHELVES.get(0);

        assertThat(shelves.count(overlaps(Shelf_.words, List.of("c\\d{}", "x"))))
                .isEqualTo(1);
        assertThat(shelves.count(overlaps(Shelf_.words, List.of("x")))).isZero();
        assertThat(shelves.count(overlaps(Shelf_.numbers, List.of(-1)))).isEqualTo(1);
        assertThat(shelves.count(overlaps(Shelf_.days, List.of(LocalDate.of(2026, 2, 28)))))
                .isEqualTo(1);
        assertThat(shelves.count(overlaps(Shelf_.moments, List.of(Instant.parse("2026-06-01T00:00:00.123456Z")))))
                .isEqualTo(1);
        assertThat(shelves.count(overlaps(Shelf_.moods, List.of(Shelf.Mood.CALM))))
                .isEqualTo(1);
        assertThat(shelves.count(overlaps(Shelf_.moods, List.of(Shelf.Mood.WILD))))
                .isZero();
        assertThat(shelves.count(overlaps(Shelf_.moods, List.of()))).isZero();
        assertThat(shelves.count(eq(Shelf_.words, full.words()))).isEqualTo(1);
        assertThat(shelves.count(eq(Shelf_.days, List.of()))).isEqualTo(1);
        assertThat(shelves.count(in(Shelf_.octet, List.of(Byte.MIN_VALUE)))).isEqualTo(1);
        assertThat(shelves.count(in(Shelf_.letter, List.of('ä', 'b')))).isEqualTo(1);
    }

    @Test
    void aPatchSetsListsAndTakesThemAway() {
        long id = (Long) shelves.insert(SHELVES.get(0));
        List<LocalDate> days = List.of(LocalDate.EPOCH);

        Shelf.Out set = shelves.patch(
                id,
                new Shelf.Update(Field.of(List.of("b")), Field.of(days), Field.of(List.of(Shelf.Mood.WILD))),
                Shelf.Out.class);
        shelves.patchAll(
                Map.of(id, new Shelf.Update(Field.unset(), Field.of(List.of()), Field.of(List.of(Shelf.Mood.CALM)))));
        Shelf.Out emptied = shelves.get(id, Shelf.Out.class);
        Shelf.Out taken =
                shelves.patch(id, new Shelf.Update(Field.of(null), Field.of(null), Field.of(null)), Shelf.Out.class);

        assertThat(set).returns(days, Shelf.Out::days).returns(List.of("b"), Shelf.Out::words);
        assertThat(emptied).returns(List.of(), Shelf.Out::days).returns(List.of(Shelf.Mood.CALM), Shelf.Out::moods);
        assertThat(taken)
                .returns(null, Shelf.Out::days)
                .returns(null, Shelf.Out::words)
                .returns(null, Shelf.Out::moods);
    }

    @Test
    void rowsWithListsAreWrittenOutAsText() {
        shelves.insertAll(SHELVES);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();

        shelves.copyOut(Shelf.Out.class, eq(Shelf_.name, "full"), Sort.byId(), csv);

        assertThat(csv.toString(StandardCharsets.UTF_8)).contains("\"{2026-02-28,NULL}\"");
    }

    @Test
    void elementsThatAreLeftToHibernateAreWrittenToo() {
        List<Shelf.Lasting> records = List.of(
                new Shelf.Lasting("a", Arrays.asList(Duration.ofMinutes(90), null)), new Shelf.Lasting("b", null));
        List<Consumer<List<Shelf.Lasting>>> ways = List.of(
                some -> some.forEach(shelves::insert),
                shelves::insertAll,
                some -> shelves.copyIn(Shelf.Lasting.class, some));
        for (Consumer<List<Shelf.Lasting>> way : ways) {
            empty();
            way.accept(records);

            assertThat(shelves.list(Shelf.LastingOut.class, everything(Shelf.class), Sort.byId(), 10))
                    .extracting(Shelf.LastingOut::durations)
                    .containsExactly(records.get(0).durations(), null);
            assertThat(shelves.count(overlaps(Shelf_.durations, List.of(Duration.ofMinutes(90)))))
                    .isEqualTo(1);
        }
    }

    @Test
    void anElementOfAnotherTypeIsInvalidAndNamesTheAttribute() {
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> shelves.count(overlaps(Shelf_.numbers, List.of("x"))))
                .withMessage("the input is not valid: numbers has elements of type Integer, not String");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> shelves.count(overlaps(Shelf_.durations, List.of("x"))))
                .withMessage("the input is not valid: durations has elements of type Duration, not String");
        assertThatExceptionOfType(Misuse.class)
                .isThrownBy(() -> shelves.count(overlaps(Shelf_.name, List.of("x"))))
                .withMessageContaining("use overlaps() with an attribute that is an array");
        assertThatExceptionOfType(Invalid.class)
                .isThrownBy(() -> shelves.insert(
                        new Shelf.Create("nul", List.of("a\0"), null, null, null, null, null, null, null)))
                .withMessage("the input is not valid: words holds the character NUL, which PostgreSQL cannot store");
    }
}
