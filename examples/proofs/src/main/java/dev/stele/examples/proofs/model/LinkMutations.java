package dev.stele.examples.proofs.model;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of associations, foreign keys and collections. */
final class LinkMutations {
    private final Model model;
    private final Random random;
    private final ModelMaker maker;

    LinkMutations(Model model) {
        this.model = model;
        this.random = model.random;
        this.maker = new ModelMaker(model);
    }

    List<Supplier<@Nullable String>> all() {
        return List.of(
                this::addReference,
                this::addReference,
                this::dropReference,
                this::retarget,
                this::requireReference,
                this::onDelete,
                this::onDelete,
                this::nameForeignKey,
                this::constrain,
                this::oneToOne,
                this::addCollection,
                this::addCollection,
                this::dropCollection,
                this::changeCollection,
                this::elementLength);
    }

    private String addReference() {
        EntitySpec entity = Picks.of(random, model.entities);
        ReferenceSpec reference = maker.reference();
        entity.references.add(reference);
        return "add reference " + reference.column + " from " + entity.name + " to " + reference.target.name;
    }

    private @Nullable String dropReference() {
        EntitySpec entity = Picks.of(random, model.entities);
        ReferenceSpec reference = Picks.orNull(random, entity.references);
        return reference != null && entity.references.remove(reference)
                ? "drop reference " + reference.column + " of " + entity.name
                : null;
    }

    private @Nullable String retarget() {
        ReferenceSpec reference = any();
        if (reference == null) {
            return null;
        }
        reference.target = maker.target();
        return reference.column + " now refers to " + reference.target.name;
    }

    private @Nullable String requireReference() {
        ReferenceSpec reference = any();
        if (reference == null || "SET_NULL".equals(reference.onDelete)) {
            return null;
        }
        reference.nullable = !reference.nullable;
        return reference.column + (reference.nullable ? " becomes nullable" : " becomes not null");
    }

    private @Nullable String onDelete() {
        ReferenceSpec reference = any();
        if (reference == null) {
            return null;
        }
        String was = reference.onDelete;
        reference.onDelete = maker.onDelete(reference);
        return "on delete of " + reference.column + " from " + was + " to " + reference.onDelete;
    }

    private @Nullable String nameForeignKey() {
        ReferenceSpec reference = any();
        if (reference == null) {
            return null;
        }
        String was = reference.constraint;
        reference.constraint = was == null ? model.names.constraint("fk") : null;
        return "foreign key of " + reference.column + " from name " + was + " to " + reference.constraint;
    }

    private @Nullable String constrain() {
        ReferenceSpec reference = any();
        if (reference == null) {
            return null;
        }
        reference.constrained = !reference.constrained;
        reference.onDelete = null;
        return "foreign key of " + reference.column + (reference.constrained ? " comes" : " goes");
    }

    private @Nullable String oneToOne() {
        ReferenceSpec reference = any();
        if (reference == null) {
            return null;
        }
        reference.oneToOne = !reference.oneToOne;
        return reference.column + (reference.oneToOne ? " becomes one-to-one" : " becomes many-to-one");
    }

    private String addCollection() {
        EntitySpec entity = Picks.of(random, model.entities);
        CollectionSpec collection = maker.collection(entity);
        entity.collections.add(collection);
        return "add " + collection.kind + " " + collection.table + " to " + entity.name;
    }

    private @Nullable String dropCollection() {
        EntitySpec entity = withCollection();
        if (entity == null) {
            return null;
        }
        CollectionSpec collection = Picks.of(random, entity.collections);
        entity.collections.remove(collection);
        return "drop " + collection.kind + " " + collection.table + " of " + entity.name;
    }

    private @Nullable String changeCollection() {
        EntitySpec entity = withCollection();
        if (entity == null) {
            return null;
        }
        CollectionSpec collection = Picks.of(random, entity.collections);
        CollectionSpec.Kind was = collection.kind;
        collection.kind = maker.collectionKind(entity, collection);
        return collection.table + " from " + was + " to " + collection.kind;
    }

    private @Nullable String elementLength() {
        EntitySpec entity = withCollection();
        CollectionSpec collection = entity == null ? null : Picks.of(random, entity.collections);
        if (collection == null
                || !Set.of(CollectionSpec.Kind.SET_OF_STRINGS, CollectionSpec.Kind.MAP_OF_STRINGS)
                        .contains(collection.kind)) {
            return null;
        }
        int was = collection.length;
        collection.length = 20 + random.nextInt(400);
        return "element length of " + collection.table + " from " + was + " to " + collection.length;
    }

    private @Nullable ReferenceSpec any() {
        return Picks.orNull(
                random,
                model.entities.stream()
                        .flatMap(entity -> entity.references.stream())
                        .toList());
    }

    private @Nullable EntitySpec withCollection() {
        return Picks.orNull(
                random,
                model.entities.stream()
                        .filter(entity -> !entity.collections.isEmpty())
                        .toList());
    }
}
