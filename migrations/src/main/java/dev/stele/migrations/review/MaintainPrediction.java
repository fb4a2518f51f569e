package dev.stele.migrations.review;

import static dev.stele.migrations.review.LockMode.ACCESS_EXCLUSIVE;
import static dev.stele.migrations.review.LockMode.EXCLUSIVE;
import static dev.stele.migrations.review.LockMode.SHARE;
import static dev.stele.migrations.review.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Maintain;

/** What REINDEX, VACUUM, CLUSTER, ANALYZE and REFRESH do. */
final class MaintainPrediction {
    private final Maintain maintain;
    private final Schema schema;
    private final Effects effects;

    private MaintainPrediction(Maintain maintain, Schema schema, Effects effects) {
        this.maintain = maintain;
        this.schema = schema;
        this.effects = effects;
    }

    static void predict(Maintain maintain, Schema schema, Effects effects) {
        if (maintain.type() == ObjectType.DATABASE || maintain.type() == ObjectType.SCHEMA) {
            // Of all their tables nothing can be said.
            return;
        }
        MaintainPrediction prediction = new MaintainPrediction(maintain, schema, effects);
        for (Name name : maintain.names()) {
            switch (maintain.verb()) {
                case "reindex" -> prediction.reindex(name);
                case "vacuum" -> prediction.vacuum(name);
                case "cluster" -> prediction.rewrite(name);
                case "refresh" -> prediction.refresh(name);
                default -> effects.lock(name, SHARE_UPDATE_EXCLUSIVE);
            }
        }
    }

    private void reindex(Name name) {
        boolean concurrently = maintain.has(Flag.CONCURRENTLY);
        if (maintain.type() == ObjectType.INDEX) {
            Schema.Index index = schema.indexes().get(name.name());
            if (index != null) {
                effects.lock(index.table(), concurrently ? SHARE_UPDATE_EXCLUSIVE : SHARE);
                effects.build(index.table());
                effects.scan(index.table());
            }
            if (!concurrently) {
                effects.lock(name, ACCESS_EXCLUSIVE);
            }
            return;
        }
        effects.lock(name, concurrently ? SHARE_UPDATE_EXCLUSIVE : SHARE);
        effects.build(name);
        Table table = schema.find(name);
        if (table != null && !concurrently) {
            table.indexes().forEach(i -> effects.lock(name.sibling(i), ACCESS_EXCLUSIVE));
        }
    }

    private void vacuum(Name name) {
        if (maintain.has(Flag.FULL)) {
            rewrite(name);
        } else {
            effects.lock(name, SHARE_UPDATE_EXCLUSIVE);
        }
    }

    private void rewrite(Name name) {
        effects.lock(name, ACCESS_EXCLUSIVE);
        effects.rewrite(name);
        effects.scan(name);
        Table table = schema.find(name);
        if (table != null && !table.indexes().isEmpty()) {
            effects.build(name.key());
        }
    }

    private void refresh(Name name) {
        boolean concurrently = maintain.has(Flag.CONCURRENTLY);
        effects.lock(name, concurrently ? EXCLUSIVE : ACCESS_EXCLUSIVE);
        Table view = schema.find(name);
        if (!concurrently) {
            effects.rewrite(name);
        }
        if (concurrently) {
            effects.scan(name);
        } else if (view != null && !view.indexes().isEmpty()) {
            effects.build(name);
        }
    }
}
