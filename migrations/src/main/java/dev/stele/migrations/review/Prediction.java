package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Comment;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;
import dev.stele.migrations.review.Statement.Lock;
import dev.stele.migrations.review.Statement.Truncate;
import dev.stele.migrations.review.Statement.Write;

/** Says what a statement does to relations, from what it says and what is known of the tables. */
final class Prediction {
    private final Schema schema;
    private final Effects effects = new Effects();

    private Prediction(Schema schema) {
        this.schema = schema;
    }

    static Effects of(Statement statement, Schema schema) {
        Prediction prediction = new Prediction(schema);
        prediction.predict(statement);
        return prediction.effects;
    }

    private void predict(Statement statement) {
        if (statement instanceof CreateTable table) {
            table(table);
        } else if (statement instanceof CreateIndex index) {
            index(index);
        } else if (statement instanceof Create create) {
            create(create);
        } else if (statement instanceof Alter alter) {
            AlterPrediction.predict(alter, schema, effects);
        } else if (statement instanceof Drop drop) {
            DropPrediction.predict(drop, schema, effects);
        } else if (statement instanceof Statement.Maintain maintain) {
            MaintainPrediction.predict(maintain, schema, effects);
        } else {
            rest(statement);
        }
    }

    private void rest(Statement statement) {
        if (statement instanceof Comment comment) {
            comment(comment);
        } else if (statement instanceof Write write) {
            effects.lock(write.table(), LockMode.ROW_EXCLUSIVE);
        } else if (statement instanceof Lock lock) {
            lock.tables().forEach(t -> effects.lock(t, lock.mode()));
        } else if (statement instanceof Truncate truncate) {
            truncate.tables().forEach(t -> truncate(t, truncate.has(Flag.CASCADE)));
        }
    }

    private void table(CreateTable table) {
        if (table.has(Flag.IF_NOT_EXISTS) && schema.find(table.name()) != null) {
            return;
        }
        if (table.isPartition()) {
            effects.lock(table.partitionOf(), LockMode.ACCESS_EXCLUSIVE);
            Table parent = schema.find(table.partitionOf());
            if (parent != null) {
                parent.foreignKeys().forEach(c -> effects.lock(c.references(), LockMode.SHARE_ROW_EXCLUSIVE));
            }
        }
        table.constraints().forEach(c -> references(table, c));
        table.columns().forEach(column -> column.constraints().forEach(c -> references(table, c)));
        table.inherited().forEach(parent -> effects.lock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE));
    }

    private void references(CreateTable table, Constraint constraint) {
        if (constraint.is(Constraint.Kind.FOREIGN_KEY)
                && !constraint.references().key().equals(table.name().key())) {
            effects.lock(constraint.references(), LockMode.SHARE_ROW_EXCLUSIVE);
        }
    }

    private void index(CreateIndex index) {
        boolean concurrently = index.has(Flag.CONCURRENTLY);
        LockMode mode = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
        effects.lock(index.table(), mode);
        if (index.has(Flag.IF_NOT_EXISTS) && schema.indexes().containsKey(index.name())) {
            return;
        }
        Table table = schema.find(index.table());
        if (table == null || !table.isPartitioned()) {
            effects.build(index.table());
        } else if (!index.has(Flag.ONLY)) {
            for (Name partition : schema.partitions(table)) {
                effects.lock(partition, mode);
                effects.build(partition);
            }
        }
    }

    private void create(Create create) {
        switch (create.type()) {
            case TRIGGER -> effects.lock(create.on(), LockMode.SHARE_ROW_EXCLUSIVE);
            case POLICY, RULE -> effects.lock(create.on(), LockMode.ACCESS_EXCLUSIVE);
            case STATISTICS, PUBLICATION -> {
                if (!create.on().name().isEmpty()) {
                    effects.lock(create.on(), LockMode.SHARE_UPDATE_EXCLUSIVE);
                }
            }
            case VIEW -> {
                if (create.has(Flag.OR_REPLACE) && schema.find(create.name()) != null) {
                    effects.lock(create.name(), LockMode.ACCESS_EXCLUSIVE);
                }
            }
            default -> {}
        }
    }

    private void comment(Comment comment) {
        switch (comment.type()) {
            case TABLE, COLUMN, VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE, INDEX ->
                effects.lock(comment.name(), LockMode.SHARE_UPDATE_EXCLUSIVE);
            default -> {}
        }
    }

    private void truncate(Name name, boolean cascade) {
        if (effects.rewrites(name)) {
            return;
        }
        effects.lock(name, LockMode.ACCESS_EXCLUSIVE);
        Table table = schema.find(name);
        if (table == null || !table.isPartitioned()) {
            effects.rewrite(name);
            if (table != null && !table.indexes().isEmpty()) {
                effects.build(name);
            }
        } else {
            schema.partitions(table).forEach(p -> truncate(p, cascade));
        }
        if (cascade) {
            schema.referencing(name).forEach(t -> truncate(t.name(), true));
        }
    }
}
