package dev.stele.crud;

import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import dev.stele.crud.query.FromClause;
import dev.stele.models.ViewOf;
import java.lang.invoke.MethodType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of an entity become records of one class: which columns to select, and how to read them.
 *
 * <p>A component that is itself a view of what a reference leads to is read from the same row; it is null where the
 * reference is. Immutable, safe for use by many threads.
 *
 * @param <V> the record class
 */
final class ViewPlan<V> {
    private final RecordShape shape;
    private final List<Slot> slots;
    private final List<List<String>> paths;

    private ViewPlan(RecordShape shape, List<Slot> slots, List<List<String>> paths) {
        this.shape = shape;
        this.slots = slots;
        this.paths = paths;
    }

    /** Plans a view; what is wrong with it is added to {@code faults}, and the plan is of no use then. */
    static <V> ViewPlan<V> of(EntityMappings mappings, EntityMapping entity, Class<V> type, List<String> faults) {
        RecordShape shape = new RecordShape(type);
        Components components = new Components(mappings);
        FromClause from = new FromClause(mappings, entity);
        List<Slot> slots = new ArrayList<>();
        List<List<String>> paths = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            String component = RecordShape.nameOf(type) + "." + shape.name(i);
            List<String> path = components.resolve(entity, shape.name(i));
            if (path == null) {
                faults.add("%s is called after no attribute of %s; expected one of %s, or a path over a reference"
                        .formatted(component, entity.name(), Components.names(entity)));
            } else if (isView(shape.rawType(i)) && from.column(path).attribute().target() != null) {
                slots.add(nested(mappings, from.column(path), path, shape.rawType(i), paths, faults));
            } else {
                FromClause.Column column = from.column(path);
                checkReference(component, path, column.attribute(), faults);
                checkType(component, column, shape.rawType(i), faults);
                slots.add(new Slot(column.attribute().column().codec(), null));
                paths.add(path);
            }
        }
        return new ViewPlan<>(shape, List.copyOf(slots), List.copyOf(paths));
    }

    private static Slot nested(
            EntityMappings mappings,
            FromClause.Column reference,
            List<String> path,
            Class<?> type,
            List<List<String>> paths,
            List<String> faults) {
        Class<?> target = Objects.requireNonNull(reference.attribute().target());
        ViewPlan<?> inner = of(mappings, mappings.get(target), type, faults);
        // the reference's own column comes first, to tell whether there is anything to read
        paths.add(path);
        for (List<String> further : inner.paths) {
            List<String> whole = new ArrayList<>(path);
            whole.addAll(further);
            paths.add(List.copyOf(whole));
        }
        return new Slot(reference.attribute().column().codec(), inner);
    }

    private static boolean isView(Class<?> type) {
        return type.isRecord() && ViewOf.class.isAssignableFrom(type);
    }

    /** What holds an id is called so, lest a reader take it for the row that the id leads to. */
    private static void checkReference(
            String component, List<String> path, AttributeMapping attribute, List<String> faults) {
        Class<?> target = attribute.target();
        String name = component.substring(component.lastIndexOf('.') + 1);
        if (target != null && attribute.columns().size() == 1 && Components.isReferenceAlone(name, path)) {
            faults.add("%s is called after a reference alone but is no view of %s; expected \"%sId\""
                    .formatted(component, target.getSimpleName(), name));
        }
    }

    private static void checkType(String component, FromClause.Column column, Class<?> type, List<String> faults) {
        AttributeMapping attribute = column.attribute();
        if (attribute.columns().size() > 1) {
            faults.add("%s refers to a composite id; expected one of its parts".formatted(component));
            return;
        }
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        if (!boxed.isAssignableFrom(attribute.javaType())) {
            faults.add("%s has type %s; expected %s"
                    .formatted(
                            component,
                            type.getSimpleName(),
                            attribute.javaType().getSimpleName()));
        } else if (type.isPrimitive() && column.nullable()) {
            faults.add("%s has type %s but can be NULL; expected %s"
                    .formatted(component, type.getSimpleName(), boxed.getSimpleName()));
        }
    }

    /** The record's class. */
    Class<?> type() {
        return shape.type();
    }

    /** How many columns it selects. */
    int width() {
        return paths.size();
    }

    /** What each column is called after: the component, or one of the record in it behind a dot. */
    List<String> columnNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            String name = shape.name(i);
            names.add(name);
            ViewPlan<?> inner = slots.get(i).inner();
            if (inner != null) {
                inner.columnNames().forEach(further -> names.add(name + "." + further));
            }
        }
        return names;
    }

    /** The columns to select from the clause, which gains the joins they need. */
    List<String> select(FromClause from) {
        return paths.stream().map(path -> from.column(path).sql()).toList();
    }

    /** The same columns for RETURNING. */
    String returning(FromClause from) {
        return String.join(", ", paths.stream().map(from::scalar).toList());
    }

    /**
     * The result without the pool's wrapper, through which every value of many rows would pass.
     *
     * <p>Whoever reads by it still asks the wrapped one for the next row, by which the pool hears of failures.
     */
    static ResultSet values(ResultSet row) throws SQLException {
        return row.unwrap(ResultSet.class);
    }

    /** Reads the record from the current row, whose first columns are those of {@link #select}. */
    @SuppressWarnings("unchecked") // the shape is that of Class<V>
    V read(ResultSet row) throws SQLException {
        return (V) read(row, 1);
    }

    private Object read(ResultSet row, int first) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[slots.size()];
        int column = first;
        for (int i = 0; i < values.length; i++) {
            Slot slot = slots.get(i);
            values[i] = slot.read(row, column);
            column += slot.width();
        }
        try {
            return shape.create(values);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Misuse(
                    "a row cannot be read as %s: its constructor refuses the values"
                            .formatted(RecordShape.nameOf(shape.type())),
                    "let the record accept what the table holds, or mend the rows; the cause says what was refused",
                    null,
                    e);
        }
    }

    /** One component: a column, or a column and those of the view behind the reference in it. */
    private record Slot(ColumnCodec codec, @Nullable ViewPlan<?> inner) {
        @Nullable
        Object read(ResultSet row, int column) throws SQLException {
            Object value = codec.read(row, column);
            return inner == null || value == null ? value : inner.read(row, column + 1);
        }

        int width() {
            return inner == null ? 1 : 1 + inner.width();
        }
    }
}
