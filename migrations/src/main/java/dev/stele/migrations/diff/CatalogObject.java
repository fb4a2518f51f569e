package dev.stele.migrations.diff;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One object of a catalog, in the words of the server that holds it.
 *
 * @param name what it is called
 * @param facts all that is to be compared, sorted by key; a key with {@code ~} only helps to write statements
 * @param uses the objects it depends on, as far as they are of the same snapshot
 */
public record CatalogObject(ObjectName name, Map<String, String> facts, Set<ObjectName> uses) {
    /** Copies both collections. */
    public CatalogObject {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        uses = Collections.unmodifiableSet(new TreeSet<>(uses));
    }

    /** What kind of object this is. */
    public ObjectKind kind() {
        return name.kind();
    }

    @Nullable
    String fact(String key) {
        return facts.get(key);
    }

    /** The fact, or nothing where the object has none such. */
    String text(String key) {
        return facts.getOrDefault(key, "");
    }

    boolean has(String key) {
        return facts.containsKey(key);
    }

    /** The facts that are compared. */
    Map<String, String> comparable() {
        Map<String, String> compared = new TreeMap<>(facts);
        compared.keySet().removeIf(key -> key.startsWith("~"));
        return compared;
    }

    CatalogObject with(String key, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(facts);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return new CatalogObject(name, changed, uses);
    }
}
