package dev.stele.examples.proofs.model;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of whole tables and of hierarchies. */
final class TableMutations {
    private final Model model;
    private final Random random;
    private final ModelMaker maker;

    TableMutations(Model model) {
        this.model = model;
        this.random = model.random;
        this.maker = new ModelMaker(model);
    }

    List<Supplier<@Nullable String>> all() {
        return List.of(
                this::add,
                this::add,
                this::drop,
                this::drop,
                this::rename,
                this::comment,
                this::secondary,
                this::version,
                this::addChild,
                this::inheritance,
                this::discriminator);
    }

    private String add() {
        EntitySpec entity = maker.entity();
        model.entities.add(entity);
        entity.references.add(maker.reference());
        new KeyMaker(model, entity).decorate();
        return "add " + entity.name + " with table " + entity.table;
    }

    private @Nullable String drop() {
        EntitySpec entity = Picks.of(random, model.entities);
        boolean parent = model.entities.stream().anyMatch(other -> other.parent == entity);
        if (parent || model.entities.size() < 2) {
            return null;
        }
        model.entities.remove(entity);
        for (EntitySpec other : model.entities) {
            other.references.removeIf(reference -> reference.target == entity);
            other.collections.removeIf(collection -> collection.needsTarget() && collection.target == entity);
        }
        return "drop " + entity.name + " with table " + entity.table;
    }

    private String rename() {
        EntitySpec entity = Picks.of(random, model.entities);
        String was = entity.table;
        entity.table = model.names.table();
        return "table " + was + " goes, " + entity.table + " comes";
    }

    private String comment() {
        EntitySpec entity = Picks.of(random, model.entities);
        entity.comment = entity.comment == null ? "of note" : null;
        return "comment of " + entity.table + " to " + entity.comment;
    }

    private @Nullable String secondary() {
        EntitySpec entity = Picks.of(random, model.entities);
        if (entity.secondaryTable == null) {
            maker.addSecondaryTable(entity);
            return "add secondary table " + entity.secondaryTable;
        }
        entity.columns.removeIf(column -> column.table != null);
        entity.secondaryTable = null;
        return "drop secondary table of " + entity.name;
    }

    private String version() {
        EntitySpec entity = Picks.of(random, model.entities).root();
        entity.versioned = !entity.versioned;
        return "version of " + entity.name + (entity.versioned ? " comes" : " goes");
    }

    private @Nullable String addChild() {
        EntitySpec root = Picks.orNull(
                random,
                model.entities.stream()
                        .filter(entity -> entity.inheritance != null)
                        .toList());
        if (root == null) {
            return null;
        }
        EntitySpec child = maker.child(root);
        model.entities.add(child);
        return "add " + child.name + " to the hierarchy of " + root.name;
    }

    private @Nullable String inheritance() {
        EntitySpec root = Picks.of(random, model.entities).root();
        if (root.inheritance == null) {
            return null;
        }
        boolean keys = model.entities.stream()
                .filter(entity -> entity.root() == root && entity != root)
                .anyMatch(entity -> !entity.uniques.isEmpty() || !entity.indexes.isEmpty() || !entity.checks.isEmpty());
        if (keys) {
            return null;
        }
        String was = root.inheritance;
        root.inheritance = Picks.of(random, List.of("SINGLE_TABLE", "JOINED", "TABLE_PER_CLASS"));
        if (root.inheritance.equals("TABLE_PER_CLASS") && root.id == EntitySpec.Id.IDENTITY) {
            root.id = EntitySpec.Id.SEQUENCE;
        }
        return "inheritance of " + root.name + " from " + was + " to " + root.inheritance;
    }

    private @Nullable String discriminator() {
        EntitySpec root = Picks.of(random, model.entities).root();
        if (!"SINGLE_TABLE".equals(root.inheritance)) {
            return null;
        }
        String was = root.discriminator + root.discriminatorLength;
        if (random.nextBoolean()) {
            root.discriminatorLength = 20 + random.nextInt(80);
        } else {
            root.discriminator = Picks.of(random, List.of("STRING", "CHAR", "INTEGER"));
        }
        return "discriminator of " + root.name + " from " + was + " to " + root.discriminator
                + root.discriminatorLength;
    }
}
