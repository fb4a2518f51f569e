package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stele.core.PostgresExtension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What our codecs write, Hibernate reads as the same value, and the other way round, for every basic type. */
class ColumnCodecIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static EntityMappings mappings;
    private static EntityMapping thing;

    @BeforeAll
    static void open() {
        mappings = EntityMappings.of(
                List.of(Person.class, Thing.class, Step.class, Part.class),
                Map.of("jakarta.persistence.nonJtaDataSource", postgres.dataSource()));
        thing = mappings.get(Thing.class);
        postgres.execute("create schema odd", "create type mood as enum ('CALM', 'WILD')");
        List<String> columns = new ArrayList<>();
        for (AttributeMapping attribute : thing.attributes().values()) {
            ColumnMapping column = attribute.column();
            columns.add(column.sql() + " " + column.codec().sqlType());
        }
        postgres.execute("create table " + thing.sqlTable() + " (" + String.join(", ", columns) + ")");
    }

    @AfterAll
    static void close() {
        mappings.close();
    }

    private static Map<String, Function<Thing, Object>> getters() {
        Map<String, Function<Thing, Object>> getters = new LinkedHashMap<>();
        getters.put("name", t -> t.name);
        getters.put("score", t -> t.score);
        getters.put("aInt", t -> t.aInt);
        getters.put("aShort", t -> t.aShort);
        getters.put("aBoolean", t -> t.aBoolean);
        getters.put("aDouble", t -> t.aDouble);
        getters.put("aFloat", t -> t.aFloat);
        getters.put("aDecimal", t -> t.aDecimal);
        getters.put("aUuid", t -> t.aUuid);
        getters.put("aOffset", t -> t.aOffset);
        getters.put("aDate", t -> t.aDate);
        getters.put("aDateTime", t -> t.aDateTime);
        getters.put("aTime", t -> t.aTime);
        getters.put("aBytes", t -> t.aBytes);
        getters.put("moodName", t -> t.moodName);
        getters.put("moodOrdinal", t -> t.moodOrdinal);
        getters.put("moodNative", t -> t.moodNative);
        getters.put("meta", t -> t.meta);
        getters.put("tags", t -> t.tags);
        getters.put("counts", t -> t.counts);
        getters.put("length", t -> t.length);
        getters.put("aDuration", t -> t.aDuration);
        getters.put("createdAt", t -> t.createdAt);
        return getters;
    }

    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", "ä\u0001'\"\\");
        values.put("score", Long.MIN_VALUE);
        values.put("aInt", -7);
        values.put("aShort", (short) 7);
        values.put("aBoolean", true);
        values.put("aDouble", 0.1);
        values.put("aFloat", 0.1f);
        values.put("aDecimal", new BigDecimal("12.34"));
        values.put("aUuid", UUID.fromString("00000000-0000-4000-8000-000000000001"));
        values.put("aOffset", OffsetDateTime.parse("2026-11-22T20:00:00.123456Z"));
        values.put("aDate", LocalDate.parse("1900-02-28"));
        values.put("aDateTime", LocalDateTime.parse("1899-12-31T23:59:59.999999"));
        values.put("aTime", LocalTime.parse("23:59:58"));
        values.put("aBytes", new byte[] {0, -1, 1});
        values.put("moodName", Thing.Mood.WILD);
        values.put("moodOrdinal", Thing.Mood.WILD);
        values.put("moodNative", Thing.Mood.WILD);
        values.put("meta", Map.of("a", List.of(1L, 2.5, "x", Map.of())));
        values.put("tags", List.of("a", "b,\"c\"", ""));
        values.put("counts", new long[] {1, 2});
        values.put("length", new Thing.Length(0.0254));
        values.put("aDuration", Duration.ofMinutes(90));
        values.put("createdAt", Instant.parse("1969-12-31T23:59:59.999999Z"));
        return values;
    }

    @Test
    void agreeWithHibernateBothWays() throws SQLException {
        for (Map.Entry<String, Object> entry : values().entrySet()) {
            Function<Thing, Object> getter = getters().get(entry.getKey());
            ColumnMapping column = thing.attributes().get(entry.getKey()).column();

            write(column, entry.getValue());
            Thing byHibernate = inHibernate(session ->
                    session.createSelectionQuery("from Thing", Thing.class).getSingleResult());
            assertThat(getter.apply(byHibernate))
                    .as("written by us: %s", entry.getKey())
                    .isEqualTo(entry.getValue());

            postgres.execute("update " + thing.sqlTable() + " set " + column.sql() + " = null where id < 0");
            inHibernate(session -> {
                var transaction = session.beginTransaction();
                session.update(byHibernate);
                transaction.commit();
                return byHibernate;
            });
            assertThat(read(column))
                    .as("written by Hibernate: %s", entry.getKey())
                    .isEqualTo(entry.getValue());

            if (column.codec().bindsArrays()) {
                assertThat(countAny(column, entry.getValue()))
                        .as("in an array: %s", entry.getKey())
                        .isEqualTo(1);
            }
            if (column.codec().writesText()) {
                assertThat(copied(column.codec(), entry.getValue()))
                        .as("in a COPY: %s", entry.getKey())
                        .isEqualTo(entry.getValue());
            }
            if (column.nullable()) {
                write(column, null);
                assertThat(read(column)).as("null: %s", entry.getKey()).isNull();
            }
        }
    }

    @Test
    void copyTakesWhatIsHardToWrite() throws SQLException {
        ColumnCodec text = thing.attributes().get("name").column().codec();
        for (String value : List.of("", "\\N", "\\.", "a\tb\nc\rd\\e\b\f\u000b", "é\tü\\", "😀".repeat(70_000))) {
            assertThat(copied(text, value)).isEqualTo(value);
        }
        ColumnCodec tags = thing.attributes().get("tags").column().codec();
        List<String> hard = Arrays.asList("NULL", null, "", "a\\\"b,{c}", "\t\n", " ");
        assertThat(copied(tags, hard)).isEqualTo(hard);
        ColumnCodec date = thing.attributes().get("aDate").column().codec();
        for (String value : List.of("0001-01-01", "0000-12-31", "-4712-01-02", "+12026-03-04")) {
            assertThat(copied(date, LocalDate.parse(value))).isEqualTo(LocalDate.parse(value));
        }
        assertThat(copied(date, LocalDate.MAX)).isEqualTo(LocalDate.MAX);
        ColumnCodec offset = thing.attributes().get("aOffset").column().codec();
        assertThat(copied(offset, OffsetDateTime.MIN)).isEqualTo(OffsetDateTime.MIN);
        ColumnCodec time = thing.attributes().get("aDateTime").column().codec();
        assertThat(copied(time, LocalDateTime.parse("2026-12-31T23:59:59.9999995")))
                .isEqualTo(LocalDateTime.parse("2027-01-01T00:00:00"));
        ColumnCodec number = thing.attributes().get("aDouble").column().codec();
        for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -0.0}) {
            assertThat(copied(number, value)).isEqualTo(value);
        }
    }

    @Test
    void timesAreTheSameByParameterByArrayAndByCopy() throws SQLException {
        Map<String, List<Object>> times = new LinkedHashMap<>();
        times.put(
                "aDate",
                List.of(
                        LocalDate.MIN,
                        LocalDate.MAX,
                        LocalDate.of(-4712, 1, 1),
                        LocalDate.of(-5, 2, 28),
                        LocalDate.of(0, 12, 31),
                        LocalDate.of(10_000, 1, 1),
                        LocalDate.of(5_874_897, 12, 31)));
        times.put(
                "aDateTime",
                List.of(
                        LocalDateTime.MIN,
                        LocalDateTime.MAX,
                        LocalDateTime.parse("-0005-02-28T01:02:03.000004"),
                        LocalDateTime.parse("0000-12-31T23:59:59.999999"),
                        LocalDateTime.parse("+12345-01-01T00:00:00"),
                        LocalDateTime.parse("+294276-12-31T23:59:59")));
        times.put(
                "createdAt",
                List.of(
                        Instant.parse("-0005-02-28T01:02:03.000004Z"),
                        Instant.parse("0000-12-31T23:59:59.999999Z"),
                        Instant.parse("+12345-01-01T00:00:00Z")));
        times.put(
                "aOffset",
                List.of(
                        OffsetDateTime.MIN,
                        OffsetDateTime.MAX,
                        OffsetDateTime.parse("-0005-02-28T01:02:03.000004Z"),
                        OffsetDateTime.parse("+12345-01-01T00:00:00Z")));
        times.put(
                "aTime",
                List.of(
                        LocalTime.MIN,
                        LocalTime.parse("01:02:03.456789"),
                        LocalTime.parse("23:59:59.999999"),
                        LocalTime.MAX));
        for (Map.Entry<String, List<Object>> entry : times.entrySet()) {
            ColumnMapping column = thing.attributes().get(entry.getKey()).column();
            for (Object time : entry.getValue()) {
                write(column, time);

                assertThat(read(column)).as("%s", time).isEqualTo(time);
                assertThat(countAny(column, time)).as("%s in an array", time).isEqualTo(1);
                assertThat(copied(column.codec(), time))
                        .as("%s in a COPY", time)
                        .isEqualTo(time);
            }
        }
    }

    @Test
    void theLastTimeOfADayIsItsEndAndOthersAreRoundedToMicroseconds() throws SQLException {
        ColumnMapping column = thing.attributes().get("aTime").column();
        for (String time :
                List.of("23:59:59.9999995", "23:59:59.999999499", "01:02:03.0000005", "01:02:03.000000499")) {
            write(column, LocalTime.parse(time));
            Object read = read(column);

            assertThat(countAny(column, LocalTime.parse(time))).as(time).isEqualTo(1);
            assertThat(copied(column.codec(), LocalTime.parse(time))).as(time).isEqualTo(read);
        }
        write(column, LocalTime.MAX);
        assertThat(text(column)).isEqualTo("24:00:00");
        assertThat(read(column)).isEqualTo(LocalTime.MAX);
    }

    private static String text(ColumnMapping column) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + column.sql() + "::text from " + thing.sqlTable())) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void refusesTimesOutOfRangeBeforeTheyAreSent() {
        Map<String, Object> times = Map.of(
                "aDate", LocalDate.of(5_874_898, 1, 1),
                "aDateTime", LocalDateTime.of(-5000, 1, 1, 0, 0),
                "aOffset", OffsetDateTime.parse("+294277-01-01T00:00:00Z"),
                "createdAt", Instant.MAX);

        times.forEach((name, time) -> {
            ColumnMapping column = thing.attributes().get(name).column();
            assertThatExceptionOfType(UnwritableValue.class)
                    .isThrownBy(() -> write(column, time))
                    .withMessage("a value is out of the range of times that PostgreSQL stores")
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("22008"));
            assertThatExceptionOfType(UnwritableValue.class).isThrownBy(() -> countAny(column, time));
        });
    }

    @Test
    void copyRefusesWhatTheServerCannotStore() {
        ColumnCodec text = thing.attributes().get("name").column().codec();
        ColumnCodec date = thing.attributes().get("aDate").column().codec();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copied(text, "a\0b"))
                .withMessage("holds the character NUL, which PostgreSQL cannot store");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copied(date, LocalDate.of(5_874_898, 1, 1)))
                .withMessage("is out of the range of times that PostgreSQL stores");
    }

    private static Object copied(ColumnCodec codec, Object value) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CopyText text = new CopyText(bytes);
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            text.field();
            codec.write(text, value);
            text.endRow();
            text.flush();
            statement.execute("create temporary table one (v " + codec.sqlType() + ")");
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            copies.copyIn("copy one from stdin", new ByteArrayInputStream(bytes.toByteArray()));
            try (ResultSet row = statement.executeQuery("select v from one")) {
                row.next();
                return codec.read(row, 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T inHibernate(Function<StatelessSession, T> work) {
        try (StatelessSession session = mappings.sessionFactory().openStatelessSession()) {
            return work.apply(session);
        }
    }

    private static void write(ColumnMapping column, Object value) throws SQLException {
        postgres.execute(
                "delete from " + thing.sqlTable(),
                "insert into " + thing.sqlTable() + " (id, version, name, score, created_at, updated_at)"
                        + " values (1, 0, 'n', 0, now(), now())");
        String sql = "update " + thing.sqlTable() + " set " + column.sql() + " = ?";
        try (Connection connection = postgres.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            column.codec().bind(statement, 1, value);
            statement.executeUpdate();
        }
    }

    private static Object read(ColumnMapping column) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select " + column.sql() + " from " + thing.sqlTable());
                ResultSet row = statement.executeQuery()) {
            row.next();
            return column.codec().read(row, 1);
        }
    }

    private static long countAny(ColumnMapping column, Object value) throws SQLException {
        String sql = "select count(*) from " + thing.sqlTable() + " where " + column.sql() + " = any("
                + column.codec().arrayPlaceholder() + ")";
        try (Connection connection = postgres.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            column.codec().bindArray(statement, 1, java.util.Arrays.asList(null, value, null));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
