package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes a model out of a seed. */
final class ModelMaker {
    private final Model model;
    private final Random random;
    private final Names names;
    private final ColumnMaker columns;

    ModelMaker(Model model) {
        this.model = model;
        random = model.random;
        names = model.names;
        columns = new ColumnMaker(model);
    }

    Model make() {
        times(1, 3, () -> model.enums.add(enumeration()));
        times(0, 2, () -> model.embeddables.add(embeddable()));
        if (random.nextInt(4) == 0) {
            times(1, 2, () -> model.trackedColumns.add(columns.plain()));
        }
        times(2, 5, () -> model.entities.add(entity()));
        if (random.nextInt(3) == 0) {
            inherit(model.entities.get(0));
        }
        for (EntitySpec entity : List.copyOf(model.entities)) {
            times(0, 2, () -> entity.references.add(reference()));
            if (random.nextInt(3) == 0) {
                entity.collections.add(collection(entity));
            }
            new KeyMaker(model, entity).decorate();
        }
        return model;
    }

    EnumSpec enumeration() {
        List<String> constants = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            constants.add(constant(constants));
        }
        return new EnumSpec(names.type("Kind"), constants);
    }

    /** A constant that is not there yet. */
    String constant(List<String> taken) {
        List<String> free =
                new ArrayList<>(List.of("NEW", "OPEN", "ACTIVE", "PAUSED", "DONE", "REJECTED", "UNDER_REVIEW"));
        free.removeAll(taken);
        return free.isEmpty() ? "EXTRA" + taken.size() : free.get(random.nextInt(free.size()));
    }

    EmbeddableSpec embeddable() {
        EmbeddableSpec embeddable = new EmbeddableSpec(names.type("Part"));
        times(1, 3, () -> embeddable.columns.add(columns.plain()));
        return embeddable;
    }

    EntitySpec entity() {
        EntitySpec entity = new EntitySpec(names.type("Thing"), names.table());
        identify(entity);
        entity.versioned = random.nextInt(3) == 0;
        entity.tracked = !model.trackedColumns.isEmpty() && random.nextBoolean();
        entity.schema = random.nextInt(20) == 0 ? "billing" : null;
        entity.comment = random.nextInt(6) == 0 ? "what it''s about" : null;
        times(1, 7, () -> entity.columns.add(columns.column()));
        if (!model.embeddables.isEmpty() && random.nextInt(3) == 0) {
            entity.embedded = pick(model.embeddables);
            entity.embeddedTwice = random.nextInt(3) == 0 ? entity.embedded : null;
        }
        if (random.nextInt(12) == 0) {
            addSecondaryTable(entity);
        }
        if (random.nextInt(8) == 0) {
            columns.addGenerated(entity);
        }
        return entity;
    }

    private void identify(EntitySpec entity) {
        EntitySpec.Id[] ids = EntitySpec.Id.values();
        entity.id = random.nextInt(3) == 0 ? ids[random.nextInt(ids.length)] : pick(List.of(ids[0], ids[1]));
        if (entity.id == EntitySpec.Id.IDENTITY || entity.id == EntitySpec.Id.SEQUENCE) {
            entity.idType = random.nextInt(4) == 0 ? "Integer" : "Long";
        }
        if (entity.id == EntitySpec.Id.SEQUENCE && random.nextInt(3) == 0) {
            entity.sequenceStart = 1000;
            entity.sequenceStep = 10;
        }
    }

    void addSecondaryTable(EntitySpec entity) {
        entity.secondaryTable = names.table();
        times(1, 2, () -> {
            ColumnSpec column = columns.plain();
            column.table = entity.secondaryTable;
            entity.columns.add(column);
        });
    }

    /** Turns an entity into the root of a hierarchy. */
    void inherit(EntitySpec root) {
        root.inheritance = pick(List.of("SINGLE_TABLE", "JOINED", "TABLE_PER_CLASS"));
        if (root.inheritance.equals("TABLE_PER_CLASS") && root.id == EntitySpec.Id.IDENTITY) {
            root.id = EntitySpec.Id.SEQUENCE;
        }
        if (root.inheritance.equals("SINGLE_TABLE")) {
            root.discriminator = pick(List.of("STRING", "CHAR", "INTEGER"));
        }
        times(1, 3, () -> model.entities.add(child(root)));
    }

    EntitySpec child(EntitySpec root) {
        EntitySpec child = new EntitySpec(names.type("Special"), names.table());
        child.parent = root;
        child.schema = null;
        times(0, 3, () -> child.columns.add(columns.plain()));
        return child;
    }

    ReferenceSpec reference() {
        String field = names.field();
        ReferenceSpec reference = new ReferenceSpec(field, names.column(field), target());
        reference.oneToOne = random.nextInt(4) == 0;
        reference.nullable = random.nextInt(3) > 0;
        reference.constraint = random.nextBoolean() ? names.constraint("fk") : null;
        reference.constrained = random.nextInt(12) > 0;
        reference.onDelete = onDelete(reference);
        return reference;
    }

    @Nullable
    String onDelete(ReferenceSpec reference) {
        if (!reference.constrained || random.nextInt(3) > 0) {
            return null;
        }
        return reference.nullable
                ? pick(List.of("CASCADE", "SET_NULL", "RESTRICT"))
                : pick(List.of("CASCADE", "RESTRICT"));
    }

    CollectionSpec collection(EntitySpec owner) {
        CollectionSpec collection =
                new CollectionSpec(names.field(), names.table(), CollectionSpec.Kind.SET_OF_STRINGS);
        collection.target = target();
        collection.constants = pick(model.enums);
        collection.kind = collectionKind(owner, collection);
        return collection;
    }

    /** A kind for the collection, which then has what the kind needs. */
    CollectionSpec.Kind collectionKind(EntitySpec owner, CollectionSpec collection) {
        CollectionSpec.Kind kind = pick(List.of(CollectionSpec.Kind.values()));
        if (kind == CollectionSpec.Kind.ONE_TO_MANY && owner.root().id == EntitySpec.Id.EMBEDDED) {
            // Its join column would have to be two.
            return CollectionSpec.Kind.SET_OF_STRINGS;
        }
        if (kind == CollectionSpec.Kind.BAG_OF_EMBEDDABLES && collection.embeddable == null) {
            if (model.embeddables.isEmpty()) {
                model.embeddables.add(embeddable());
            }
            collection.embeddable = pick(model.embeddables);
        }
        return kind;
    }

    /** An entity that others may refer to by one column. */
    EntitySpec target() {
        List<EntitySpec> simple = model.entities.stream()
                .filter(entity -> entity.root().id != EntitySpec.Id.EMBEDDED)
                .toList();
        if (simple.isEmpty()) {
            model.entities.get(0).id = EntitySpec.Id.IDENTITY;
            return target();
        }
        return pick(simple);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    void times(int least, int most, Runnable work) {
        int count = least + random.nextInt(most - least + 1);
        for (int i = 0; i < count; i++) {
            work.run();
        }
    }
}
