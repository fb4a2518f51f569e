package dev.stele.crud;

import dev.stele.core.error.Invalid;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.core.mapping.EntityMappings;
import dev.stele.core.mapping.UnwritableValue;
import dev.stele.models.Field;
import dev.stele.models.PatchOf;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.hibernate.annotations.NaturalId;
import org.jspecify.annotations.Nullable;

/** How the set fields of records of one class change rows. Immutable, safe for use by many threads. */
final class PatchPlan {
    private static final int MAX_FIELDS = Long.SIZE;

    private final RecordShape shape;
    private final List<String> always;
    private final List<AttributeMapping> attributes = new ArrayList<>();

    /** Plans a record class; what is wrong with it is added to {@code faults}, and the plan is of no use then. */
    PatchPlan(EntityMappings mappings, EntityMapping entity, Class<?> type, List<String> faults) {
        this.shape = new RecordShape(type);
        this.always = always(entity);
        Components components = new Components(mappings);
        if (shape.size() > MAX_FIELDS) {
            faults.add("%s has %d components; expected at most %d"
                    .formatted(RecordShape.nameOf(type), shape.size(), MAX_FIELDS));
        }
        for (int i = 0; i < shape.size(); i++) {
            List<String> path = components.resolve(entity, shape.name(i));
            if (path == null || path.size() > 1) {
                faults.add("%s is called after no attribute of %s; expected one of %s"
                        .formatted(component(i), entity.name(), Components.names(entity)));
            } else {
                add(i, entity, entity.attribute(path.get(0)).orElseThrow(), faults);
            }
        }
    }

    private String component(int index) {
        return RecordShape.nameOf(shape.type()) + "." + shape.name(index);
    }

    private void add(int index, EntityMapping entity, AttributeMapping attribute, List<String> faults) {
        String component = component(index);
        Class<?> type = shape.fieldType(index);
        String expected = attribute.javaType().getSimpleName();
        if (type == null) {
            faults.add("%s has type %s; expected Field<%s>"
                    .formatted(component, shape.rawType(index).getSimpleName(), expected));
        } else if (!attribute.javaType().isAssignableFrom(type)) {
            faults.add(
                    "%s has type Field<%s>; expected Field<%s>".formatted(component, type.getSimpleName(), expected));
        } else if (attribute.columns().size() > 1) {
            faults.add("%s refers to a composite id, which cannot be written as one".formatted(component));
        } else {
            String kept = whyKept(entity, attribute);
            if (kept != null) {
                faults.add(component + " is called after " + kept);
            }
        }
        attributes.add(attribute);
    }

    /** Why no caller may change the attribute, and what to do about it; null where one may. */
    private static @Nullable String whyKept(EntityMapping entity, AttributeMapping attribute) {
        if (attribute.equals(entity.version())) {
            return "the version, which every change raises by itself; leave it out";
        }
        if (attribute.equals(entity.updatedAt())) {
            return "the time of the last change, which every change sets by itself; leave it out";
        }
        if (entity.id().attributes().contains(attribute)) {
            return "the id, which no change may touch; leave it out";
        }
        if (attribute.updatable()) {
            return null;
        }
        return isNaturalId(entity.type(), attribute.name())
                ? "a natural id, which no change may touch; mark it @NaturalId(mutable = true), or leave it out"
                : "an attribute that is mapped as not updatable; leave it out, or let its mapping update it";
    }

    private static boolean isNaturalId(Class<?> entity, String attribute) {
        for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
            for (java.lang.reflect.Field field : type.getDeclaredFields()) {
                if (field.getName().equals(attribute)) {
                    return field.isAnnotationPresent(NaturalId.class);
                }
            }
        }
        return false;
    }

    /** What every change of a row sets besides: its version and its time. */
    static List<String> always(EntityMapping entity) {
        List<String> sets = new ArrayList<>();
        AttributeMapping version = entity.version();
        if (version != null) {
            String column = version.column().sql();
            boolean number = Number.class.isAssignableFrom(version.javaType());
            sets.add(column + " = " + (number ? "t0." + column + " + 1" : "now()"));
        }
        AttributeMapping updatedAt = entity.updatedAt();
        if (updatedAt != null) {
            sets.add(updatedAt.column().sql() + " = now()");
        }
        return sets;
    }

    /**
     * Which fields are set, a bit for each.
     *
     * @throws Invalid with every fault that shows without the database, such as a null that the column refuses
     */
    long mask(Object record) {
        long mask = 0;
        List<Invalid.FieldError> errors = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            if (shape.get(record, i) instanceof Field<?> field && field.isSet()) {
                mask |= 1L << i;
                if (field.value() == null && !attributes.get(i).nullable()) {
                    errors.add(new Invalid.FieldError(shape.name(i), "must have a value; leave it unset to keep it"));
                }
                String problem = Limits.problem(attributes.get(i), field.value());
                if (problem != null) {
                    errors.add(new Invalid.FieldError(shape.name(i), problem));
                }
            }
        }
        CreatePlan.addFaults(((PatchOf<?>) record).faults(), "", errors);
        if (!errors.isEmpty()) {
            throw new Invalid(errors, null, null);
        }
        return mask;
    }

    /** {@code set title = ?, version = t0.version + 1} for the fields of the mask. */
    String sets(long mask) {
        StringJoiner sets = new StringJoiner(", ", " set ", "");
        for (int i = 0; i < attributes.size(); i++) {
            if ((mask & 1L << i) != 0) {
                sets.add(attributes.get(i).column().sql() + " = ?");
            }
        }
        always.forEach(sets::add);
        return sets.toString();
    }

    /** {@code set title = u.c0, version = t0.version + 1}: the same from rows with a column for each field. */
    String setsFrom(long mask) {
        StringJoiner sets = new StringJoiner(", ", " set ", "");
        for (int i = 0; i < attributes.size(); i++) {
            if ((mask & 1L << i) != 0) {
                sets.add(attributes.get(i).column().sql() + " = u.c" + i);
            }
        }
        always.forEach(sets::add);
        return sets.toString();
    }

    /** The columns that the fields of the mask go to, by the number of the field. */
    Map<Integer, ColumnCodec> codecs(long mask) {
        Map<Integer, ColumnCodec> codecs = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            if ((mask & 1L << i) != 0) {
                codecs.put(i, attributes.get(i).column().codec());
            }
        }
        return codecs;
    }

    /** What each patch gives that sets the fields of the mask. */
    List<ManyFaults.Given> given(long mask) {
        List<ManyFaults.Given> given = new ArrayList<>();
        codecs(mask)
                .forEach((field, codec) -> given.add(new ManyFaults.Given(
                        field, shape.name(field), attributes.get(field).name(), codec)));
        return given;
    }

    /** The value of a set field. */
    @Nullable
    Object value(Object record, int field) {
        return shape.get(record, field) instanceof Field<?> set ? set.value() : null;
    }

    /** Binds the fields of the mask from {@code index} on and returns the next index. */
    int bind(PreparedStatement statement, int index, Object record, long mask) throws SQLException {
        int next = index;
        for (int i = 0; i < attributes.size(); i++) {
            if ((mask & 1L << i) != 0 && shape.get(record, i) instanceof Field<?> field) {
                try {
                    attributes.get(i).column().codec().bind(statement, next++, field.value());
                } catch (UnwritableValue e) {
                    throw CreatePlan.unwritable(shape.name(i), e);
                }
            }
        }
        return next;
    }
}
