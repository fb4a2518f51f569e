package dev.stele.crud.query;

import dev.stele.core.error.Invalid;
import dev.stele.core.error.Misuse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of conditions, as far as a statement takes them. */
final class Values {
    /** The protocol counts the parameters of a statement in two bytes. */
    private static final int MOST = 65_535;

    /** The time that the server takes to read a search grows with its square: 5 ms for these, a minute for a million. */
    private static final int LONGEST_SEARCH = 10_000;

    private Values() {}

    static List<Object> of(@Nullable Object value) {
        return List.of(given(value));
    }

    static List<Object> ofSearch(@Nullable String query) {
        List<Object> values = of(query);
        int length = String.valueOf(query).length();
        if (length > LONGEST_SEARCH) {
            throw new Invalid("query", "may have %d characters but has %d".formatted(LONGEST_SEARCH, length));
        }
        return values;
    }

    /** All of them as one value. */
    static List<Object> listed(Collection<?> values) {
        List<Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(given(value)));
        return list;
    }

    static List<Object> joined(List<Object> first, List<Object> second) {
        int count = first.size() + second.size();
        if (count > MOST) {
            throw new Misuse(
                    "a condition has %d values and a statement takes at most %d".formatted(count, MOST),
                    "use in(), whose list is one value however long it is");
        }
        List<Object> all = new ArrayList<>(count);
        all.addAll(first);
        all.addAll(second);
        return all;
    }

    /** The text as LIKE takes it for itself. */
    static String escaped(String part) {
        return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static Object given(@Nullable Object value) {
        if (value == null) {
            throw new Misuse("a condition that compares with null holds for no row", "use isNull() or andIf()");
        }
        return value;
    }
}
