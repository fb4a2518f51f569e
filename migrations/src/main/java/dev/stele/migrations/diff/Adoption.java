package dev.stele.migrations.diff;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes that the index of a partition is part of its parent's, also where a key owns them. */
final class Adoption {
    private static final String PARENT = "parent";

    private Adoption() {}

    /** Whether the index has to be made anew: it goes with the old parent, or nothing lets go of it. */
    static boolean renews(CatalogObject from, CatalogObject to, Sides sides) {
        boolean same = from.text(PARENT).equals(to.text(PARENT));
        return !same && from.has(PARENT) && (to.has(PARENT) || sides.followers().follows(from));
    }

    /** What has to be said where the parent is there already; one that is made later adopts by itself. */
    static List<Step> steps(CatalogObject from, CatalogObject to, Sides sides) {
        if (!to.has(PARENT)
                || from.text(PARENT).equals(to.text(PARENT))
                || !sides.followers().follows(to)) {
            return List.of();
        }
        return sides.to().objects().stream()
                .filter(object -> isParent(object, to.text(PARENT)) && stands(object, sides))
                .map(object -> Step.of("alter index "
                        + Sql.quote(object.name().schema(), object.name().name()) + " attach partition "
                        + Sql.quote(to.name().schema(), to.name().name())))
                .toList();
    }

    /** Whether {@code parent}, as a part of it names it, is {@code object}. */
    static boolean isParent(CatalogObject object, String parent) {
        return (object.kind() == ObjectKind.INDEX || object.has("~index"))
                && parent.equals(object.kind().words() + " " + object.name().schema() + "."
                        + object.name().name());
    }

    private static boolean stands(CatalogObject object, Sides sides) {
        return !sides.isRenewed(object.name())
                && sides.from()
                        .find(object.name())
                        .filter(old -> changed(old, object).isEmpty())
                        .isPresent();
    }

    /** What differs of an index that parts of it may hang on. */
    static Set<String> changed(CatalogObject from, CatalogObject to) {
        Set<String> changed = new TreeSet<>(Facts.changed(from, to));
        changed.removeAll(Set.of("invalid", PARENT));
        return changed;
    }
}
