package dev.stele.models;

import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that may be left unset: unset leaves the column alone, {@code of(null)} writes NULL, {@code of(v)} writes v.
 *
 * <p>Immutable.
 *
 * @param <T> the attribute's type
 */
public final class Field<T extends @Nullable Object> {
    private static final Field<?> UNSET = new Field<>(null, false);

    private final @Nullable T value;
    private final boolean set;

    private Field(@Nullable T value, boolean set) {
        this.value = value;
        this.set = set;
    }

    /** Leaves the attribute as it is. */
    @SuppressWarnings("unchecked") // an unset field holds no T
    public static <T extends @Nullable Object> Field<T> unset() {
        return (Field<T>) UNSET;
    }

    /** Writes {@code value}, NULL included. */
    public static <T extends @Nullable Object> Field<T> of(T value) {
        return new Field<>(value, true);
    }

    /** Whether a value, or NULL, is to be written. */
    public boolean isSet() {
        return set;
    }

    /**
     * The value to write.
     *
     * @throws NoSuchElementException if the field is unset
     */
    public @Nullable T value() {
        if (!set) {
            throw new NoSuchElementException("field is unset");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Field<?> field && set == field.set && Objects.equals(value, field.value);
    }

    @Override
    public int hashCode() {
        return set ? Objects.hashCode(value) : -1;
    }

    /** Shows whether the field is set; not its value, which may be a secret. */
    @Override
    public String toString() {
        return set ? "Field[set]" : "Field[unset]";
    }
}
