package dev.stele.examples.proofs.model;

import org.jspecify.annotations.Nullable;

/** A many-to-one or one-to-one association and its foreign key. */
final class ReferenceSpec {
    final String field;
    final String column;
    EntitySpec target;
    boolean oneToOne;
    boolean nullable = true;
    boolean constrained = true;

    @Nullable
    String constraint;

    @Nullable
    String onDelete;

    ReferenceSpec(String field, String column, EntitySpec target) {
        this.field = field;
        this.column = column;
        this.target = target;
    }
}
