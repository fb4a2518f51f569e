package dev.stele.migrations.review;

import static dev.stele.migrations.review.LockMode.ACCESS_EXCLUSIVE;
import static dev.stele.migrations.review.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;

/** What DROP statements do. */
final class DropPrediction {
    private final Drop drop;
    private final Schema schema;
    private final Effects effects;

    private DropPrediction(Drop drop, Schema schema, Effects effects) {
        this.drop = drop;
        this.schema = schema;
        this.effects = effects;
    }

    static void predict(Drop drop, Schema schema, Effects effects) {
        DropPrediction prediction = new DropPrediction(drop, schema, effects);
        switch (drop.type()) {
            case TABLE, FOREIGN_TABLE -> drop.names().forEach(prediction::table);
            case VIEW, MATERIALIZED_VIEW, SEQUENCE -> drop.names().forEach(n -> effects.lock(n, ACCESS_EXCLUSIVE));
            case INDEX -> drop.names().forEach(prediction::index);
            case TRIGGER, POLICY, RULE -> effects.lock(drop.on(), ACCESS_EXCLUSIVE);
            default -> {}
        }
    }

    private void table(Name name) {
        effects.lock(name, ACCESS_EXCLUSIVE);
        Table table = schema.find(name);
        if (table == null) {
            return;
        }
        table.foreignKeys().forEach(c -> effects.lock(c.references(), ACCESS_EXCLUSIVE));
        if (!table.parent().isEmpty()) {
            effects.lock(table.parent(), ACCESS_EXCLUSIVE);
        }
        schema.partitions(table).forEach(p -> effects.lock(p, ACCESS_EXCLUSIVE));
        if (drop.has(Flag.CASCADE)) {
            schema.referencing(name).forEach(t -> effects.lock(t.name(), ACCESS_EXCLUSIVE));
        }
    }

    private void index(Name name) {
        boolean concurrently = drop.has(Flag.CONCURRENTLY);
        Schema.Index index = schema.indexes().get(name.name());
        if (index != null) {
            effects.lock(index.table(), concurrently ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE);
        }
        // The table's own lock says as much as one on its index.
        if (index == null && !schema.isWhole()) {
            effects.lock(name, concurrently ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE);
        }
    }
}
