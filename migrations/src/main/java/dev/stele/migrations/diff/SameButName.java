package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds keys, indexes and owned sequences that are the same on both sides but for their names. */
final class SameButName {
    private static final Set<ObjectKind> KINDS = Set.of(ObjectKind.CONSTRAINT, ObjectKind.INDEX, ObjectKind.SEQUENCE);

    private SameButName() {}

    /** New names by old ones; each pair is the only one that fits. */
    static Map<ObjectName, ObjectName> find(CatalogSnapshot from, CatalogSnapshot to) {
        Map<String, List<CatalogObject>> gone = only(from, to);
        Map<String, List<CatalogObject>> come = only(to, from);
        Map<ObjectName, ObjectName> pairs = new LinkedHashMap<>();
        gone.forEach((key, old) -> {
            List<CatalogObject> wanted = come.getOrDefault(key, List.of());
            if (old.size() == 1 && wanted.size() == 1 && isFree(wanted.get(0).name(), from)) {
                pairs.put(old.get(0).name(), wanted.get(0).name());
            }
        });
        return pairs;
    }

    /** What only the first side has, by what it is. */
    private static Map<String, List<CatalogObject>> only(CatalogSnapshot side, CatalogSnapshot other) {
        Map<String, List<CatalogObject>> found = new TreeMap<>();
        for (CatalogObject object : side.objects()) {
            if (KINDS.contains(object.kind()) && other.find(object.name()).isEmpty() && !object.has("~inherited")) {
                String key = key(object, side);
                if (!key.isEmpty()) {
                    found.computeIfAbsent(key, k -> new ArrayList<>()).add(object);
                }
            }
        }
        return found;
    }

    private static String key(CatalogObject object, CatalogSnapshot side) {
        Map<String, String> facts = object.comparable();
        facts.remove("comment");
        facts.replaceAll((key, value) -> Expressions.comparable(value));
        if (object.kind() != ObjectKind.SEQUENCE) {
            return object.kind() + " " + object.name().schema() + "."
                    + object.name().table() + " " + facts;
        }
        // A free sequence of the same kind need not be the same counter.
        return side.find(object.name().withKind(ObjectKind.SEQUENCE_OWNER))
                .map(owner -> object.name().schema() + " " + owner.text("column") + " " + facts)
                .orElse("");
    }

    private static boolean isFree(ObjectName name, CatalogSnapshot from) {
        Set<String> names = new TreeSet<>();
        from.objects().stream()
                .map(CatalogObject::name)
                .filter(other -> other.schema().equals(name.schema()) && other.kind() != ObjectKind.COLUMN)
                .forEach(other -> names.add(other.name()));
        return !names.contains(name.name());
    }
}
