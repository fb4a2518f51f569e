package dev.stele.migrations.review;

import java.util.Locale;
import java.util.Optional;

/**
 * Everything a review looks for.
 *
 * <p>A rule is called by its name, {@code create-index}, or by its number, {@code 1}; both stay what they are.
 */
public enum Rule {
    CREATE_INDEX("1", Severity.ERROR, Cost.WORK),
    DROP_INDEX("2", Severity.WARNING, Cost.LOCK),
    CONCURRENTLY_IN_TRANSACTION("3", Severity.ERROR, Cost.NONE),
    INDEX_REMOVED("4", Severity.NOTE, Cost.NONE),
    REINDEX("5", Severity.ERROR, Cost.WORK),
    ADD_PRIMARY_KEY("6", Severity.ERROR, Cost.WORK),
    PRIMARY_KEY_ON_NULLABLE("7", Severity.ERROR, Cost.WORK),
    ADD_UNIQUE("8", Severity.ERROR, Cost.WORK),
    UNIQUE_OVER_EXISTING_ROWS("9", Severity.WARNING, Cost.NONE),
    ADD_EXCLUDE("10", Severity.ERROR, Cost.WORK),
    ADD_CHECK("11", Severity.ERROR, Cost.WORK),
    VALIDATE_IN_SAME_TRANSACTION("12", Severity.ERROR, Cost.WORK),
    ADD_FOREIGN_KEY("13", Severity.ERROR, Cost.WORK),
    ADD_COLUMN_WITH_REFERENCE("14", Severity.ERROR, Cost.WORK),
    NOT_VALID_ON_PARTITIONED("15", Severity.ERROR, Cost.NONE),
    FOREIGN_KEY_WITHOUT_INDEX("16", Severity.WARNING, Cost.NONE),
    DROP_FOREIGN_KEY("17", Severity.WARNING, Cost.LOCK),
    WIDE_INDEX("18", Severity.NOTE, Cost.NONE),
    CONCURRENT_INDEX_BUG("19", Severity.ERROR, Cost.NONE),
    ADD_REQUIRED_COLUMN("20", Severity.ERROR, Cost.NONE),
    VOLATILE_DEFAULT("21", Severity.ERROR, Cost.WORK),
    ADD_SERIAL_COLUMN("22", Severity.ERROR, Cost.WORK),
    ADD_STORED_COLUMN("23", Severity.ERROR, Cost.WORK),
    SET_NOT_NULL("24", Severity.ERROR, Cost.WORK),
    BACKFILL_BEFORE_NOT_NULL("25", Severity.ERROR, Cost.WORK),
    DROP_NOT_NULL("26", Severity.NOTE, Cost.NONE),
    TYPE_REWRITE("27", Severity.ERROR, Cost.WORK),
    TYPE_CHANGE_UNDER_CHECK("28", Severity.WARNING, Cost.WORK),
    STATISTICS_LOST("29", Severity.NOTE, Cost.NONE),
    DROP_COLUMN("30", Severity.ERROR, Cost.NONE),
    RENAME_COLUMN("31", Severity.WARNING, Cost.NONE),
    CHANGE_DEFAULT("32", Severity.NOTE, Cost.NONE),
    JSON_COLUMN("33", Severity.WARNING, Cost.NONE),
    CHAR_COLUMN("34", Severity.NOTE, Cost.NONE),
    VARCHAR_COLUMN("35", Severity.NOTE, Cost.NONE),
    INT_PRIMARY_KEY("36", Severity.NOTE, Cost.NONE),
    SMALLINT_PRIMARY_KEY("37", Severity.NOTE, Cost.NONE),
    SERIAL_COLUMN("38", Severity.NOTE, Cost.NONE),
    TIMESTAMP_COLUMN("39", Severity.NOTE, Cost.NONE),
    COLUMN_TWICE("40", Severity.ERROR, Cost.NONE),
    COLUMN_ORDER("41", Severity.NOTE, Cost.NONE),
    DROP_TABLE("42", Severity.ERROR, Cost.NONE),
    DROP_SCHEMA("43", Severity.ERROR, Cost.NONE),
    DROP_DATABASE("44", Severity.ERROR, Cost.NONE),
    RENAME_TABLE("45", Severity.ERROR, Cost.NONE),
    RENAME_SCHEMA("46", Severity.ERROR, Cost.NONE),
    REPLACE_TABLE("47", Severity.ERROR, Cost.NONE),
    TRUNCATE("48", Severity.ERROR, Cost.NONE),
    VACUUM_FULL("49", Severity.ERROR, Cost.WORK),
    ENUM_VALUE_POSITION("50", Severity.NOTE, Cost.NONE),
    RENAME_ENUM_VALUE("51", Severity.WARNING, Cost.NONE),
    CREATE_ENUM("52", Severity.NOTE, Cost.NONE),
    DOMAIN_WITH_CHECK("53", Severity.NOTE, Cost.NONE),
    ALTER_DOMAIN_CHECK("54", Severity.ERROR, Cost.WORK),
    UNQUALIFIED_NAME("55", Severity.NOTE, Cost.NONE),
    LONG_NAME("56", Severity.ERROR, Cost.NONE),
    SCHEMA_NAME("57", Severity.NOTE, Cost.NONE),
    TABLE_NAME("58", Severity.NOTE, Cost.NONE),
    COLUMN_NAME("59", Severity.NOTE, Cost.NONE),
    INDEX_NAME("60", Severity.NOTE, Cost.NONE),
    FOREIGN_KEY_NAME("61", Severity.NOTE, Cost.NONE),
    CHECK_NAME("62", Severity.NOTE, Cost.NONE),
    MANY_COLUMNS("63", Severity.NOTE, Cost.NONE),
    DETACH_PARTITION("64", Severity.WARNING, Cost.LOCK),
    CHANGE_PARTITIONED_PARENT("65", Severity.WARNING, Cost.LOCK),
    NO_LOCK_TIMEOUT("66", Severity.WARNING, Cost.LOCK),
    NO_STATEMENT_TIMEOUT("67", Severity.NOTE, Cost.NONE),
    STATEMENTS_UNDER_LOCK("68", Severity.WARNING, Cost.LOCK),
    REWRITE_UNDER_LOCKS("69", Severity.ERROR, Cost.WORK),
    COMBINE_ALTERS("70", Severity.NOTE, Cost.NONE),
    NESTED_TRANSACTION("71", Severity.ERROR, Cost.NONE),
    TRANSACTION_NOT_ENDED("72", Severity.ERROR, Cost.NONE),
    NOT_REPEATABLE("73", Severity.WARNING, Cost.NONE),
    HISTORY_NOT_LINEAR("74", Severity.ERROR, Cost.NONE),
    NOT_ANALYSABLE("75", Severity.WARNING, Cost.NONE),
    BACKFILL_WITH_DDL("76", Severity.WARNING, Cost.WORK),
    WRITE_WITHOUT_WHERE("77", Severity.ERROR, Cost.NONE),
    RIGHTS_CHANGED("78", Severity.NOTE, Cost.NONE),
    EXTENSION_CHANGED("79", Severity.WARNING, Cost.NONE),
    UNTRACKED_DEPENDENCY("80", Severity.NOTE, Cost.NONE),
    DROP_SEQUENCE("81", Severity.WARNING, Cost.NONE),
    CHANGE_REPLICA_IDENTITY("82", Severity.WARNING, Cost.LOCK),
    INDEX_IN_SEPARATE_SCRIPT("83", Severity.NOTE, Cost.NONE),
    UNUSED_IGNORE("84", Severity.WARNING, Cost.NONE),
    SYNTAX_ERROR("85", Severity.ERROR, Cost.NONE),
    CREATE_TABLE_LOCKS_REFERENCED("X1", Severity.WARNING, Cost.LOCK),
    DROP_LOCKS_REFERENCED("X2", Severity.WARNING, Cost.LOCK),
    INVALID_INDEX_KEPT("X3", Severity.ERROR, Cost.NONE),
    CONCURRENTLY_UNDER_LOCK_TIMEOUT("X4", Severity.ERROR, Cost.NONE),
    CREATE_PARTITION_LOCKS_PARENT("X5", Severity.WARNING, Cost.LOCK),
    ADD_IDENTITY_COLUMN("X6", Severity.ERROR, Cost.WORK),
    ENUM_VALUE_USED_TOO_EARLY("X7", Severity.ERROR, Cost.NONE),
    SURPRISING_LOCK("X8", Severity.WARNING, Cost.LOCK),
    SET_LOGGED("X9", Severity.ERROR, Cost.WORK),
    CREATE_IF_NOT_EXISTS_RACE("X10", Severity.NOTE, Cost.NONE);

    /** How the size of the table matters. */
    enum Cost {
        /** Not at all. */
        NONE,
        /** A lock that is held for a moment, but has to be waited for. */
        LOCK,
        /** Work on each row while others wait. */
        WORK
    }

    private final String number;
    private final Severity severity;
    private final Cost cost;

    Rule(String number, Severity severity, Cost cost) {
        this.number = number;
        this.severity = severity;
        this.cost = cost;
    }

    /** The number, {@code 1} to {@code 85} or {@code X1} to {@code X10}. */
    public String number() {
        return number;
    }

    /** The name in lower case with hyphens, as an ignore comment and SARIF use it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How much a finding matters where nothing is known of the table's size. */
    public Severity severity() {
        return severity;
    }

    /** What the rule looks for, in a few words. */
    public String title() {
        return RuleTexts.of(this).title();
    }

    /** The lock or cost behind the rule, and what it blocks. */
    public String effect() {
        return RuleTexts.of(this).effect();
    }

    /** What to write instead. */
    public String safeForm() {
        return RuleTexts.of(this).safeForm();
    }

    /** Finds a rule by its name or number. */
    public static Optional<Rule> find(String nameOrNumber) {
        for (Rule rule : values()) {
            if (rule.number.equalsIgnoreCase(nameOrNumber) || rule.id().equalsIgnoreCase(nameOrNumber)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    Cost cost() {
        return cost;
    }
}
