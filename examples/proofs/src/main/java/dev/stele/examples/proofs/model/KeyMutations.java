package dev.stele.examples.proofs.model;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of unique constraints, indexes and checks of a table. */
final class KeyMutations {
    private final Model model;
    private final Random random;

    KeyMutations(Model model) {
        this.model = model;
        this.random = model.random;
    }

    List<Supplier<@Nullable String>> all() {
        return List.of(
                this::addUnique,
                this::addIndex,
                this::addIndex,
                this::addCheck,
                this::dropUnique,
                this::dropIndex,
                this::dropCheck,
                this::widenUnique,
                this::turnIndex,
                this::limitIndex,
                this::changeCheck);
    }

    private @Nullable String addUnique() {
        EntitySpec entity = withTable();
        return new KeyMaker(model, entity).addUnique() ? "add unique constraint to " + entity.name : null;
    }

    private @Nullable String addIndex() {
        EntitySpec entity = withTable();
        return new KeyMaker(model, entity).addIndex() ? "add index to " + entity.name : null;
    }

    private @Nullable String addCheck() {
        EntitySpec entity = withTable();
        return new KeyMaker(model, entity).addCheck() ? "add check to " + entity.name : null;
    }

    private @Nullable String dropUnique() {
        return drop(withTable().uniques, "unique constraint");
    }

    private @Nullable String dropIndex() {
        return drop(withTable().indexes, "index");
    }

    private @Nullable String dropCheck() {
        return drop(withTable().checks, "check");
    }

    private @Nullable String drop(List<?> list, String kind) {
        if (list.isEmpty()) {
            return null;
        }
        list.remove(random.nextInt(list.size()));
        return "drop " + kind;
    }

    private @Nullable String widenUnique() {
        EntitySpec entity = withTable();
        KeySpec key = Picks.orNull(random, random.nextBoolean() ? entity.uniques : entity.indexes);
        ColumnSpec column = Picks.orNull(random, entity.keyColumns());
        if (key == null || column == null) {
            return null;
        }
        if (key.columns.contains(column)) {
            if (key.columns.size() < 2 || key.options.contains(column.sql())) {
                return null;
            }
            key.columns.remove(column);
            return key.name + " loses " + column.column;
        }
        key.columns.add(column);
        return key.name + " gains " + column.column;
    }

    private @Nullable String turnIndex() {
        KeySpec index = index();
        if (index == null) {
            return null;
        }
        index.descending = !index.descending;
        return index.name + " turns around";
    }

    private @Nullable String limitIndex() {
        EntitySpec entity = withTable();
        KeySpec index = Picks.orNull(random, entity.indexes);
        if (index == null) {
            return null;
        }
        if (random.nextBoolean()) {
            index.unique = !index.unique;
            index.descending = false;
            index.options = "";
            return index.name + (index.unique ? " becomes unique" : " is unique no more");
        }
        if (index.unique) {
            return null;
        }
        index.options = index.options.isEmpty() ? new KeyMaker(model, entity).predicate(index.columns.get(0)) : "";
        return index.name + " has the predicate \"" + index.options + "\"";
    }

    private @Nullable String changeCheck() {
        CheckSpec check = Picks.orNull(random, withTable().checks);
        String expression = check == null ? null : new ColumnMaker(model).check(check.column);
        if (check == null || expression == null) {
            return null;
        }
        String was = check.expression;
        check.expression = expression;
        return check.name + " from " + was + " to " + expression;
    }

    private @Nullable KeySpec index() {
        KeySpec index = Picks.orNull(random, withTable().indexes);
        return index == null || index.unique ? null : index;
    }

    private EntitySpec withTable() {
        return Picks.of(
                random, model.entities.stream().filter(EntitySpec::hasTable).toList());
    }
}
