package dev.stele.migrations.review;

import java.util.List;

/**
 * A column as CREATE TABLE and ADD COLUMN write it.
 *
 * @param name its name
 * @param type its type, {@link TypeName#NONE} where a partition leaves it out
 * @param constraints all that follows the type
 * @param offset where it begins
 */
record Column(String name, TypeName type, List<Constraint> constraints, int offset) {

    boolean has(Constraint.Kind kind) {
        return constraints.stream().anyMatch(c -> c.is(kind));
    }

    Expression defaultValue() {
        return constraints.stream()
                .filter(c -> c.is(Constraint.Kind.DEFAULT))
                .map(Constraint::expression)
                .findFirst()
                .orElse(Expression.NONE);
    }
}
