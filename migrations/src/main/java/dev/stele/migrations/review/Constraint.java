package dev.stele.migrations.review;

import java.util.List;
import java.util.Set;

/**
 * A constraint of a table or a column, or what a column has beside its type.
 *
 * @param kind what it demands
 * @param name "" where the server chooses it
 * @param columns of the table itself; empty for a column's own
 * @param references the table a foreign key leads to
 * @param traits what is said beside
 * @param expression of a check, default or generated column
 * @param index the index that {@code USING INDEX} names
 */
record Constraint(
        Kind kind,
        String name,
        List<String> columns,
        Name references,
        Set<Trait> traits,
        Expression expression,
        String index) {

    enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        CHECK,
        FOREIGN_KEY,
        EXCLUDE,
        NOT_NULL,
        NULL,
        DEFAULT,
        GENERATED,
        IDENTITY
    }

    enum Trait {
        NOT_VALID,
        /** Computed when read. */
        VIRTUAL,
        /** Computed when written. */
        STORED,
        DEFERRABLE
    }

    static Constraint of(Kind kind, String name) {
        return new Constraint(kind, name, List.of(), Name.NONE, Set.of(), Expression.NONE, "");
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isValid() {
        return !traits.contains(Trait.NOT_VALID);
    }

    Constraint with(List<String> newColumns) {
        return new Constraint(kind, name, newColumns, references, traits, expression, index);
    }

    Constraint with(Set<Trait> newTraits) {
        return new Constraint(kind, name, columns, references, newTraits, expression, index);
    }

    Constraint with(Expression newExpression) {
        return new Constraint(kind, name, columns, references, traits, newExpression, index);
    }

    Constraint referencing(Name table) {
        return new Constraint(kind, name, columns, table, traits, expression, index);
    }

    Constraint usingIndex(String newIndex) {
        return new Constraint(kind, name, columns, references, traits, expression, newIndex);
    }
}
