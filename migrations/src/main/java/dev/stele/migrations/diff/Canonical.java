package dev.stele.migrations.diff;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds texts that differ but mean the same, and lets one of them speak for both. */
final class Canonical {
    private Canonical() {}

    /** The catalog {@code from}, in the words of {@code to} where they mean the same. */
    static CatalogSnapshot align(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        Map<ObjectName, CatalogObject> aligned = new TreeMap<>();
        // Older servers keep no constraint, and so no name, of what is not null.
        boolean named = from.serverVersion() >= 180000 && to.serverVersion() >= 180000;
        for (CatalogObject object : from.objects()) {
            CatalogObject other = to.byName().get(object.name());
            if (other != null && !object.comparable().equals(other.comparable())) {
                aligned.put(object.name(), align(object, other, options, named));
            }
        }
        return aligned.isEmpty() ? from : from.with(aligned.values());
    }

    private static CatalogObject align(
            CatalogObject from, CatalogObject to, DiffOptions options, boolean bothNameNotNull) {
        CatalogObject aligned = from;
        Set<String> changed = Facts.changed(from, to);
        if (!bothNameNotNull && changed.contains("not_null.name")) {
            aligned = aligned.with("not_null.name", to.fact("not_null.name"));
        }
        for (String key : changed) {
            if (from.has(key) && to.has(key) && same(from.text(key), to.text(key), options)) {
                aligned = aligned.with(key, to.text(key));
            }
        }
        return aligned;
    }

    private static boolean same(String left, String right, DiffOptions options) {
        return options.listsAreSets()
                ? Expressions.asSets(left).equals(Expressions.asSets(right))
                : Expressions.comparable(left).equals(Expressions.comparable(right));
    }
}
