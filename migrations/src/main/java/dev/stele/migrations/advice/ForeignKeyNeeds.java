package dev.stele.migrations.advice;

import dev.stele.migrations.advice.Candidate.Need;
import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.advice.KnownSchema.ForeignKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds foreign keys without an index that are missed: where rows that are referred to were deleted, each of which read all
 * of a table that is not small. Those that statements compare come from their plans.
 */
final class ForeignKeyNeeds {
    private static final long MANY_ROWS = 10_000;

    private final KnownSchema schema;
    private final AdvisorOptions options;

    ForeignKeyNeeds(KnownSchema schema, AdvisorOptions options) {
        this.schema = schema;
        this.options = options;
    }

    List<Candidate> candidates() {
        return schema.foreignKeys().stream()
                .filter(key -> schema.indexes().stream().noneMatch(key::isServedBy))
                .filter(this::isMissed)
                .map(this::candidate)
                .toList();
    }

    private boolean isMissed(ForeignKey key) {
        return schema.table(key.table())
                        .filter(table -> table.size().bytes() >= options.smallTable()
                                && table.size().rows() >= MANY_ROWS)
                        .isPresent()
                && schema.table(key.referenced())
                        .filter(table -> table.changes().deleted() > 0)
                        .isPresent();
    }

    private Candidate candidate(ForeignKey key) {
        ServerTable table = schema.table(key.table()).orElseThrow();
        List<IndexKey> keys = key.columns().stream().map(IndexKey::of).toList();
        String sql = "select 1 from " + table.sql() + " where "
                + key.columns().stream().map(column -> column + " = ?").collect(Collectors.joining(" and "));
        long deleted = schema.table(key.referenced()).orElseThrow().changes().deleted();
        Need need = new Need(
                new Prover.Served(sql, List.of(key.table())),
                "each row deleted from " + key.referenced() + ", " + Figures.count(deleted) + " so far, has all "
                        + Figures.count(table.size().rows()) + " rows of " + key.table()
                        + " read, since no index begins with "
                        + String.join(", ", key.columns()),
                Duration.ZERO,
                true);
        return new Candidate(
                IndexShape.tree(key.table(), keys),
                keys.size(),
                Problem.UNINDEXED_FOREIGN_KEY,
                key.table().toString(),
                List.of(need));
    }
}
