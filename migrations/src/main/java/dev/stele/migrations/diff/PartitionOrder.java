package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Node.Action;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the order of changes has to heed where tables are partitions. */
final class PartitionOrder {
    private static final Set<ObjectKind> ADOPTED = Set.of(ObjectKind.INDEX, ObjectKind.CONSTRAINT);

    private PartitionOrder() {}

    /** Whether {@code user} may be dropped after {@code used}, as one of them goes with its table or its parent. */
    static boolean isFree(CatalogObject user, ObjectName used, Decisions decisions, Sides sides) {
        if (user.kind() == ObjectKind.PARTITION) {
            return used.table().equals(user.name().table())
                    && decisions.drops(user.name().owner(ObjectKind.TABLE));
        }
        boolean foreign = user.text("type").equals("foreign key");
        if (foreign) {
            boolean parent = sides.from()
                    .find(used)
                    .filter(other -> other.text("type").equals("foreign key"))
                    .isPresent();
            return parent && user.has("~inherited");
        }
        boolean key = used.kind() == ObjectKind.INDEX || used.kind() == ObjectKind.CONSTRAINT;
        return key && used.kind() == user.kind() && decisions.drops(used.owner(ObjectKind.TABLE));
    }

    /** A partition leaves its old parent before it joins another. */
    static void leaveBeforeJoining(Decisions decisions, Graph graph) {
        Map<ObjectName, Set<Node>> leaving = new HashMap<>();
        for (ObjectName name : decisions.byName().keySet()) {
            if (name.kind() == ObjectKind.PARTITION && decisions.drops(name)) {
                leaving.computeIfAbsent(name.owner(ObjectKind.TABLE), table -> new TreeSet<>())
                        .add(new Node(Action.DROP, name));
            }
        }
        for (ObjectName name : decisions.byName().keySet()) {
            if (name.kind() == ObjectKind.PARTITION && decisions.creates(name)) {
                leaving.getOrDefault(name.owner(ObjectKind.TABLE), Set.of())
                        .forEach(drop -> graph.order(drop, new Node(Action.CREATE, name)));
            }
        }
    }

    /** Of indexes that are alike, the one that a parent is to adopt is made first. */
    static void adoptedFirst(Decisions decisions, Sides sides, Graph graph) {
        for (IndexTwins.Pair pair : IndexTwins.of(sides, decisions::creates)) {
            Node other = new Node(Action.CREATE, pair.other().name());
            graph.order(new Node(Action.CREATE, pair.adopted().name()), other);
        }
    }

    /** Whether the foreign key of a partition has a name of its own, and so has to be made by itself. */
    static boolean isNamedApart(CatalogObject key, Sides sides) {
        // Online it is checked late, and a parent adopts only what is checked.
        return key.text("type").equals("foreign key")
                && !sides.isLive(key.name())
                && sides.followers().parentsOf(key.name().owner(ObjectKind.TABLE)).stream()
                        .noneMatch(parent -> sides.to()
                                .find(new ObjectName(
                                        ObjectKind.CONSTRAINT,
                                        parent.schema(),
                                        parent.name(),
                                        key.name().name()))
                                .isPresent());
    }

    /** Whether {@code key} is there before {@code used}, its parent's foreign key, which then adopts it. */
    static boolean leads(CatalogObject key, ObjectName used, Sides sides, Graph graph) {
        if (!isForeign(used, sides) || !sides.followers().follows(key) || !isNamedApart(key, sides)) {
            return false;
        }
        before(new Node(Action.CREATE, key.name()), used, sides, graph);
        return true;
    }

    private static void before(Node first, ObjectName parent, Sides sides, Graph graph) {
        graph.order(first, new Node(Action.CREATE, parent));
        sides.to().find(parent).stream()
                .flatMap(key -> key.uses().stream())
                .filter(used -> isForeign(used, sides))
                .forEach(used -> before(first, used, sides, graph));
    }

    private static boolean isForeign(ObjectName name, Sides sides) {
        return sides.to()
                .find(name)
                .filter(object -> object.text("type").equals("foreign key"))
                .isPresent();
    }

    /** What a partition, or the index that held it, is rid of is gone before it joins, so that no parent adopts it. */
    static void shedBeforeJoining(Decisions decisions, Sides sides, Graph graph) {
        Map<ObjectName, Set<Node>> shed = shed(decisions, sides);
        for (CatalogObject object : sides.to().objects()) {
            Set<Node> drops = shed.getOrDefault(object.name().owner(ObjectKind.TABLE), Set.of());
            if (object.kind() == ObjectKind.PARTITION) {
                drops.forEach(drop -> graph.order(drop, new Node(Action.CREATE, object.name())));
            } else if (object.has("parent") && !drops.isEmpty()) {
                sides.to().objects().stream()
                        .filter(parent -> Adoption.isParent(parent, object.text("parent")))
                        .map(parent -> new Node(Action.CREATE, parent.name()))
                        .forEach(create -> drops.forEach(drop -> graph.order(drop, create)));
            }
        }
    }

    /** The drops of indexes and keys by the table they are of or held. */
    private static Map<ObjectName, Set<Node>> shed(Decisions decisions, Sides sides) {
        Map<ObjectName, Set<Node>> shed = new HashMap<>();
        for (CatalogObject object : sides.from().objects()) {
            Set<ObjectName> gone = new TreeSet<>();
            if (ADOPTED.contains(object.kind())) {
                gone.add(object.name());
            } else if (object.has("held")) {
                gone.addAll(object.uses());
            }
            gone.removeIf(name -> !ADOPTED.contains(name.kind()) || !decisions.drops(name));
            gone.forEach(name -> shed.computeIfAbsent(object.name().owner(ObjectKind.TABLE), table -> new TreeSet<>())
                    .add(new Node(Action.DROP, name)));
        }
        return shed;
    }
}
