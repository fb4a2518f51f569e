package dev.stele.migrations.review;

import static dev.stele.migrations.review.Severity.ERROR;
import static dev.stele.migrations.review.Severity.NOTE;
import static dev.stele.migrations.review.Severity.WARNING;

/** What distributed databases say in writing that they do not do, each rule with the page that says it. */
enum PortabilityRule {
    CITUS_COLUMN(
            ERROR,
            "Choosing Distribution Column",
            "the table has no such column, so it cannot be cut into shards by it",
            "add the column to the table and to its primary key, or replicate the table"),
    CITUS_COLOCATION(
            ERROR,
            "Creating and Modifying Distributed Objects (DDL), Co-Locating Tables",
            "distribution columns of different types are never colocated",
            "give the columns one type"),
    CITUS_UNIQUE_KEY(
            ERROR,
            "Common Error Messages, Cannot create uniqueness constraint",
            "uniqueness holds within a shard only, so the key must contain the distribution column",
            "add the distribution column to the key, or replicate the table"),
    CITUS_FOREIGN_KEY(
            ERROR,
            "Creating and Modifying Distributed Objects (DDL), Adding/Removing Constraints",
            "a foreign key leads from shards to colocated shards over the distribution column, or to a replicated table, and nowhere else",
            "make the key contain the distribution column of both sides, or replicate the table it refers to"),
    CITUS_LOCAL_CASCADE(
            ERROR,
            "Creating and Modifying Distributed Objects (DDL), Adding/Removing Constraints",
            "a replicated table cannot be changed along with a local one that it refers to",
            "replicate both"),
    CITUS_TRIGGER(
            ERROR,
            "Triggers on Distributed Tables",
            "no trigger on distributed and replicated tables; distributing a table that has one fails",
            "let the program set what it sets, or switch on citus.enable_unsafe_triggers"),
    CITUS_RULE(
            ERROR,
            "SQL Support and Workarounds, Limitations",
            "the rule system is not supported",
            "replace the rule by a statement of the application"),
    CITUS_MULTI_LEVEL(
            ERROR,
            "SQL Support and Workarounds, Limitations",
            "a partitioned table of partitioned tables cannot be distributed",
            "partition at one level"),
    CITUS_SEQUENCE(
            ERROR,
            "SQL Support and Workarounds, Limitations",
            "numbers smaller than bigint run out of room for the node's number on workers",
            "make the column bigint"),
    CITUS_INSERT_COLUMN(
            ERROR,
            "Ingesting, Modifying Data (DML)",
            "an insert must name the distribution column",
            "add the column to the list"),
    CITUS_ROW_LOCK(
            ERROR,
            "SQL Support and Workarounds, Cross-Node SQL Queries",
            "rows are locked in one shard only",
            "compare the distribution column with one value, one statement a value"),
    CITUS_RECURSIVE(
            ERROR,
            "SQL Support and Workarounds, Cross-Node SQL Queries",
            "a recursive query works in one shard only",
            "compare the distribution column with one value"),
    CITUS_CORRELATED(
            WARNING,
            "SQL Support and Workarounds, Cross-Node SQL Queries",
            "a correlated subquery works where it is correlated on the distribution column",
            "join on the distribution column, or compare it with one value"),
    CITUS_VOLATILE(
            ERROR,
            "SQL Support and Workarounds, Limitations",
            "an update of a distributed table calls no volatile function",
            "compute the value in the application"),
    CITUS_MERGE(
            ERROR,
            "SQL Support and Workarounds, Cross-Node SQL Queries",
            "a replicated table cannot be the target of MERGE",
            "insert ... on conflict"),
    CITUS_WRITE_IN_WITH(
            WARNING,
            "SQL Support and Workarounds, Work around limitations using CTEs",
            "the parts of WITH are planned and run one by one, and their rows travel over the coordinator",
            "nothing where it is seldom; else one statement a table in a transaction"),
    CITUS_ALL_SHARDS(
            NOTE,
            "SQL Support and Workarounds, Limitations",
            "not each table has its distribution column compared with one value, so more than one shard may be asked",
            "compare the distribution column with one value where the call is frequent"),
    YB_EXCLUSION(
            ERROR,
            Pages.YUGABYTEDB,
            "no exclusion constraints",
            "a unique key, or a check by the application under a row lock"),
    YB_DEFERRABLE(
            ERROR,
            Pages.YUGABYTEDB,
            "no deferrable constraints, but for foreign keys",
            "an immediate one, and statements in the order that it wants"),
    YB_INHERITANCE(ERROR, Pages.YUGABYTEDB, "no table inheritance", "a table of its own, or partitions"),
    YB_UNLOGGED(ERROR, Pages.YUGABYTEDB, "no unlogged tables", "a plain table"),
    YB_GENERATED(ERROR, Pages.YUGABYTEDB, "no stored generated columns", "a plain column that a trigger fills"),
    YB_INDEX_METHOD(
            ERROR, Pages.YUGABYTEDB, "no indexes but lsm (for btree) and ybgin (for gin)", "a btree or gin index"),
    YB_GIN_COLUMNS(
            ERROR, "GIN indexes, Limitations", "a GIN index has one column, without an order", "an index a column"),
    YB_INDEX_TYPE(
            ERROR,
            Pages.YUGABYTEDB,
            "no ordered index over arrays, jsonb, inet, citext and the like",
            "an index over an expression of a plain type, or GIN"),
    YB_INDEX_OPTIONS(ERROR, Pages.YUGABYTEDB, "no storage parameters of indexes", "leave WITH (...) out"),
    YB_TRIGGER(ERROR, Pages.YUGABYTEDB, "no constraint triggers and no REFERENCING", "a plain row trigger"),
    YB_PARTITION_TRIGGER(
            ERROR,
            Pages.YUGABYTEDB,
            "no BEFORE row trigger on a partitioned table",
            "a trigger on each partition, or none"),
    YB_FUNCTION_TYPE(ERROR, Pages.YUGABYTEDB, "no %TYPE in functions", "name the type"),
    YB_XML(ERROR, Pages.YUGABYTEDB, "no functions of xml", "text or jsonb"),
    YB_EVENTS(ERROR, Pages.YUGABYTEDB, "no LISTEN and NOTIFY", "ask in intervals"),
    YB_LOCK_TABLE(ERROR, Pages.YUGABYTEDB, "no LOCK TABLE", "lock a row that stands for the table"),
    YB_TRANSACTION_ID(
            ERROR, Pages.YUGABYTEDB, "there are no transaction numbers", "a row written in the same transaction"),
    YB_TWO_PHASE(ERROR, Pages.YUGABYTEDB, "no two-phase commit", "one transaction"),
    YB_ADVISORY_LOCK(
            WARNING,
            "Explicit locking, Advisory locks",
            "advisory locks work where the cluster's flags switch them on",
            "switch them on, or lock a row"),
    YB_DDL(
            WARNING,
            Pages.YUGABYTEDB,
            "DDL is not part of the transaction around it, and some forms of ALTER do not exist",
            "one DDL statement a changeset; look after a failure"),
    YB_GIN_SCAN(
            WARNING,
            "GIN indexes, Unsupported queries",
            "a scan of a GIN index by more than one required key, or by an empty pattern, fails",
            "patterns that are never empty; UNION instead of OR"),
    CRDB_DOMAIN(
            ERROR,
            "PostgreSQL Compatibility, Unsupported Features",
            "no domains and no range types",
            "a plain type with a check"),
    CRDB_EXCLUSION(
            ERROR,
            "SQL Feature Support, Constraints, which lists none",
            "no exclusion constraints",
            "a unique key, or a check by the application under a row lock"),
    CRDB_DEFERRABLE(
            ERROR,
            "cockroachdb/cockroach issues 31632, 48307, 158886",
            "no deferrable constraints",
            "an immediate one, and statements in the order that it wants"),
    CRDB_PARTITION(
            ERROR,
            "Table Partitioning",
            "partitions are written and work otherwise, and none can be dropped alone",
            "no partitions: tables are cut into ranges anyway"),
    CRDB_INHERITANCE(
            ERROR,
            "SQL Feature Support, which lists neither",
            "no table inheritance and no rules",
            "a table of its own"),
    CRDB_TRIGGER(
            ERROR,
            "Triggers, Known limitations",
            "no triggers for statements, INSTEAD OF, UPDATE OF columns, REFERENCING",
            "a row trigger with WHEN"),
    CRDB_PLPGSQL(
            ERROR,
            "PL/pgSQL, Known limitations",
            "no PERFORM, EXECUTE, GET DIAGNOSTICS, FOREACH, FOUND, ASSERT, %TYPE in PL/pgSQL",
            "write the function without them"),
    CRDB_INDEX_METHOD(
            ERROR,
            "GIN Indexes, Creation",
            "GIN knows the operator classes jsonb_ops, array_ops and gin_trgm_ops, and GiST geometry only",
            "leave the operator class out"),
    CRDB_COLLATION(
            WARNING,
            "COLLATE, Known limitations",
            "a collated string is a type of its own that many functions refuse",
            "collate in the query"),
    CRDB_IDENTITY(
            NOTE,
            "CREATE TABLE, Identity columns",
            "every insert asks one sequence, which many writers wait for",
            "SERIAL or uuid keys where inserts are many"),
    CRDB_EVENTS(
            ERROR,
            "PostgreSQL Compatibility, Unsupported Features",
            "no LISTEN and NOTIFY, no two-phase commit",
            "ask in intervals"),
    CRDB_ADVISORY_LOCK(
            ERROR, "PostgreSQL Compatibility, Unsupported Features", "advisory locks lock nothing", "lock a row"),
    CRDB_ROW_LOCK(
            WARNING,
            "SELECT FOR UPDATE, Known limitations",
            "under SERIALIZABLE, the default, row locks are lost when a range moves, and NO KEY UPDATE is UPDATE",
            "READ COMMITTED, or enable_durable_locking_for_serializable"),
    CRDB_TWO_WRITES(
            ERROR,
            "Subqueries, Known limitations",
            "a statement that writes one table twice is refused",
            "a statement a write, in a transaction"),
    CRDB_CASCADED_WRITES(
            WARNING,
            "Subqueries, Known limitations",
            "a statement that writes two tables of which one deletes along with the other gives other results",
            "a statement a table, in a transaction"),
    CRDB_NESTED_WRITE(
            ERROR,
            "Common Table Expressions, Data-modifying statements",
            "WITH that writes must be at the top of the statement",
            "move it to the top"),
    CRDB_CONFLICT_EXPRESSION(
            ERROR,
            "Expression Indexes, Known limitations",
            "ON CONFLICT names no expressions",
            "a column that holds the value"),
    CRDB_NAMED_ARGUMENT(
            ERROR,
            "User-Defined Functions, Known limitations",
            "functions take no arguments by name",
            "arguments by place"),
    CRDB_DIVISION(WARNING, "PostgreSQL Compatibility, Integer division", "integers divide to a decimal", "div(a, b)"),
    CRDB_TEMPORARY(
            ERROR,
            "Temporary Tables, Details",
            "temporary tables are off by default and last as long as the session: no ON COMMIT DROP",
            "load without a stage"),
    CRDB_COPY(ERROR, "COPY, Known limitations", "COPY has no FREEZE, QUOTE, WHERE", "plain text, CSV or binary"),
    CRDB_OVERRIDING(ERROR, "CREATE TABLE, Identity columns", "no OVERRIDING SYSTEM VALUE", "generated by default"),
    CRDB_ALTER_TYPE(
            ERROR,
            "ALTER TABLE, Known limitations",
            "the type of a column changes outside transactions only, alone in its statement, and not where an index, a check or a sequence holds it",
            "start with the types that are wanted"),
    CRDB_DDL(
            WARNING,
            "Online Schema Changes, Known limitations",
            "DDL in a transaction can fail at commit and leave the rest committed",
            "one DDL statement a changeset; look for XXA00");

    private final Severity severity;
    private final String page;
    private final String problem;
    private final String remedy;

    PortabilityRule(Severity severity, String page, String problem, String remedy) {
        this.severity = severity;
        this.page = page;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** Constants that the values above need before the enum has any. */
    private static final class Pages {
        static final String YUGABYTEDB = "Enhanced PostgreSQL Compatibility Mode, Unsupported PostgreSQL features";
    }

    String id() {
        return name().toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-')
                .replaceFirst("^yb-", "yugabytedb-")
                .replaceFirst("^crdb-", "cockroachdb-");
    }

    Severity severity() {
        return severity;
    }

    String page() {
        return page;
    }

    String problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
