package dev.stele.migrations.review;

/** The kinds of things that statements make, change and drop. */
enum ObjectType {
    TABLE,
    FOREIGN_TABLE,
    INDEX,
    VIEW,
    MATERIALIZED_VIEW,
    SEQUENCE,
    SCHEMA,
    DATABASE,
    EXTENSION,
    TYPE,
    DOMAIN,
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    TRIGGER,
    EVENT_TRIGGER,
    POLICY,
    RULE,
    ROLE,
    COLUMN,
    CONSTRAINT,
    STATISTICS,
    PUBLICATION,
    SUBSCRIPTION,
    OTHER;

    /** As people read it. */
    String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
