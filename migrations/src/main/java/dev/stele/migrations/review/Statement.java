package dev.stele.migrations.review;

import java.util.List;
import java.util.Set;

/** What a statement says, as far as a review needs it. */
sealed interface Statement {

    /** What is said beside the names. */
    enum Flag {
        IF_EXISTS,
        IF_NOT_EXISTS,
        OR_REPLACE,
        CONCURRENTLY,
        CASCADE,
        TEMPORARY,
        UNLOGGED,
        UNIQUE,
        ONLY,
        FULL,
        NULLS_NOT_DISTINCT,
        AS_QUERY,
        WITH_WHERE,
        ALWAYS_TRUE,
        ENUM,
        FORCE,
        ANALYZE,
        LOCAL,
        WITH_DATA
    }

    Set<Flag> flags();

    default boolean has(Flag flag) {
        return flags().contains(flag);
    }

    /**
     * CREATE TABLE.
     *
     * @param partitionOf the parent, or {@link Name#NONE}
     * @param partitionBy the strategy and columns, "" for a plain table
     * @param likes tables of LIKE
     * @param inherited tables of INHERITS
     */
    record CreateTable(
            Name name,
            List<Column> columns,
            List<Constraint> constraints,
            Name partitionOf,
            String partitionBy,
            List<Name> likes,
            List<Name> inherited,
            Set<Flag> flags)
            implements Statement {

        boolean isPartition() {
            return !partitionOf.name().isEmpty();
        }
    }

    /** An index; an expression among its columns is "". */
    record CreateIndex(String name, Name table, List<String> columns, String method, Set<Flag> flags)
            implements Statement {}

    /** Any other CREATE; {@code on} is the table of a trigger, policy or rule. */
    record Create(ObjectType type, Name name, Name on, List<Constraint> constraints, Set<Flag> flags)
            implements Statement {}

    /** ALTER of anything that has sub-commands. */
    record Alter(ObjectType type, Name name, List<Action> actions, Set<Flag> flags) implements Statement {}

    /** DROP; {@code on} is the table of a trigger, policy or rule. */
    record Drop(ObjectType type, List<Name> names, Name on, Set<Flag> flags) implements Statement {}

    /** COMMENT ON. */
    record Comment(ObjectType type, Name name) implements Statement {
        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }

    /** GRANT, REVOKE, ALTER DEFAULT PRIVILEGES. */
    record Grant(String verb, ObjectType type, List<Name> names) implements Statement {
        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }

    /** SET and RESET. */
    record Setting(String name, String value, Set<Flag> flags) implements Statement {}

    /** BEGIN, COMMIT, ROLLBACK; {@code verb} in lower case, {@code start} for both ways to begin. */
    record Transaction(String verb) implements Statement {
        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }

    /** INSERT, UPDATE, DELETE, MERGE. */
    record Write(String verb, Name table, List<String> columns, Set<Flag> flags) implements Statement {}

    /** TRUNCATE. */
    record Truncate(List<Name> tables, Set<Flag> flags) implements Statement {}

    /** REINDEX, VACUUM, CLUSTER, ANALYZE, REFRESH; without a name they are about many relations. */
    record Maintain(String verb, ObjectType type, List<Name> names, Set<Flag> flags) implements Statement {}

    /** LOCK TABLE. */
    record Lock(List<Name> tables, LockMode mode) implements Statement {
        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }

    /** A line of psql's own. */
    record Meta(String text) implements Statement {
        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }

    /** SQL that is known, and read no further. */
    record Other(String verb, Set<Flag> flags) implements Statement {}

    /** What is no statement of PostgreSQL. */
    record Unknown() implements Statement {
        @Override
        public Set<Flag> flags() {
            return Set.of();
        }
    }
}
