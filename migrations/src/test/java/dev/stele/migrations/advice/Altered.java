package dev.stele.migrations.advice;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Copies records with every text in them changed, however deep. */
record Altered(UnaryOperator<String> change) {

    @SuppressWarnings("unchecked")
    <T> T of(T value) {
        return (T) altered(value);
    }

    private Object altered(Object value) {
        if (value instanceof String text) {
            return change.apply(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::altered).toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(this::altered);
        }
        return value instanceof Record record ? record(record) : value;
    }

    private Object record(Record record) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                values[i] = altered(components[i].getAccessor().invoke(record));
            }
            Constructor<?> constructor = record.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot copy " + record, e);
        }
    }
}
