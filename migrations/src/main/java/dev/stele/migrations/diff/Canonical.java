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
        for (CatalogObject object : from.objects()) {
            CatalogObject other = to.byName().get(object.name());
            if (other != null && !object.comparable().equals(other.comparable())) {
                aligned.put(object.name(), align(object, other, options));
            }
        }
        return aligned.isEmpty() ? from : from.with(aligned.values());
    }

    private static CatalogObject align(CatalogObject from, CatalogObject to, DiffOptions options) {
        CatalogObject aligned = from;
        Set<String> changed = Facts.changed(from, to);
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
