package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which tables follow a parent in both catalogs, so that its changes reach their parts by themselves. */
final class Followers {
    private static final Set<ObjectKind> MEMBERSHIPS = Set.of(ObjectKind.PARTITION, ObjectKind.INHERITANCE);

    private final Sides sides;
    private final Map<String, Set<ObjectName>> parents = new HashMap<>();
    private final Set<ObjectName> allParents = new TreeSet<>();

    Followers(Sides sides) {
        this.sides = sides;
        sides.from().objects().forEach(this::noteParents);
        sides.to().objects().forEach(this::noteParents);
        for (CatalogObject object : sides.to().objects()) {
            if (MEMBERSHIPS.contains(object.kind()) && stays(object)) {
                Set<ObjectName> found = parents.computeIfAbsent(table(object.name()), key -> new TreeSet<>());
                found.addAll(parents(object));
            }
        }
    }

    private void noteParents(CatalogObject object) {
        if (MEMBERSHIPS.contains(object.kind())) {
            allParents.addAll(parents(object));
        }
    }

    private static List<ObjectName> parents(CatalogObject membership) {
        return membership.uses().stream()
                .filter(used -> used.kind() == ObjectKind.TABLE)
                .filter(used -> !used.equals(membership.name().owner(ObjectKind.TABLE)))
                .toList();
    }

    /** Whether the table belongs to its parent all the time, or is made so by CREATE TABLE. */
    private boolean stays(CatalogObject membership) {
        boolean kept = sides.from()
                .find(membership.name())
                .filter(old -> old.comparable().equals(membership.comparable()))
                .isPresent();
        boolean born = membership.kind() == ObjectKind.INHERITANCE
                && sides.isNew(membership.name().owner(ObjectKind.TABLE));
        return kept || born;
    }

    private static String table(ObjectName part) {
        return part.schema() + "." + part.table();
    }

    /** Whether the part came from a parent, and comes, changes and goes with the parent's. */
    boolean follows(CatalogObject part) {
        return part.has("~inherited") && parents.containsKey(table(part.name()));
    }

    /** The parents that a table follows. */
    Set<ObjectName> parentsOf(ObjectName table) {
        return parents.getOrDefault(table.schema() + "." + table.name(), Set.of());
    }

    /** What is left to say of a part, when its parent has got all that it shall have. */
    Alteration settle(CatalogObject from, CatalogObject to, KindWriter writer) {
        Alteration found = writer.alter(from, to, sides);
        boolean told = found.way() == Way.STEPS || found.way() == Way.RETYPE;
        if (!told || !follows(to) || !follows(from)) {
            return found;
        }
        if (to.kind() == ObjectKind.COLUMN) {
            CatalogObject settled = settled(from, to);
            List<Step> steps = Facts.changed(settled, to).isEmpty()
                    ? List.of()
                    : writer.alter(settled, to, sides).steps();
            return new Alteration(found.way(), steps, "");
        }
        boolean keyed = to.kind() == ObjectKind.INDEX || to.has("~index");
        return keyed ? found : new Alteration(found.way(), List.of(), "");
    }

    /** How CREATE TABLE says from what the table inherits. */
    static String inherits(List<CatalogObject> parts) {
        List<String> parents = parts.stream()
                .filter(part -> part.kind() == ObjectKind.INHERITANCE)
                .sorted(Comparator.comparing(part -> part.text("~order")))
                .map(part -> part.name().name())
                .toList();
        return parents.isEmpty() ? "" : " inherits (" + String.join(", ", parents) + ")";
    }

    /** What a new table says of a column that it inherits. */
    List<Step> own(CatalogObject column, String expression) {
        List<Step> steps = new ArrayList<>();
        String inherited = "";
        for (ObjectName parent : parents.getOrDefault(table(column.name()), Set.of())) {
            ObjectName name = inParent(column, parent);
            CatalogObject above = sides.to().byName().get(name);
            if (above != null) {
                CatalogObject copy = copy(above, column);
                if (!Facts.changed(copy, column).isEmpty()) {
                    steps.addAll(new ColumnWriter().alter(copy, column, sides).steps());
                }
                CatalogObject standard = sides.to().byName().get(name.withKind(ObjectKind.DEFAULT));
                inherited = standard == null ? inherited : standard.text("expression");
            }
        }
        if (!inherited.equals(expression)) {
            steps.add(Step.of(ColumnWriter.alter(column)
                    + (expression.isEmpty() ? "drop default" : "set default " + expression)));
        }
        return steps;
    }

    /** The column of a new table as its parent's leaves it. */
    private static CatalogObject copy(CatalogObject above, CatalogObject column) {
        Map<String, String> facts = new TreeMap<>(above.facts());
        facts.keySet().removeIf(Followers::isOfOneTable);
        return new CatalogObject(column.name(), facts, above.uses()).with("inherited", column.fact("inherited"));
    }

    /** Whether the fact of a parent's column says nothing about those of its tables; no counter is inherited. */
    private static boolean isOfOneTable(String key) {
        return key.equals("inherited") || key.replace("~", "").startsWith("identity");
    }

    /** Whether the table belongs to a parent that it leaves. */
    boolean leaves(ObjectName table) {
        return sides.from().objects().stream()
                .filter(object -> MEMBERSHIPS.contains(object.kind()))
                .filter(object -> object.name().owner(ObjectKind.TABLE).equals(table))
                .anyMatch(object -> sides.to().find(object.name()).isEmpty());
    }

    /** Whether other tables follow this one, in either catalog. */
    boolean isParent(ObjectName table) {
        return allParents.contains(table);
    }

    /** Whether a table that inherits keeps the column that its parent loses. */
    boolean keeps(ObjectName column) {
        ObjectName parent = column.owner(ObjectKind.TABLE);
        return sides.to().objects().stream()
                .filter(object -> object.kind() == ObjectKind.INHERITANCE)
                .filter(object -> parents(object).contains(parent))
                .map(object -> new ObjectName(
                        ObjectKind.COLUMN, object.name().schema(), object.name().table(), column.name()))
                .anyMatch(name -> sides.to().find(name).isPresent());
    }

    private static ObjectName inParent(CatalogObject column, ObjectName parent) {
        return new ObjectName(
                ObjectKind.COLUMN, parent.schema(), parent.name(), column.name().name());
    }

    /** The column as the changes of its parents' leave it. */
    private CatalogObject settled(CatalogObject from, CatalogObject to) {
        Map<String, String> facts = new TreeMap<>(from.facts());
        for (ObjectName parent : parents.getOrDefault(table(to.name()), Set.of())) {
            ObjectName column = inParent(to, parent);
            CatalogObject before = sides.from().byName().get(column);
            CatalogObject after = sides.to().byName().get(column);
            if (before != null && after != null) {
                for (String key : Facts.changed(before, after)) {
                    if (isOfOneTable(key)) {
                        continue;
                    }
                    if (after.has(key)) {
                        facts.put(key, after.text(key));
                    } else {
                        facts.remove(key);
                    }
                }
            }
        }
        return new CatalogObject(from.name(), facts, from.uses());
    }
}
