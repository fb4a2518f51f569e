package dev.stele.examples.proofs.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of enums, ids, embeddables and the mapped superclass. */
final class TypeMutations {
    private final Model model;
    private final Random random;
    private final ModelMaker maker;

    TypeMutations(Model model) {
        this.model = model;
        this.random = model.random;
        this.maker = new ModelMaker(model);
    }

    List<Supplier<@Nullable String>> all() {
        return List.of(
                this::addConstant,
                this::addConstant,
                this::insertConstant,
                this::removeConstant,
                this::removeConstant,
                this::reorderConstants,
                this::mapEnum,
                this::changeId,
                this::changeId,
                this::changeIdType,
                this::changeSequence,
                this::embed,
                this::widenEmbeddable,
                this::narrowEmbeddable,
                this::widenTracked);
    }

    private @Nullable String addConstant() {
        EnumSpec spec = used();
        if (spec == null) {
            return null;
        }
        String constant = maker.constant(spec.constants);
        spec.constants.add(constant);
        return "add " + constant + " to the end of " + spec.name;
    }

    private @Nullable String insertConstant() {
        EnumSpec spec = used();
        if (spec == null) {
            return null;
        }
        String constant = maker.constant(spec.constants);
        spec.constants.add(random.nextInt(spec.constants.size()), constant);
        return "add " + constant + " within " + spec.name;
    }

    private @Nullable String removeConstant() {
        EnumSpec spec = used();
        if (spec == null || spec.constants.size() < 2) {
            return null;
        }
        int last = spec.constants.size() - 1;
        String constant = spec.constants.get(random.nextInt(spec.constants.size()));
        // A default that names it would be another change.
        boolean named = model.columns()
                .filter(column -> column.constants == spec && column.defaultSql != null)
                .anyMatch(column -> Objects.requireNonNull(column.defaultSql).matches("'" + constant + "'|" + last));
        if (named) {
            return null;
        }
        spec.constants.remove(constant);
        return "remove " + constant + " from " + spec.name;
    }

    private @Nullable String reorderConstants() {
        EnumSpec spec = used();
        if (spec == null || spec.constants.size() < 2) {
            return null;
        }
        Collections.swap(spec.constants, 0, spec.constants.size() - 1);
        return "reorder " + spec.name;
    }

    private @Nullable String mapEnum() {
        List<ColumnSpec> columns =
                model.columns().filter(column -> column.constants != null).toList();
        ColumnSpec column = Picks.orNull(random, columns);
        if (column == null) {
            return null;
        }
        ColumnKind was = column.kind;
        column.retype(
                Picks.of(random, List.of(ColumnKind.ENUM_NAME, ColumnKind.ENUM_ORDINAL, ColumnKind.ENUM_NAMED)),
                column.constants);
        return "enum " + column.column + " from " + was + " to " + column.kind;
    }

    private @Nullable String changeId() {
        EntitySpec entity = root();
        EntitySpec.Id was = entity.id;
        if (was == EntitySpec.Id.UUID || was == EntitySpec.Id.EMBEDDED || was == EntitySpec.Id.ASSIGNED_STRING) {
            return null;
        }
        entity.id =
                Picks.of(random, List.of(EntitySpec.Id.IDENTITY, EntitySpec.Id.SEQUENCE, EntitySpec.Id.ASSIGNED_LONG));
        if ("TABLE_PER_CLASS".equals(entity.inheritance) && entity.id == EntitySpec.Id.IDENTITY) {
            entity.id = EntitySpec.Id.SEQUENCE;
        }
        return "id of " + entity.name + " from " + was + " to " + entity.id;
    }

    private @Nullable String changeIdType() {
        EntitySpec entity = root();
        if (entity.id != EntitySpec.Id.IDENTITY && entity.id != EntitySpec.Id.SEQUENCE) {
            return null;
        }
        entity.idType = entity.idType.equals("Long") ? "Integer" : "Long";
        return "id of " + entity.name + " becomes " + entity.idType;
    }

    private @Nullable String changeSequence() {
        EntitySpec entity = root();
        if (entity.id != EntitySpec.Id.SEQUENCE) {
            return null;
        }
        entity.sequenceStart = random.nextBoolean() ? entity.sequenceStart : 1 + random.nextInt(500);
        entity.sequenceStep = 1 + random.nextInt(100);
        return "sequence of " + entity.name + " starts with " + entity.sequenceStart + " by " + entity.sequenceStep;
    }

    private String embed() {
        EntitySpec entity = Picks.of(random, model.entities);
        if (entity.embedded != null) {
            entity.embedded = null;
            entity.embeddedTwice = null;
            return "embeddable of " + entity.name + " goes";
        }
        if (model.embeddables.isEmpty()) {
            model.embeddables.add(maker.embeddable());
        }
        entity.embedded = Picks.of(random, model.embeddables);
        return "embed " + entity.embedded.name + " in " + entity.name;
    }

    private @Nullable String widenEmbeddable() {
        EmbeddableSpec embeddable = Picks.orNull(random, model.embeddables);
        if (embeddable == null) {
            return null;
        }
        ColumnSpec column = new ColumnMaker(model).plain();
        embeddable.columns.add(column);
        return "add " + column.column + " to " + embeddable.name;
    }

    private @Nullable String narrowEmbeddable() {
        EmbeddableSpec embeddable = Picks.orNull(random, model.embeddables);
        if (embeddable == null || embeddable.columns.size() < 2) {
            return null;
        }
        ColumnSpec column = embeddable.columns.remove(random.nextInt(embeddable.columns.size()));
        return "drop " + column.column + " of " + embeddable.name;
    }

    private @Nullable String widenTracked() {
        if (model.trackedColumns.isEmpty()) {
            return null;
        }
        ColumnSpec column = new ColumnMaker(model).plain();
        model.trackedColumns.add(column);
        return "add " + column.column + " to the mapped superclass";
    }

    private EntitySpec root() {
        return Picks.of(random, model.entities).root();
    }

    private @Nullable EnumSpec used() {
        List<ColumnSpec> columns =
                model.columns().filter(column -> column.constants != null).toList();
        ColumnSpec column = Picks.orNull(random, columns);
        return column == null ? null : column.constants;
    }
}
