package dev.stele.migrations.review;

import dev.stele.migrations.review.Constraint.Kind;
import dev.stele.migrations.review.Constraint.Trait;
import java.util.Set;

/** What a new column does to the rows that are there. */
final class ColumnEffects {
    private static final Set<String> SERIALS = Set.of("serial", "bigserial", "smallserial");

    private ColumnEffects() {}

    static boolean isSerial(Column column) {
        return SERIALS.contains(column.type().name());
    }

    static boolean isStored(Column column) {
        return column.constraints().stream()
                .anyMatch(c -> c.is(Kind.GENERATED) && c.traits().contains(Trait.STORED));
    }

    static boolean rewrites(Column column, Schema schema) {
        return isSerial(column)
                || column.has(Kind.IDENTITY)
                || isStored(column)
                || Volatility.isPerRow(column.defaultValue())
                || schema.constrainedDomains().contains(column.type().name());
    }
}
