package dev.stele.core.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Set;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.JdbcType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Type;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;

/** What the annotations of an entity's attributes say that Hibernate's boot metadata keeps to itself. */
final class AttributeAnnotations {
    private static final Set<String> UPDATE_TIMES = Set.of("updatedAt");
    private static final Set<String> CREATION_TIMES = Set.of("createdAt");

    /** What {@code @Column(length)} is by itself. */
    private static final int UNSAID_LENGTH = 255;

    /** Hibernate makes text of what is longer. */
    private static final int LONGEST_VARCHAR = 32_600;

    private final Class<?> entity;

    AttributeAnnotations(Class<?> entity) {
        this.entity = entity;
    }

    /** Whether the database fills the attribute by itself. */
    boolean fillsItself(String attribute) {
        return isIdentity(attribute)
                || has(attribute, ColumnDefault.class)
                || has(attribute, Generated.class)
                || has(attribute, GeneratedColumn.class);
    }

    // The other strategies are calls that Hibernate's sessions make before they insert.
    private boolean isIdentity(String attribute) {
        GeneratedValue value = find(attribute, GeneratedValue.class);
        return value != null && value.strategy() == GenerationType.IDENTITY;
    }

    /** How the database fills the attribute, where the annotation says. */
    @Nullable
    Generated generated(String attribute) {
        return find(attribute, Generated.class);
    }

    boolean isUpdateTime(String attribute) {
        CurrentTimestamp current = find(attribute, CurrentTimestamp.class);
        return has(attribute, UpdateTimestamp.class)
                || (current != null && Arrays.asList(current.event()).contains(EventType.UPDATE))
                || UPDATE_TIMES.contains(attribute);
    }

    boolean isCreationTime(String attribute) {
        return has(attribute, CreationTimestamp.class)
                || has(attribute, CurrentTimestamp.class)
                || CREATION_TIMES.contains(attribute);
    }

    boolean isGeneratedUuid(String attribute) {
        return has(attribute, UuidGenerator.class)
                || (has(attribute, GeneratedValue.class) && type(attribute) == java.util.UUID.class);
    }

    /** Whether the attribute is seen here and says nothing of how its column stores it. */
    boolean leavesStorageOpen(String attribute) {
        return member(attribute) != null
                && !has(attribute, JdbcTypeCode.class)
                && !has(attribute, JdbcType.class)
                && !has(attribute, Type.class)
                && !has(attribute, Convert.class);
    }

    boolean isUnique(String attribute) {
        Column column = find(attribute, Column.class);
        return column != null && column.unique();
    }

    /** How much the column takes, where the annotation says so and no definition of its own says otherwise. */
    ColumnMapping.@Nullable Limit limit(String attribute) {
        Column column = find(attribute, Column.class);
        if (column == null || !column.columnDefinition().isEmpty()) {
            return null;
        }
        if (column.precision() > 0) {
            return new ColumnMapping.Limit(column.precision(), column.scale());
        }
        // The length that nobody gave is no promise: such a column may well be of type text.
        return column.length() == UNSAID_LENGTH || column.length() > LONGEST_VARCHAR
                ? null
                : ColumnMapping.Limit.ofText(column.length());
    }

    private boolean has(String attribute, Class<? extends Annotation> annotation) {
        return find(attribute, annotation) != null;
    }

    private @Nullable Class<?> type(String attribute) {
        return member(attribute) instanceof java.lang.reflect.Field field ? field.getType() : null;
    }

    private <A extends Annotation> @Nullable A find(String attribute, Class<A> annotation) {
        AnnotatedElement field = member(attribute);
        A found = field == null ? null : field.getAnnotation(annotation);
        return found != null ? found : onGetter(attribute, annotation);
    }

    private @Nullable AnnotatedElement member(String attribute) {
        for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
            try {
                return type.getDeclaredField(attribute);
            } catch (NoSuchFieldException e) {
                // declared further up, or named by a getter only
            }
        }
        return null;
    }

    private <A extends Annotation> @Nullable A onGetter(String attribute, Class<A> annotation) {
        String suffix = attribute.isEmpty() ? "" : Character.toUpperCase(attribute.charAt(0)) + attribute.substring(1);
        for (Class<?> type = entity; type != null; type = type.getSuperclass()) {
            for (String prefix : new String[] {"get", "is"}) {
                try {
                    return type.getDeclaredMethod(prefix + suffix).getAnnotation(annotation);
                } catch (NoSuchMethodException e) {
                    // declared further up, or there is no getter
                }
            }
        }
        return null;
    }
}
