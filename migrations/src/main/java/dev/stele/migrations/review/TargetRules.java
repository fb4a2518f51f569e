package dev.stele.migrations.review;

/** The written rules of one distributed database. */
interface TargetRules {
    /** Looks at every object of the schema. */
    void schema(PortabilityFindings found);

    /** Looks at one statement, of which findings are to speak as {@code object}. */
    void statement(SqlShape sql, String object, PortabilityFindings found);
}
