package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.advice.IndexShape.Order;
import dev.stele.migrations.plan.Condition;
import java.util.Optional;

/** Finds what serves texts that begin with something: a tree that orders them by their bytes. */
final class Prefixes {
    private Prefixes() {}

    /** The key of a tree for the condition; empty where it asks for something else, or the column holds no texts. */
    static Optional<IndexKey> key(Condition condition, ServerTable table) {
        if (!condition.isPrefix() || !IndexCandidates.isIndexable(condition)) {
            return Optional.empty();
        }
        if (!condition.isColumn()) {
            return Optional.of(key(condition, IndexKey.BYTEWISE));
        }
        return Optional.ofNullable(table.columns().get(condition.columns().get(0)))
                .filter(column -> column.type().equals("text") || column.type().startsWith("character varying"))
                .map(column -> key(condition, column.bytewise() ? "" : IndexKey.BYTEWISE));
    }

    private static IndexKey key(Condition condition, String operators) {
        return new IndexKey(condition.expression(), operators, "", Order.RISING);
    }
}
