package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Node.Action;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the order of changes has to heed where tables are partitions. */
final class PartitionOrder {
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
}
