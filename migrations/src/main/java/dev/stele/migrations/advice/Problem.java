package dev.stele.migrations.advice;

/** What can be wrong with how rows are found and asked for. */
public enum Problem {
    /** A condition or order that no index serves. */
    MISSING_INDEX,
    /** A foreign key whose referencing columns no index begins with. */
    UNINDEXED_FOREIGN_KEY,
    /** A declared sort key that no index serves. */
    UNINDEXED_SORT_KEY,
    /** A condition on jsonb or an array that no GIN index serves. */
    JSON_SEARCH,
    /** A LIKE pattern that no trigram index serves. */
    TEXT_SEARCH,
    /** An index whose columns are the right ones in an order that does not serve. */
    WRONG_COLUMN_ORDER,
    /** Two indexes that are the same. */
    DUPLICATE_INDEX,
    /** An index that is the beginning of another one. */
    OVERLAPPING_INDEX,
    /** An index that nothing reads. */
    UNUSED_INDEX,
    /** An index much larger than its entries. */
    BLOATED_INDEX,
    /** Pages by number that skip many rows. */
    DEEP_OFFSET,
    /** Counts that visit many rows. */
    EXACT_COUNT,
    /** One statement for each row of another one. */
    ROW_BY_ROW,
    /** Wide rows of which little is needed. */
    WIDE_ROWS,
    /** Statistics that do not tell what is in the table. */
    STALE_STATISTICS,
    /** A sort or hash that did not fit its memory. */
    SPILLED
}
