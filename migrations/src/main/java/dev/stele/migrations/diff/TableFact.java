package dev.stele.migrations.diff;

import java.util.List;

/** Writes the change of one fact of a table. */
interface TableFact {
    /**
     * Gives the table the value of {@code to}; also asked after CREATE TABLE, with a {@code from} that has no facts.
     *
     * @return a refusal, or statements
     */
    Alteration change(CatalogObject from, CatalogObject to, Sides sides);

    /** Statements without a condition. */
    static TableFact always(java.util.function.Function<CatalogObject, String> sql) {
        return (from, to, sides) -> Alteration.by(List.of(Step.of(sql.apply(to))));
    }
}
