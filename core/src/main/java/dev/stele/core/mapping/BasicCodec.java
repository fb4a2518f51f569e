package dev.stele.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The types that pgjdbc binds and reads itself. */
final class BasicCodec extends ColumnCodec {
    private final int jdbcType;
    private final Write write;
    private final Read read;
    private final Copy copy;

    private BasicCodec(Class<?> javaType, String sqlType, int jdbcType, Write write, Read read, Copy copy) {
        super(javaType, sqlType);
        this.jdbcType = jdbcType;
        this.write = write;
        this.read = read;
        this.copy = copy;
    }

    /** Of which the driver knows arrays. */
    private static final Set<Class<?>> BINARY = Set.of(
            Long.class,
            Integer.class,
            Short.class,
            Boolean.class,
            Double.class,
            Float.class,
            String.class,
            byte[].class);

    private static final Map<Class<?>, BasicCodec> BY_TYPE = Map.ofEntries(
            entry(
                    Long.class,
                    "bigint",
                    Types.BIGINT,
                    (s, i, v) -> s.setLong(i, (Long) v),
                    (r, i) -> orNull(r, r.getLong(i)),
                    (t, v) -> t.number(((Number) v).longValue())),
            entry(
                    Integer.class,
                    "integer",
                    Types.INTEGER,
                    (s, i, v) -> s.setInt(i, (Integer) v),
                    (r, i) -> orNull(r, r.getInt(i)),
                    (t, v) -> t.number(((Number) v).longValue())),
            entry(
                    Short.class,
                    "smallint",
                    Types.SMALLINT,
                    (s, i, v) -> s.setShort(i, (Short) v),
                    (r, i) -> orNull(r, r.getShort(i)),
                    (t, v) -> t.number(((Number) v).longValue())),
            entry(
                    Byte.class,
                    "smallint",
                    Types.SMALLINT,
                    (s, i, v) -> s.setShort(i, (Byte) v),
                    BasicCodec::octet,
                    (t, v) -> t.number(((Number) v).longValue())),
            entry(
                    Character.class,
                    "text",
                    Types.VARCHAR,
                    (s, i, v) -> s.setString(i, Characters.whole(v.toString())),
                    BasicCodec::character,
                    (t, v) -> t.text(v.toString())),
            entry(
                    Boolean.class,
                    "boolean",
                    Types.BOOLEAN,
                    (s, i, v) -> s.setBoolean(i, (Boolean) v),
                    (r, i) -> orNull(r, r.getBoolean(i)),
                    (t, v) -> t.plain((Boolean) v ? "t" : "f")),
            entry(
                    Double.class,
                    "double precision",
                    Types.DOUBLE,
                    (s, i, v) -> s.setDouble(i, (Double) v),
                    (r, i) -> orNull(r, r.getDouble(i)),
                    (t, v) -> t.plain(v.toString())),
            entry(
                    Float.class,
                    "real",
                    Types.REAL,
                    (s, i, v) -> s.setFloat(i, (Float) v),
                    (r, i) -> orNull(r, r.getFloat(i)),
                    (t, v) -> t.plain(v.toString())),
            entry(
                    String.class,
                    "text",
                    Types.VARCHAR,
                    (s, i, v) -> s.setString(i, Characters.whole((String) v)),
                    ResultSet::getString,
                    (t, v) -> t.text((String) v)),
            entry(
                    BigDecimal.class,
                    "numeric",
                    Types.NUMERIC,
                    (s, i, v) -> s.setBigDecimal(i, ExactNumbers.storable((BigDecimal) v)),
                    ResultSet::getBigDecimal,
                    (t, v) -> t.plain(ExactNumbers.storable((BigDecimal) v).toString())),
            entry(
                    BigInteger.class,
                    "numeric",
                    Types.NUMERIC,
                    (s, i, v) -> s.setBigDecimal(i, ExactNumbers.storable((BigInteger) v)),
                    BasicCodec::whole,
                    (t, v) -> t.plain(ExactNumbers.storable((BigInteger) v).toString())),
            entry(
                    byte[].class,
                    "bytea",
                    Types.BINARY,
                    (s, i, v) -> s.setBytes(i, (byte[]) v),
                    (r, i) -> r.getBytes(i),
                    (t, v) -> t.hex((byte[]) v)),
            entry(
                    UUID.class,
                    "uuid",
                    Types.OTHER,
                    PreparedStatement::setObject,
                    (r, i) -> r.getObject(i, UUID.class),
                    (t, v) -> t.plain(v.toString())),
            entry(
                    Instant.class,
                    "timestamptz",
                    Types.TIMESTAMP_WITH_TIMEZONE,
                    (s, i, v) -> s.setObject(i, CopyTimes.atUtc((Instant) v)),
                    BasicCodec::instant,
                    (t, v) -> CopyTimes.moment(t, (Instant) v)),
            entry(
                    OffsetDateTime.class,
                    "timestamptz",
                    Types.TIMESTAMP_WITH_TIMEZONE,
                    (s, i, v) -> s.setObject(i, CopyTimes.storable((OffsetDateTime) v)),
                    (r, i) -> r.getObject(i, OffsetDateTime.class),
                    BasicCodec::copyOffset),
            entry(
                    LocalDate.class,
                    "date",
                    Types.DATE,
                    (s, i, v) -> s.setObject(i, CopyTimes.storable((LocalDate) v)),
                    (r, i) -> r.getObject(i, LocalDate.class),
                    (t, v) -> CopyTimes.date(t, (LocalDate) v)),
            entry(
                    LocalDateTime.class,
                    "timestamp",
                    Types.TIMESTAMP,
                    (s, i, v) -> s.setObject(i, CopyTimes.storable((LocalDateTime) v)),
                    (r, i) -> r.getObject(i, LocalDateTime.class),
                    (t, v) -> CopyTimes.timestamp(t, (LocalDateTime) v)),
            entry(
                    LocalTime.class,
                    "time",
                    Types.TIME,
                    PreparedStatement::setObject,
                    (r, i) -> r.getObject(i, LocalTime.class),
                    (t, v) -> CopyTimes.time(t, (LocalTime) v)));

    /** The codec of a Java type in its usual column type, or null where Hibernate must do it. */
    static @Nullable BasicCodec of(Class<?> javaType) {
        return BY_TYPE.get(javaType);
    }

    @Override
    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, jdbcType);
        } else {
            try {
                write.to(statement, index, value);
            } catch (IllegalArgumentException e) {
                throw outOfRange(e);
            }
        }
    }

    private UnwritableValue outOfRange(IllegalArgumentException why) {
        String state = jdbcType == Types.NUMERIC ? "22003" : "22008";
        return new UnwritableValue(String.valueOf(why.getMessage()), state, why);
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        return read.from(row, index);
    }

    @Override
    public boolean writesText() {
        return true;
    }

    @Override
    public void write(CopyText text, Object value) {
        copy.to(text, value);
    }

    private static void copyOffset(CopyText text, Object value) {
        OffsetDateTime time = (OffsetDateTime) value;
        if (!CopyTimes.infinite(text, time.equals(OffsetDateTime.MAX), time.equals(OffsetDateTime.MIN))) {
            CopyTimes.utc(text, CopyTimes.dateTime(time));
        }
    }

    @Override
    Object toElement(Object value) throws SQLException {
        if (value instanceof String || value instanceof Character) {
            return Characters.whole(value.toString());
        }
        if (value instanceof Byte number) {
            return number.shortValue();
        }
        if (!(value instanceof Temporal || jdbcType == Types.NUMERIC)) {
            return value;
        }
        try {
            // The driver would write toString(): of times PostgreSQL reads the years 1 to 9999 of that.
            return CopyText.plainly(text -> copy.to(text, value));
        } catch (IllegalArgumentException e) {
            throw outOfRange(e);
        }
    }

    @Override
    Class<?> elementClass() {
        if (javaType() == Byte.class) {
            return Short.class;
        }
        if (javaType() == Character.class) {
            return String.class;
        }
        return BINARY.contains(javaType()) ? javaType() : Object.class;
    }

    private static @Nullable Object octet(ResultSet row, int index) throws SQLException {
        byte number = row.getByte(index);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Object character(ResultSet row, int index) throws SQLException {
        String text = row.getString(index);
        return text == null || text.isEmpty() ? null : text.charAt(0);
    }

    private static @Nullable Object instant(ResultSet row, int index) throws SQLException {
        OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Object whole(ResultSet row, int index) throws SQLException {
        BigDecimal number = row.getBigDecimal(index);
        return number == null ? null : ExactNumbers.whole(number);
    }

    private static @Nullable Object orNull(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }

    private static Map.Entry<Class<?>, BasicCodec> entry(
            Class<?> javaType, String sqlType, int jdbcType, Write write, Read read, Copy copy) {
        return Map.entry(javaType, new BasicCodec(javaType, sqlType, jdbcType, write, read, copy));
    }

    /** Binds a value that is not null. */
    private interface Write {
        void to(PreparedStatement statement, int index, Object value) throws SQLException;
    }

    /** Writes a value that is not null as COPY's text. */
    private interface Copy {
        void to(CopyText text, Object value);
    }

    /** Reads a value that may be null. */
    private interface Read {
        @Nullable
        Object from(ResultSet row, int index) throws SQLException;
    }
}
