package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds indexes of partitions that a parent could adopt in place of the one that it shall.
 *
 * <p>Of several that are alike the server takes the oldest, so the one that is to be adopted is made first, and what is
 * there already and older is made anew after it.
 */
final class IndexTwins {
    private final Sides sides;
    private final Map<String, List<CatalogObject>> alike = new TreeMap<>();

    /** One that a parent is to adopt by itself, and one that it could take instead. */
    record Pair(CatalogObject adopted, CatalogObject other) {}

    private IndexTwins(Sides sides) {
        this.sides = sides;
        for (CatalogObject object : sides.to().objects()) {
            if (object.kind() == ObjectKind.INDEX || object.has("~index")) {
                alike.computeIfAbsent(key(object), key -> new ArrayList<>()).add(object);
            }
        }
    }

    /** The pairs of the new catalog; {@code made} tells what the plan makes. */
    static List<Pair> of(Sides sides, Predicate<ObjectName> made) {
        IndexTwins twins = new IndexTwins(sides);
        List<Pair> pairs = new ArrayList<>();
        for (List<CatalogObject> group : twins.alike.values()) {
            for (CatalogObject one : group.size() > 1 ? group : List.<CatalogObject>of()) {
                if (one.has("parent") && twins.isOpen(one, made)) {
                    group.stream()
                            .filter(other -> !other.equals(one) && twins.couldServe(other, one, made))
                            .forEach(other -> pairs.add(new Pair(one, other)));
                }
            }
        }
        return pairs;
    }

    /** What the server compares of two indexes of one table. */
    private static String key(CatalogObject object) {
        String text = object.has("~index") ? object.text("~index") : object.text("definition");
        boolean unique = object.has("unique") || text.startsWith("CREATE UNIQUE");
        return object.name().schema() + "." + object.name().table() + " " + unique + " "
                + text.replaceFirst("^CREATE .*? USING ", "").replaceFirst(" WITH \\([^)]*\\)", "");
    }

    /** Whether the parent is still to take it, and is not told which. */
    private boolean isOpen(CatalogObject object, Predicate<ObjectName> made) {
        Optional<CatalogObject> old = sides.from().find(object.name()).filter(found -> !made.test(found.name()));
        boolean taken = old.filter(found -> found.text("parent").equals(object.text("parent")))
                .isPresent();
        CatalogObject bare = old.orElse(new CatalogObject(object.name(), Map.of(), java.util.Set.of()));
        boolean told = !Adoption.steps(bare, object, sides).isEmpty();
        return !told && !(taken && stands(object, made));
    }

    /** Whether neither the parent's index nor the table's being a partition is new. */
    private boolean stands(CatalogObject object, Predicate<ObjectName> made) {
        return sides.followers().follows(object.with("~inherited", "true"))
                && sides.to().objects().stream()
                        .noneMatch(
                                parent -> Adoption.isParent(parent, object.text("parent")) && made.test(parent.name()));
    }

    private boolean couldServe(CatalogObject other, CatalogObject adopted, Predicate<ObjectName> made) {
        boolean keyed = adopted.text("parent").startsWith("constraint ");
        boolean fits = !keyed || other.text("type").equals(adopted.text("type"));
        return fits && (!other.has("parent") || isOpen(other, made));
    }

    /** Whether {@code other} is there before the one that is to be adopted. */
    static boolean isOlder(Pair pair, Sides sides, Predicate<ObjectName> made) {
        ObjectName other = pair.other().name();
        if (sides.from().find(other).isEmpty() || made.test(other)) {
            return false;
        }
        ObjectName adopted = pair.adopted().name();
        return sides.from().find(adopted).isEmpty()
                || made.test(adopted)
                || older(adopted, sides) > older(other, sides);
    }

    private static int older(ObjectName name, Sides sides) {
        return sides.from()
                .find(name)
                .map(object -> object.has("~older") ? Integer.parseInt(object.text("~older")) : 0)
                .orElse(0);
    }
}
