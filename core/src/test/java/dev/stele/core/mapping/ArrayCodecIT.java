package dev.stele.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.hibernate.StatelessSession;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.tool.schema.internal.SchemaCreatorImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** Arrays of every basic type in the columns that Hibernate makes for them: what we write it reads, and we what it wrote. */
class ArrayCodecIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static EntityMappings mappings;
    private static EntityMapping sheaf;

    @BeforeAll
    static void open() {
        mappings = EntityMappings.of(
                List.of(Sheaf.class), Map.of("jakarta.persistence.nonJtaDataSource", postgres.dataSource()));
        MetadataImplementor metadata = (MetadataImplementor) mappings.metadata();
        postgres.execute(
                new SchemaCreatorImpl(metadata.getMetadataBuildingOptions().getServiceRegistry())
                        .generateCreationCommands(metadata, false).stream()
                                .filter(sql -> !sql.startsWith("create cast "))
                                .toArray(String[]::new));
        sheaf = mappings.get(Sheaf.class);
    }

    @AfterAll
    static void close() {
        mappings.close();
    }

    @BeforeEach
    void oneRow() {
        postgres.execute("truncate sheaf", "insert into sheaf (id) values (1)");
    }

    private static Map<String, List<Object>> values() throws Exception {
        Map<String, List<Object>> all = new LinkedHashMap<>();
        all.put("texts", List.of("", "a,\"b\"", "c\\d{}", "NULL", " ", "ä\n😀"));
        all.put("words", List.of("", "a,\"b\"", "c\\d{}", "NULL", " ", "ä\n😀"));
        all.put("names", List.of("b"));
        all.put("longs", List.of(Long.MIN_VALUE, 7L));
        all.put("ints", List.of(Integer.MIN_VALUE, 7));
        all.put("shorts", List.of(Short.MIN_VALUE, (short) 7));
        all.put("octets", List.of(Byte.MIN_VALUE, (byte) 7));
        all.put("flags", List.of(true, false));
        all.put("doubles", List.of(0.1, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE));
        all.put("floats", List.of(0.1f, Float.NaN, Float.MAX_VALUE));
        all.put("decimals", List.of(new BigDecimal("-12.34"), new BigDecimal("0.00")));
        all.put("wholes", List.of(BigInteger.TWO.pow(70), BigInteger.ONE.negate()));
        all.put("uuids", List.of(UUID.fromString("00000000-0000-4000-8000-000000000001")));
        List<Object> days = List.of(LocalDate.parse("1900-02-28"), LocalDate.parse("2026-12-31"));
        all.put("days", days);
        all.put("dayList", days);
        all.put(
                "moments",
                List.of(Instant.parse("1969-12-31T23:59:59.999999Z"), Instant.parse("2026-06-01T00:00:00Z")));
        all.put("locals", List.of(LocalDateTime.parse("1969-12-31T23:59:59.999999")));
        all.put("offsets", List.of(OffsetDateTime.parse("2026-06-01T00:00:00.1Z")));
        all.put("clocks", List.of(LocalTime.MIN, LocalTime.parse("23:59:58")));
        all.put("byOrdinal", List.of(Sheaf.Mood.CALM, Sheaf.Mood.WILD));
        all.put("byName", List.of(Sheaf.Mood.CALM, Sheaf.Mood.WILD));
        all.put("pieces", List.of(new byte[0], new byte[] {0, -1, '\\'}));
        all.put("letters", List.of('a', '"'));
        all.put("durations", List.of(Duration.ofMinutes(90)));
        all.put("zoned", List.of(Instant.parse("2026-06-01T00:00:00.1Z").atZone(ZoneId.systemDefault())));
        all.put("addresses", List.of(URI.create("https://example.org/a").toURL()));
        all.put("years", List.of(Year.of(2026)));
        return all;
    }

    /** The same elements, none, and, where there is room for it, one that is NULL. */
    private static List<Object> variants(String attribute, List<Object> elements) throws Exception {
        Class<?> type = Sheaf.class.getDeclaredField(attribute).getType();
        List<Object> variants = new ArrayList<>();
        variants.add(Elements.in(type, elements));
        variants.add(Elements.in(type, List.of()));
        if (!type.isArray() || !type.getComponentType().isPrimitive()) {
            List<Object> withNull = new ArrayList<>(elements);
            withNull.add(null);
            variants.add(Elements.in(type, withNull));
        }
        return variants;
    }

    @Test
    void agreeWithHibernateBothWays() throws Exception {
        assertThat(values().keySet())
                .containsExactlyElementsOf(Arrays.stream(Sheaf.class.getDeclaredFields())
                        .map(Field::getName)
                        .filter(name -> !name.equals("id"))
                        .toList());
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, List<Object>> entry : values().entrySet()) {
            for (Object value : variants(entry.getKey(), entry.getValue())) {
                all.assertThatCode(() -> agree(entry.getKey(), value))
                        .as(entry.getKey())
                        .doesNotThrowAnyException();
            }
        }
        all.assertAll();
    }

    private static void agree(String attribute, Object value) throws Exception {
        ColumnMapping column = sheaf.attributes().get(attribute).column();
        Field field = Sheaf.class.getDeclaredField(attribute);

        write(column, value);
        Sheaf byHibernate = inHibernate(session -> session.get(Sheaf.class, 1L));
        same(field.get(byHibernate), value, "written by us: " + attribute);
        same(read(column), value, "written and read by us: " + attribute);
        assertThat(count(column, " = ?", value)).as("found: %s", attribute).isEqualTo(1);
        if (column.codec().writesText()) {
            same(copied(column, value), value, "in a COPY: " + attribute);
        }
        write(column, null);
        assertThat(read(column)).as("null: %s", attribute).isNull();

        inHibernate(session -> {
            var transaction = session.beginTransaction();
            session.update(byHibernate);
            transaction.commit();
            return byHibernate;
        });
        same(read(column), value, "written by Hibernate: " + attribute);
        if (!(value instanceof Set<?>)) { // Hibernate read it into a set with an order of its own
            assertThat(count(column, " = ?", value))
                    .as("written by Hibernate and found: %s", attribute)
                    .isEqualTo(1);
        }
    }

    private static void same(Object actual, Object expected, String what) {
        assertThat(actual).as(what).isEqualTo(expected);
    }

    @Test
    void overlapFindsAnElement() throws Exception {
        for (Map.Entry<String, List<Object>> entry : values().entrySet()) {
            ColumnMapping column = sheaf.attributes().get(entry.getKey()).column();
            write(column, variants(entry.getKey(), entry.getValue()).get(0));
            Object last = entry.getValue().get(entry.getValue().size() - 1);

            assertThat(count(column, " && ?", column.codec().acceptElements(List.of(last))))
                    .as("%s", entry.getKey())
                    .isEqualTo(1);
            assertThat(count(column, " && ?", column.codec().acceptElements(List.of())))
                    .as("%s", entry.getKey())
                    .isEqualTo(0);
        }
    }

    private static void write(ColumnMapping column, Object value) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement statement =
                        connection.prepareStatement("update sheaf set " + column.sql() + " = ?")) {
            column.codec().bind(statement, 1, value);
            statement.executeUpdate();
        }
    }

    private static Object read(ColumnMapping column) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement statement = connection.prepareStatement("select " + column.sql() + " from sheaf");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return column.codec().read(row, 1);
        }
    }

    private static long count(ColumnMapping column, String condition, Object value) throws SQLException {
        try (Connection connection = postgres.connect();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from sheaf where " + column.sql() + condition)) {
            column.codec().bind(statement, 1, value);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Object copied(ColumnMapping column, Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CopyText text = new CopyText(bytes);
        bytes.writeBytes("2\t".getBytes(StandardCharsets.US_ASCII));
        text.field();
        column.codec().write(text, value);
        text.endRow();
        text.flush();
        try (Connection connection = postgres.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy sheaf (id, " + column.sql() + ") from stdin",
                            new ByteArrayInputStream(bytes.toByteArray()));
            try (PreparedStatement statement =
                            connection.prepareStatement("delete from sheaf where id = 2 returning " + column.sql());
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return column.codec().read(row, 1);
            }
        }
    }

    private static <T> T inHibernate(Function<StatelessSession, T> work) {
        try (StatelessSession session = mappings.sessionFactory().openStatelessSession()) {
            return work.apply(session);
        }
    }
}
