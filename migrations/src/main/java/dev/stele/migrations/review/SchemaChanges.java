package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Drop;
import dev.stele.migrations.review.Statement.Flag;
import java.util.List;

/** Keeps the picture of the tables up with the statements. */
final class SchemaChanges {
    private final Schema schema;
    private final boolean inTransaction;

    SchemaChanges(Schema schema, boolean inTransaction) {
        this.schema = schema;
        this.inTransaction = inTransaction;
    }

    void apply(Statement statement) {
        if (statement instanceof CreateTable table) {
            create(table);
        } else if (statement instanceof CreateIndex index) {
            create(index);
        } else if (statement instanceof Create create) {
            create(create);
        } else if (statement instanceof Alter alter) {
            alter(alter);
        } else if (statement instanceof Drop drop) {
            drop(drop);
        }
    }

    private void create(CreateTable statement) {
        if (statement.has(Flag.IF_NOT_EXISTS) && schema.find(statement.name()) != null) {
            return;
        }
        schema.remove(statement.name());
        Table table = schema.table(statement.name()).madeHere(inTransaction);
        if (!statement.partitionBy().isEmpty()) {
            table.partition();
        }
        statement.columns().forEach(c -> new TableChanges(schema, table).add(c));
        statement.constraints().forEach(c -> new TableChanges(schema, table).add(c));
        if (statement.isPartition()) {
            Table parent = schema.table(statement.partitionOf());
            attach(parent, table);
            table.columns().putAll(parent.columns());
            table.notNull().addAll(parent.notNull());
        }
        for (Name like : statement.likes()) {
            Table model = schema.find(like);
            if (model != null) {
                table.columns().putAll(model.columns());
                table.notNull().addAll(model.notNull());
            }
        }
    }

    private static void attach(Table parent, Table partition) {
        parent.partition();
        parent.partitions().add(partition.name().key());
        partition.attachTo(parent.name().key());
    }

    private void create(CreateIndex index) {
        String name = index.name().isEmpty() ? TableChanges.indexName(index) : index.name();
        if (!schema.indexes().containsKey(name)) {
            schema.table(index.table());
            schema.add(new Schema.Index(
                    name, index.table().key(), index.columns(), index.has(Flag.UNIQUE), index.has(Flag.WITH_WHERE)));
        }
    }

    private void create(Create create) {
        switch (create.type()) {
            case TYPE -> {
                schema.freshTypes().add(create.name().name());
                if (create.has(Flag.ENUM)) {
                    schema.enums().add(create.name().name());
                }
            }
            case VIEW, MATERIALIZED_VIEW -> schema.table(create.name()).madeHere(inTransaction);
            case DOMAIN -> {
                boolean constrained = create.constraints().stream()
                        .anyMatch(c -> c.is(Constraint.Kind.CHECK) || c.is(Constraint.Kind.NOT_NULL));
                if (constrained) {
                    schema.constrainedDomains().add(create.name().name());
                }
            }
            default -> {}
        }
    }

    private void alter(Alter alter) {
        switch (alter.type()) {
            case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> {
                Table table = schema.table(alter.name());
                alter.actions().forEach(a -> alter(table, alter.name(), a));
            }
            case INDEX -> alter.actions().forEach(a -> index(alter.name(), a));
            case DOMAIN -> {
                if (alter.actions().stream().anyMatch(a -> a.is(ActionKind.ADD_CONSTRAINT))) {
                    schema.constrainedDomains().add(alter.name().name());
                }
            }
            default -> {}
        }
    }

    private void alter(Table table, Name name, Action action) {
        switch (action.kind()) {
            case RENAME -> schema.rename(name, name.sibling(action.other().name()));
            case SET_SCHEMA -> schema.rename(name, new Name(action.name(), name.name(), name.offset()));
            case ATTACH_PARTITION -> attach(table, schema.table(action.other()));
            case DETACH_PARTITION -> {
                table.partitions().remove(action.other().key());
                schema.table(action.other()).attachTo("");
            }
            default -> new TableChanges(schema, table).apply(action);
        }
    }

    private void index(Name name, Action action) {
        Schema.Index index = schema.indexes().get(name.name());
        if (index != null && action.is(ActionKind.RENAME)) {
            schema.indexes().remove(name.name());
            schema.add(new Schema.Index(
                    action.other().name(), index.table(), index.columns(), index.unique(), index.partial()));
        }
    }

    private void drop(Drop drop) {
        List<Name> names = drop.names();
        switch (drop.type()) {
            case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW -> names.forEach(schema::remove);
            case INDEX ->
                names.forEach(n -> {
                    Schema.Index gone = schema.indexes().remove(n.name());
                    Table table = gone == null ? null : schema.find(gone.table());
                    if (table != null) {
                        table.indexes().remove(n.name());
                    }
                });
            default -> {}
        }
    }
}
