package dev.stele.migrations.diff;

import java.util.Locale;

/** What an object of a catalog is; the order is the one in which a script names objects that do not depend. */
public enum ObjectKind {
    /** A role that objects belong to or that may use them; never created by a plan. */
    ROLE,
    /** A schema. */
    SCHEMA,
    /** An extension with all that belongs to it. */
    EXTENSION,
    /** A collation. */
    COLLATION,
    /** A native enum type. */
    ENUM,
    /** A domain. */
    DOMAIN,
    /** A check of a domain. */
    DOMAIN_CONSTRAINT,
    /** A composite type. */
    COMPOSITE,
    /** A range type with its multirange. */
    RANGE,
    /** A sequence, other than the inner one of an identity column. */
    SEQUENCE,
    /** A function. */
    FUNCTION,
    /** A procedure. */
    PROCEDURE,
    /** An aggregate. */
    AGGREGATE,
    /** A table, partitioned or not. */
    TABLE,
    /** A column of a table. */
    COLUMN,
    /** The default of a column. */
    DEFAULT,
    /** Which column a sequence belongs to. */
    SEQUENCE_OWNER,
    /** A primary key, unique, foreign key, check or exclusion constraint of a table. */
    CONSTRAINT,
    /** An index that no constraint owns. */
    INDEX,
    /** That a table is a partition of another. */
    PARTITION,
    /** That a table inherits from another. */
    INHERITANCE,
    /** Extended statistics. */
    STATISTICS,
    /** A view. */
    VIEW,
    /** A materialized view. */
    MATERIALIZED_VIEW,
    /** A rewrite rule of a table or a view. */
    RULE,
    /** A trigger. */
    TRIGGER,
    /** A row-level security policy. */
    POLICY,
    /** What one role may do with one object. */
    PRIVILEGE,
    /** What roles may do with objects still to be made. */
    DEFAULT_PRIVILEGE,
    /** A publication. */
    PUBLICATION,
    /** An event trigger. */
    EVENT_TRIGGER,
    /** Recognised, but not compared; a difference in it keeps a plan from being complete. */
    OTHER;

    /** The kind in the words of SQL, such as {@code materialized view}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
