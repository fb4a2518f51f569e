package dev.stele.migrations.diff;

import java.util.Set;
import java.util.TreeSet;

/** Compares the facts of two states of one object. */
final class Facts {
    private Facts() {}

    /** The keys whose values differ, without those that every kind has. */
    static Set<String> changed(CatalogObject from, CatalogObject to) {
        Set<String> keys = new TreeSet<>(from.comparable().keySet());
        keys.addAll(to.comparable().keySet());
        keys.removeAll(Decisions.COMMON);
        keys.removeIf(key -> from.text(key).equals(to.text(key)));
        return keys;
    }

    /** A refusal of a change that no writer knows how to make. */
    static Alteration refuse(CatalogObject from, CatalogObject to, String key) {
        return Alteration.refuse(key.replace('_', ' ').replace('.', ' ') + " would have to change from "
                + value(from, key) + " to " + value(to, key) + ", which is not supported");
    }

    private static String value(CatalogObject object, String key) {
        return object.has(key) ? "\"" + object.text(key) + "\"" : "none";
    }
}
