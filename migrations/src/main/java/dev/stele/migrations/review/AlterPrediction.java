package dev.stele.migrations.review;

import static dev.stele.migrations.review.LockMode.ACCESS_EXCLUSIVE;
import static dev.stele.migrations.review.LockMode.ROW_SHARE;
import static dev.stele.migrations.review.LockMode.SHARE;
import static dev.stele.migrations.review.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.stele.migrations.review.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.stele.migrations.review.Statement.Alter;
import dev.stele.migrations.review.Statement.Flag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ALTER statements do. */
final class AlterPrediction {
    private final Alter alter;
    private final Name name;
    private final Schema schema;
    private final Effects effects;
    private final @Nullable Table table;

    private AlterPrediction(Alter alter, Schema schema, Effects effects) {
        this.alter = alter;
        this.name = alter.name();
        this.schema = schema;
        this.effects = effects;
        this.table = schema.find(alter.name());
    }

    static void predict(Alter alter, Schema schema, Effects effects) {
        AlterPrediction prediction = new AlterPrediction(alter, schema, effects);
        switch (alter.type()) {
            case TABLE, FOREIGN_TABLE -> alter.actions().forEach(prediction::action);
            case VIEW, MATERIALIZED_VIEW -> effects.lock(alter.name(), ACCESS_EXCLUSIVE);
            case INDEX -> prediction.index();
            case SEQUENCE -> prediction.sequence();
            case DOMAIN -> prediction.domain();
            case TRIGGER, POLICY, RULE -> prediction.onTable();
            default -> {}
        }
    }

    private void index() {
        boolean brief = alter.actions().stream().allMatch(a -> a.is(ActionKind.RENAME) || a.is(ActionKind.SET_OPTIONS));
        effects.lock(name, brief ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE);
    }

    private void sequence() {
        boolean own = alter.actions().stream().allMatch(a -> a.is(ActionKind.OTHER));
        effects.lock(name, own ? SHARE_ROW_EXCLUSIVE : ACCESS_EXCLUSIVE);
    }

    private void onTable() {
        alter.actions().forEach(a -> effects.lock(a.other(), ACCESS_EXCLUSIVE));
    }

    private void domain() {
        for (Action action : alter.actions()) {
            Constraint added = action.constraint();
            boolean reads = action.is(ActionKind.VALIDATE_CONSTRAINT)
                    || action.is(ActionKind.SET_NOT_NULL)
                    || (added != null && !added.is(Constraint.Kind.DEFAULT) && added.isValid());
            if (reads) {
                for (String user : schema.domainUsers().getOrDefault(name.key(), Set.of())) {
                    effects.lock(user, SHARE);
                    effects.scan(user);
                }
            }
        }
    }

    private void action(Action action) {
        switch (action.kind()) {
            case ADD_CONSTRAINT -> constraint(action.constraint());
            case ADD_COLUMN -> column(action.column());
            case ALTER_TYPE -> type(action);
            case SET_NOT_NULL -> {
                lockAll(ACCESS_EXCLUSIVE);
                if (table == null || !isProven(table, action.name())) {
                    scanAll();
                }
            }
            case DROP_COLUMN, DROP_CONSTRAINT -> drop(action);
            case VALIDATE_CONSTRAINT -> validate(action.name());
            case ATTACH_PARTITION -> attach(action.other());
            case DETACH_PARTITION -> detach(action);
            case INHERIT -> {
                effects.lock(name, ACCESS_EXCLUSIVE);
                effects.lock(action.other(), SHARE_UPDATE_EXCLUSIVE);
            }
            case SET_LOGGED, SET_UNLOGGED, SET_ACCESS_METHOD, SET_TABLESPACE -> rewriteAll();
            case SET_EXPRESSION -> rewriteAll();
            case DROP_NOT_NULL, SET_DEFAULT, DROP_DEFAULT, RENAME_COLUMN, RENAME_CONSTRAINT ->
                lockAll(action.kind().lock());
            default -> effects.lock(name, action.kind().lock());
        }
    }

    private static boolean isProven(Table table, String column) {
        return table.notNull().contains(column) || table.provesNotNull(column);
    }

    /** ALTER TABLE goes down to the partitions unless ONLY is said. */
    private void lockAll(LockMode mode) {
        effects.lock(name, mode);
        if (table != null && !alter.has(Flag.ONLY)) {
            schema.partitions(table).forEach(p -> effects.lock(p, mode));
        }
    }

    private void scanAll() {
        onStorage(effects::scan);
    }

    private void rewriteAll() {
        lockAll(ACCESS_EXCLUSIVE);
        onStorage(t -> {
            effects.rewrite(t);
            effects.scan(t);
            Table rewritten = schema.find(t);
            if (rewritten != null && !rewritten.indexes().isEmpty()) {
                effects.build(t);
            }
        });
    }

    private void buildAll() {
        onStorage(effects::build);
    }

    /** The tables that hold the rows: the table itself, or its partitions. */
    private void onStorage(java.util.function.Consumer<Name> work) {
        if (table == null || !table.isPartitioned()) {
            work.accept(name);
        } else {
            schema.partitions(table).forEach(work);
        }
    }

    private void constraint(@Nullable Constraint constraint) {
        if (constraint == null) {
            return;
        }
        if (constraint.is(Constraint.Kind.FOREIGN_KEY)) {
            lockAll(SHARE_ROW_EXCLUSIVE);
            effects.lock(constraint.references(), SHARE_ROW_EXCLUSIVE);
            if (constraint.isValid()) {
                scanAll();
                effects.scan(constraint.references());
            }
            return;
        }
        lockAll(ACCESS_EXCLUSIVE);
        boolean key = constraint.is(Constraint.Kind.PRIMARY_KEY)
                || constraint.is(Constraint.Kind.UNIQUE)
                || constraint.is(Constraint.Kind.EXCLUDE);
        if (key && constraint.index().isEmpty()) {
            buildAll();
        } else if (constraint.is(Constraint.Kind.PRIMARY_KEY) && table != null) {
            usedIndex(constraint.index(), table);
        } else if (!key && constraint.isValid()) {
            scanAll();
        }
    }

    /** A primary key over columns that may be null reads the rows for nulls, though its index is there. */
    private void usedIndex(String index, Table on) {
        Schema.Index used = schema.indexes().get(index);
        if (used != null && used.columns().stream().anyMatch(c -> !isProven(on, c))) {
            scanAll();
        }
    }

    private void column(@Nullable Column column) {
        if (column == null) {
            return;
        }
        lockAll(ACCESS_EXCLUSIVE);
        if (ColumnEffects.rewrites(column, schema)) {
            rewriteAll();
        } else if (column.has(Constraint.Kind.CHECK)
                || (column.has(Constraint.Kind.NOT_NULL)
                        && column.defaultValue().isEmpty())) {
            scanAll();
        }
        for (Constraint constraint : column.constraints()) {
            if (constraint.is(Constraint.Kind.FOREIGN_KEY)) {
                effects.lock(constraint.references(), SHARE_ROW_EXCLUSIVE);
            } else if (constraint.is(Constraint.Kind.UNIQUE) || constraint.is(Constraint.Kind.PRIMARY_KEY)) {
                buildAll();
            }
        }
    }

    private void type(Action action) {
        lockAll(ACCESS_EXCLUSIVE);
        TypeName old = table == null ? null : table.columns().get(action.name());
        boolean kept = old != null && TypeChange.keepsRows(old, action.type());
        if (!kept || action.flags().contains(Action.Flag.USING)) {
            rewriteAll();
        }
        for (Table child : schema.referencing(name)) {
            effects.lock(child.name(), ACCESS_EXCLUSIVE);
            boolean checked = child.foreignKeys().stream()
                    .anyMatch(c -> c.isValid() && c.references().key().equals(name.key()));
            if (checked) {
                effects.scan(child.name());
            }
        }
    }

    private void drop(Action action) {
        lockAll(ACCESS_EXCLUSIVE);
        if (table == null) {
            return;
        }
        boolean column = action.is(ActionKind.DROP_COLUMN);
        for (Constraint constraint : table.constraints().values()) {
            boolean gone = column
                    ? constraint.columns().contains(action.name())
                    : constraint.name().equals(action.name());
            if (gone && constraint.is(Constraint.Kind.FOREIGN_KEY)) {
                effects.lock(constraint.references(), ACCESS_EXCLUSIVE);
            } else if (gone && action.flags().contains(Action.Flag.CASCADE)) {
                schema.referencing(name).forEach(t -> effects.lock(t.name(), ACCESS_EXCLUSIVE));
            }
        }
    }

    private void validate(String constraintName) {
        lockAll(SHARE_UPDATE_EXCLUSIVE);
        Constraint constraint = table == null ? null : table.constraints().get(constraintName);
        if (constraint != null && constraint.isValid()) {
            return;
        }
        scanAll();
        if (constraint != null && constraint.is(Constraint.Kind.FOREIGN_KEY)) {
            effects.lock(constraint.references(), ROW_SHARE);
            effects.scan(constraint.references());
        }
    }

    private void attach(Name partition) {
        effects.lock(name, SHARE_UPDATE_EXCLUSIVE);
        effects.lock(partition, ACCESS_EXCLUSIVE);
        effects.scan(partition);
    }

    private void detach(Action action) {
        boolean concurrently = action.flags().contains(Action.Flag.CONCURRENTLY)
                || action.flags().contains(Action.Flag.FINALIZE);
        effects.lock(name, concurrently ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE);
        effects.lock(action.other(), ACCESS_EXCLUSIVE);
    }
}
