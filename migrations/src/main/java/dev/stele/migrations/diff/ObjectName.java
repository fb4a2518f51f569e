package dev.stele.migrations.diff;

import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name by which an object of one catalog is found in another.
 *
 * @param kind what it is
 * @param schema its schema, or empty where it is in none
 * @param table the relation or domain it belongs to, or empty
 * @param name its own name, as stored and unquoted; of functions with argument types
 */
public record ObjectName(ObjectKind kind, String schema, String table, String name) implements Comparable<ObjectName> {
    private static final Comparator<ObjectName> ORDER = Comparator.comparing(ObjectName::kind)
            .thenComparing(ObjectName::schema)
            .thenComparing(ObjectName::table)
            .thenComparing(ObjectName::name);

    /** The name without its kind, parts joined by dots, such as {@code public.customer.email}. */
    public String qualified() {
        return Stream.of(schema, table, name).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
    }

    /** The table that this object belongs to, whether or not that is a table. */
    ObjectName owner(ObjectKind ownerKind) {
        return new ObjectName(ownerKind, schema, "", table);
    }

    ObjectName withKind(ObjectKind other) {
        return new ObjectName(other, schema, table, name);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    /** The kind in words and the name, such as {@code column public.customer.email}. */
    @Override
    public String toString() {
        return kind.words() + " " + qualified();
    }
}
