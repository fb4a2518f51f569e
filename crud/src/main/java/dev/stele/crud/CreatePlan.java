package dev.stele.crud;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.CopyText;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import dev.stele.core.mapping.UnwritableValue;
import dev.stele.models.CreateOf;
import java.lang.invoke.MethodType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How records of one class become new rows. Immutable, safe for use by many threads. */
final class CreatePlan {
    private final RecordShape shape;
    private final EntityMapping entity;
    private final List<AttributeMapping> attributes = new ArrayList<>();
    private final List<String> expressionColumns = new ArrayList<>();
    private final List<String> expressions = new ArrayList<>();
    private final int[] needed;
    private final int[] limited;

    /** Plans a record class; what is wrong with it is added to {@code faults}, and the plan is of no use then. */
    CreatePlan(EntityMappings mappings, EntityMapping entity, Class<?> type, List<String> faults) {
        this.shape = new RecordShape(type);
        this.entity = entity;
        Components components = new Components(mappings);
        for (int i = 0; i < shape.size(); i++) {
            String component = RecordShape.nameOf(type) + "." + shape.name(i);
            List<String> path = components.resolve(entity, shape.name(i));
            if (path == null || path.size() > 1) {
                faults.add("%s is called after no attribute of %s; expected one of %s"
                        .formatted(component, entity.name(), Components.names(entity)));
            } else {
                add(component, entity.attribute(path.get(0)).orElseThrow(), shape.rawType(i), faults);
            }
        }
        addExpressions();
        findMissing(RecordShape.nameOf(type), faults);
        this.needed = faults.isEmpty() ? needed() : new int[0];
        this.limited = faults.isEmpty() ? limited() : new int[0];
    }

    /** The components that may be null but must not be. */
    private int[] needed() {
        return IntStream.range(0, attributes.size())
                .filter(i -> !shape.rawType(i).isPrimitive())
                .filter(i -> !attributes.get(i).nullable() && expressionFor(attributes.get(i)) == null)
                .toArray();
    }

    /** The components whose columns take so much only. */
    private int[] limited() {
        return IntStream.range(0, attributes.size())
                .filter(i -> attributes.get(i).column().limit() != null)
                .filter(i -> Limits.apply(shape.rawType(i)))
                .toArray();
    }

    private void add(String component, AttributeMapping attribute, Class<?> type, List<String> faults) {
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        if (attribute.columns().size() > 1) {
            faults.add("%s refers to a composite id, which cannot be written as one".formatted(component));
        } else if (!attribute.javaType().isAssignableFrom(boxed)) {
            faults.add("%s has type %s; expected %s"
                    .formatted(
                            component,
                            type.getSimpleName(),
                            attribute.javaType().getSimpleName()));
        } else if (!attribute.insertable()) {
            faults.add("%s is called after an attribute that cannot be inserted; expected none".formatted(component));
        }
        attributes.add(attribute);
    }

    private void addExpressions() {
        for (AttributeMapping attribute : entity.attributes().values()) {
            String expression = entity.insertExpressions().get(attribute.name());
            if (expression != null && !attributes.contains(attribute)) {
                expressionColumns.add(attribute.column().sql());
                expressions.add(expression);
            }
        }
    }

    private void findMissing(String name, List<String> faults) {
        Set<String> written = new HashSet<>(expressionColumns);
        attributes.forEach(attribute -> attribute.columns().forEach(column -> written.add(column.sql())));
        for (AttributeMapping attribute : entity.attributes().values()) {
            boolean covered = attribute.columns().stream()
                    .allMatch(column -> written.contains(column.sql()) || column.nullable() || column.defaulted());
            if (!covered) {
                faults.add("%s has no component for %s, which is NOT NULL and has no default; expected \"%s\"%s"
                        .formatted(
                                name,
                                attribute.name(),
                                attribute.target() == null ? attribute.name() : attribute.name() + "Id",
                                entity.id().attributes().equals(List.of(attribute))
                                        ? ", or the id as @GeneratedValue(strategy = GenerationType.IDENTITY)"
                                        : ""));
            }
        }
    }

    /** The attributes that the record gives, in the order of its components. */
    List<AttributeMapping> attributes() {
        return attributes;
    }

    /** What an INSERT writes where the record gives null for the attribute, or null where that is NULL. */
    @Nullable
    String expressionFor(AttributeMapping attribute) {
        return entity.insertExpressions().get(attribute.name());
    }

    /** What the library fills, in the order of {@link #columns} behind the attributes. */
    List<String> expressions() {
        return expressions;
    }

    /** Every column that a new row is given, those of the record first. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        attributes.forEach(attribute -> columns.add(attribute.column().sql()));
        columns.addAll(expressionColumns);
        return columns;
    }

    /** The same columns as the mapping has them. */
    List<ColumnMapping> columnMappings() {
        List<ColumnMapping> columns = new ArrayList<>();
        attributes.forEach(attribute -> columns.add(attribute.column()));
        entity.attributes().values().stream()
                .filter(attribute ->
                        entity.insertExpressions().containsKey(attribute.name()) && !attributes.contains(attribute))
                .forEach(attribute -> columns.add(attribute.column()));
        return columns;
    }

    /** What each record gives, in the order of its components. */
    List<ManyFaults.Given> given() {
        List<ManyFaults.Given> given = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            given.add(new ManyFaults.Given(i, shape.name(i), attributes.get(i).name(), codec(i)));
        }
        return given;
    }

    /** One value of a record. */
    @Nullable
    Object value(Object record, int component) {
        return shape.get(record, component);
    }

    /** The fault of records that would be one row: the later of the first two with the same key. */
    Invalid sameKey(List<?> records, List<ColumnMapping> key, Misuse cause) {
        Map<List<@Nullable Object>, Integer> seen = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int component = 0; component < attributes.size(); component++) {
                if (key.contains(attributes.get(component).column())) {
                    values.add(shape.get(records.get(i), component));
                }
            }
            Integer earlier = seen.putIfAbsent(values, i + 1);
            if (earlier != null && !values.contains(null)) {
                return same("record " + (i + 1), "has the same key as record " + earlier, cause);
            }
        }
        return same("the records", "have a key twice", cause);
    }

    private static Invalid same(String which, String problem, Misuse cause) {
        return new Invalid(List.of(new Invalid.FieldError(which, problem)), cause.sqlState(), cause);
    }

    /** The fault of one value that cannot be written at all. */
    Invalid refused(int component, long number, IllegalArgumentException why) {
        Invalid.FieldError error = new Invalid.FieldError(
                "record " + number + ": " + shape.name(component), String.valueOf(why.getMessage()));
        return new Invalid(List.of(error), null, why);
    }

    /** {@code insert into note as t0 (…)}, with the columns given and those the library fills. */
    String into() {
        return "insert into " + entity.sqlTable() + " as t0 (" + String.join(", ", columns()) + ")";
    }

    /** One row of parameters and expressions: {@code (?, ?, 0, now())}. */
    String values() {
        return values(expressions.size());
    }

    /** The same with only so many of the expressions. */
    String values(int filled) {
        StringJoiner values = new StringJoiner(", ", "(", ")");
        for (AttributeMapping attribute : attributes) {
            String otherwise = entity.insertExpressions().get(attribute.name());
            values.add(otherwise == null ? "?" : "coalesce(?, " + otherwise + ")");
        }
        expressions.subList(0, filled).forEach(values::add);
        return values.toString();
    }

    /** Whether every column takes part in an array, so that many rows can go in one statement of constant text. */
    boolean bindsArrays() {
        return attributes.stream()
                .allMatch(attribute -> attribute.column().codec().bindsArrays());
    }

    /** {@code select … from unnest(?, ?) …}: the rows of the arrays in their order. */
    String unnest() {
        StringJoiner arrays = new StringJoiner(", ");
        StringJoiner names = new StringJoiner(", ");
        StringJoiner selected = new StringJoiner(", ");
        for (int i = 0; i < attributes.size(); i++) {
            AttributeMapping attribute = attributes.get(i);
            String otherwise = entity.insertExpressions().get(attribute.name());
            arrays.add(attribute.column().codec().arrayPlaceholder());
            names.add("c" + i);
            selected.add(otherwise == null ? "u.c" + i : "coalesce(u.c" + i + ", " + otherwise + ")");
        }
        expressions.forEach(selected::add);
        return " select %s from unnest(%s) with ordinality as u(%s, n) order by u.n".formatted(selected, arrays, names);
    }

    /**
     * Refuses a record that cannot be written.
     *
     * @throws Invalid with every fault that shows without the database
     */
    void check(Object record) {
        check(record, 0);
    }

    /** The same for record {@code number} of many, counted from 1, which each fault names. */
    void check(Object record, long number) {
        Map<String, String> faults = ((CreateOf<?>) record).faults();
        if (faults.isEmpty() && hasAllNeeded(record) && fits(record)) {
            return;
        }
        List<Invalid.FieldError> errors = new ArrayList<>();
        for (int component : needed) {
            if (shape.get(record, component) == null) {
                errors.add(new Invalid.FieldError(numbered(number) + shape.name(component), "must have a value"));
            }
        }
        for (int component : limited) {
            String problem = Limits.problem(attributes.get(component), shape.get(record, component));
            if (problem != null) {
                errors.add(new Invalid.FieldError(numbered(number) + shape.name(component), problem));
            }
        }
        addFaults(faults, numbered(number), errors);
        throw new Invalid(errors, null, null);
    }

    private boolean hasAllNeeded(Object record) {
        for (int component : needed) {
            if (shape.get(record, component) == null) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(Object record) {
        for (int component : limited) {
            if (Limits.problem(attributes.get(component), shape.get(record, component)) != null) {
                return false;
            }
        }
        return true;
    }

    private static String numbered(long number) {
        return number == 0 ? "" : "record " + number + ": ";
    }

    static void addFaults(Map<String, String> faults, String prefix, List<Invalid.FieldError> errors) {
        faults.forEach((field, problem) -> errors.add(new Invalid.FieldError(prefix + field, problem)));
    }

    /** The fault of a field with a value that PostgreSQL cannot store. */
    static Invalid unwritable(String field, UnwritableValue why) {
        return new Invalid(List.of(new Invalid.FieldError(field, why.problem())), why.getSQLState(), why);
    }

    /**
     * Refuses record {@code number} of many if a value of it has no text, for which {@code scratch} is used.
     *
     * @throws Invalid with the first such fault
     */
    void requireWritable(Object record, long number, CopyText scratch) {
        for (int i = 0; i < attributes.size(); i++) {
            Object value = codec(i).writesText() ? shape.get(record, i) : null;
            if (value != null) {
                try {
                    codec(i).write(scratch, value);
                } catch (IllegalArgumentException e) {
                    throw refused(i, number, e);
                } finally {
                    scratch.undoRow();
                }
            }
        }
    }

    /**
     * Binds the record from {@code index} on and returns the next index.
     *
     * @throws Invalid for a field that PostgreSQL cannot store
     */
    int bind(PreparedStatement statement, int index, Object record) throws SQLException {
        for (int i = 0; i < attributes.size(); i++) {
            try {
                codec(i).bind(statement, index + i, shape.get(record, i));
            } catch (UnwritableValue e) {
                throw unwritable(shape.name(i), e);
            }
        }
        return index + attributes.size();
    }

    /** Binds all records as one array for each column and returns the next index. */
    int bindArrays(PreparedStatement statement, int index, List<?> records) throws SQLException {
        for (int i = 0; i < attributes.size(); i++) {
            @Nullable Object[] column = new @Nullable Object[records.size()];
            int row = 0;
            for (Object record : records) {
                column[row++] = shape.get(record, i);
            }
            codec(i).bindArray(statement, index + i, Arrays.asList(column));
        }
        return index + attributes.size();
    }

    /** {@code on conflict (key) do update set …} over what the record gives beside the key. */
    String onConflict(List<ColumnMapping> key, List<String> always) {
        StringJoiner columns = new StringJoiner(", ");
        key.forEach(column -> columns.add(column.sql()));
        return " on conflict (" + columns + ") do update set "
                + sets(key, always, column -> "excluded." + column.sql());
    }

    /** {@code title = excluded.title, …}: what an upsert changes, given how a new value is written. */
    String sets(List<ColumnMapping> key, List<String> always, Function<ColumnMapping, String> value) {
        StringJoiner sets = new StringJoiner(", ");
        for (AttributeMapping attribute : attributes) {
            ColumnMapping column = attribute.column();
            if (!key.contains(column) && attribute.updatable()) {
                sets.add(column.sql() + " = " + value.apply(column));
            }
        }
        if (sets.length() == 0) {
            // nothing to change, but only a row that is updated is returned
            sets.add(key.get(0).sql() + " = " + value.apply(key.get(0)));
        } else {
            always.forEach(sets::add);
        }
        return sets.toString();
    }

    private ColumnCodec codec(int attribute) {
        return attributes.get(attribute).column().codec();
    }
}
