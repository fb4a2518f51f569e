package dev.stele.crud.page;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param place where it lies
 * @param cursor what it follows or precedes; null for the first page
 * @param size how many items at most, 1 to 1000
 * @param count whether to count all rows too
 */
public record PageRequest(Place place, @Nullable Cursor cursor, int size, Count count) {
    /** The most items a page can have. */
    public static final int MAX_SIZE = 1000;

    /**
     * Refuses a size out of range, and a place without its cursor.
     *
     * @throws Invalid if the size is not 1 to 1000
     */
    public PageRequest {
        checkSize("size", size);
        if ((place == Place.FIRST) != (cursor == null)) {
            throw new Misuse(
                    "there is no cursor to continue from",
                    "ask the page for hasNext() or hasPrevious() before you go on from it");
        }
    }

    /** The first page. */
    public static PageRequest first(int size) {
        return new PageRequest(Place.FIRST, null, size, Count.NONE);
    }

    /** The page behind the place that the cursor marks. */
    public static PageRequest after(@Nullable Cursor cursor, int size) {
        return new PageRequest(Place.AFTER, cursor, size, Count.NONE);
    }

    /** As {@link #after(Cursor, int)}, with the text that a client sent; null or blank for the first page. */
    public static PageRequest after(@Nullable String cursor, int size) {
        return cursor == null || cursor.isBlank() ? first(size) : after(new Cursor(cursor), size);
    }

    /** The page in front of the place that the cursor marks. */
    public static PageRequest before(@Nullable Cursor cursor, int size) {
        return new PageRequest(Place.BEFORE, cursor, size, Count.NONE);
    }

    /** The same page, with the number of all rows. */
    public PageRequest with(Count policy) {
        return new PageRequest(place, cursor, size, policy);
    }

    static void checkSize(String name, int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new Invalid(name, "must be 1 to " + MAX_SIZE + " but was " + size);
        }
    }

    /** Where a page lies. */
    public enum Place {
        /** At the start. */
        FIRST,
        /** Behind a cursor. */
        AFTER,
        /** In front of a cursor. */
        BEFORE
    }
}
