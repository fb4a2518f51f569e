package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes unique constraints, indexes and checks of an entity's table. */
final class KeyMaker {
    private final Model model;
    private final EntitySpec entity;
    private final Random random;

    KeyMaker(Model model, EntitySpec entity) {
        this.model = model;
        this.entity = entity;
        this.random = model.random;
    }

    void decorate() {
        if (!entity.hasTable()) {
            return;
        }
        if (random.nextInt(3) == 0) {
            addUnique();
        }
        if (random.nextInt(2) == 0) {
            addIndex();
        }
        if (random.nextInt(4) == 0) {
            addCheck();
        }
    }

    boolean addUnique() {
        List<ColumnSpec> columns = some();
        return !columns.isEmpty() && entity.uniques.add(new KeySpec(model.names.constraint("uq"), columns));
    }

    boolean addIndex() {
        List<ColumnSpec> columns = some();
        if (columns.isEmpty()) {
            return false;
        }
        KeySpec index = new KeySpec(model.names.constraint("ix"), columns);
        index.unique = random.nextInt(4) == 0;
        // Hibernate makes a constraint of a unique index, which takes neither.
        index.descending = !index.unique && random.nextInt(4) == 0;
        index.options = !index.unique && random.nextInt(4) == 0 ? predicate(columns.get(0)) : "";
        return entity.indexes.add(index);
    }

    String predicate(ColumnSpec column) {
        return "where " + column.sql() + (random.nextBoolean() ? " is not null" : " is null");
    }

    boolean addCheck() {
        ColumnMaker maker = new ColumnMaker(model);
        for (ColumnSpec column : shuffled()) {
            String expression = maker.check(column);
            if (expression != null) {
                return entity.checks.add(new CheckSpec(model.names.constraint("ck"), column, expression));
            }
        }
        return false;
    }

    /** One to three of the columns that a key may hold. */
    private List<ColumnSpec> some() {
        List<ColumnSpec> columns = shuffled();
        return columns.subList(0, Math.min(columns.size(), 1 + random.nextInt(3)));
    }

    private List<ColumnSpec> shuffled() {
        List<ColumnSpec> columns = new ArrayList<>(entity.keyColumns());
        Collections.shuffle(columns, random);
        return columns;
    }
}
