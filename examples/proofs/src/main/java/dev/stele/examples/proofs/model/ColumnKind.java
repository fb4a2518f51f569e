package dev.stele.examples.proofs.model;

import java.util.List;

/** A basic type that Hibernate maps on PostgreSQL, with the annotations it takes and the defaults it may have. */
enum ColumnKind {
    BOOLEAN("Boolean", "", "false", "true"),
    BYTE("Byte", "", "0", "7"),
    SHORT("Short", "", "0", "12"),
    INT("Integer", "", "0", "42", "-1"),
    LONG("Long", "", "0", "9000000000"),
    FLOAT("Float", "", "0", "1.5"),
    DOUBLE("Double", "", "0", "2.25"),
    BIG_INTEGER("java.math.BigInteger", "", "0"),
    DECIMAL("java.math.BigDecimal", "", "0", "1.50"),
    CHAR("Character", "", "'x'", "'-'"),
    STRING("String", "", "''", "'new'", "'it''s'", "current_user"),
    NATIONAL("String", "@Nationalized", "'n'"),
    TEXT("String", "@JdbcTypeCode(SqlTypes.LONG32VARCHAR)", "''", "'some text'"),
    LOB("String", "@Lob"),
    UUID("java.util.UUID", "", "gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'"),
    BYTES("byte[]", "", "'\\x00'"),
    LOB_BYTES("byte[]", "@Lob"),
    DATE("java.time.LocalDate", "", "current_date", "'2020-02-29'"),
    TIME("java.time.LocalTime", "", "'12:00'", "localtime"),
    OFFSET_TIME("java.time.OffsetTime", ""),
    TIMESTAMP("java.time.LocalDateTime", "", "localtimestamp", "'2020-01-01 00:00:00'"),
    INSTANT("java.time.Instant", "", "now()", "clock_timestamp()", "current_timestamp"),
    OFFSET("java.time.OffsetDateTime", "", "now()"),
    ZONED("java.time.ZonedDateTime", ""),
    DURATION("java.time.Duration", "", "0"),
    INTERVAL("java.time.Duration", "@JdbcTypeCode(SqlTypes.INTERVAL_SECOND)", "'1 second'"),
    YEAR("java.time.Year", "", "2000"),
    ZONE("java.time.ZoneId", "", "'UTC'"),
    LOCALE("java.util.Locale", "", "'en'"),
    CURRENCY("java.util.Currency", "", "'EUR'"),
    URL("java.net.URL", ""),
    INET("java.net.InetAddress", "", "'127.0.0.1'"),
    JSON("java.util.Map<String, Object>", "@JdbcTypeCode(SqlTypes.JSON)", "'{}'", "'{\"a\": [1, 2]}'"),
    JSON_TEXT("String", "@JdbcTypeCode(SqlTypes.JSON)", "'null'"),
    STRINGS("String[]", "", "'{}'", "array['a', 'b']::varchar[]"),
    INTS("Integer[]", "", "'{}'", "'{1,2,3}'"),
    LONG_LIST("java.util.List<Long>", "@JdbcTypeCode(SqlTypes.ARRAY)", "'{}'"),
    UUID_LIST("java.util.List<java.util.UUID>", "@JdbcTypeCode(SqlTypes.ARRAY)"),
    ENUM_NAME("", "@Enumerated(EnumType.STRING)"),
    ENUM_ORDINAL("", "@Enumerated(EnumType.ORDINAL)"),
    ENUM_NAMED("", "@JdbcTypeCode(SqlTypes.NAMED_ENUM)");

    private final String javaType;
    private final String annotation;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of strings
    private final List<String> defaults;

    ColumnKind(String javaType, String annotation, String... defaults) {
        this.javaType = javaType;
        this.annotation = annotation;
        this.defaults = List.of(defaults);
    }

    String javaType() {
        return javaType;
    }

    String annotation() {
        return annotation;
    }

    List<String> defaults() {
        return defaults;
    }

    boolean isEnum() {
        return this == ENUM_NAME || this == ENUM_ORDINAL || this == ENUM_NAMED;
    }

    boolean takesLength() {
        return this == STRING || this == NATIONAL || this == STRINGS || this == ENUM_NAME || this == URL;
    }

    boolean takesSeconds() {
        return this == TIME || this == TIMESTAMP || this == INSTANT || this == OFFSET;
    }

    /** Whether a b-tree index and a unique constraint can hold it. */
    boolean isKey() {
        return this != JSON && this != JSON_TEXT && this != LOB && this != LOB_BYTES;
    }

    /** Whether it can be compared with a whole number in a check. */
    boolean isNumber() {
        return switch (this) {
            case BYTE, SHORT, INT, LONG, BIG_INTEGER, DECIMAL, FLOAT, DOUBLE, YEAR -> true;
            default -> false;
        };
    }

    boolean isText() {
        return this == STRING || this == TEXT;
    }
}
