package dev.stele.core.mapping;

import org.jspecify.annotations.Nullable;

/** Turns the values of an attribute into those of its column and back; safe for use by many threads. */
interface Conversion {
    @Nullable
    Object toRelational(@Nullable Object value);

    @Nullable
    Object toDomain(@Nullable Object stored);
}
