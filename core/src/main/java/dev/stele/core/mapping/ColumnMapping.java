package dev.stele.core.mapping;

import org.jspecify.annotations.Nullable;

/**
 * One column of an entity's table.
 *
 * @param name the name as the catalog stores it
 * @param sql the name as it stands in a statement, quoted where needed
 * @param nullable whether it takes NULL
 * @param defaulted whether the database fills it when an INSERT leaves it out
 * @param codec how its values are bound and read
 * @param limit how much it takes, where the mapping says
 */
public record ColumnMapping(
        String name,
        String sql,
        boolean nullable,
        boolean defaulted,
        ColumnCodec codec,
        @Nullable ColumnLimit limit) {}
