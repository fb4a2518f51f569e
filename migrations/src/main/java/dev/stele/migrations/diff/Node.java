package dev.stele.migrations.diff;

import java.util.Comparator;
import java.util.Set;

/** One action on one object, to be put in order. */
record Node(Action action, ObjectName name) implements Comparable<Node> {
    enum Action {
        DROP,
        ALTER,
        CREATE
    }

    // Dropped last, so that nothing is lost before all else has worked, and queries keep their index meanwhile.
    private static final Set<ObjectKind> DROPPED_LAST = Set.of(
            ObjectKind.SCHEMA,
            ObjectKind.EXTENSION,
            ObjectKind.ENUM,
            ObjectKind.DOMAIN,
            ObjectKind.COMPOSITE,
            ObjectKind.RANGE,
            ObjectKind.SEQUENCE,
            ObjectKind.TABLE,
            ObjectKind.COLUMN,
            ObjectKind.INDEX);

    private static final Comparator<Node> ORDER = Comparator.comparingInt(Node::phase)
            .thenComparing((left, right) -> byKind(left, right))
            .thenComparing(Node::name);

    private int phase() {
        if (action == Action.DROP) {
            return DROPPED_LAST.contains(name.kind()) ? 3 : 0;
        }
        return action == Action.ALTER ? 1 : 2;
    }

    /** Drops go from the outermost kind to the innermost. */
    private static int byKind(Node left, Node right) {
        int kinds = left.name.kind().compareTo(right.name.kind());
        return left.action == Action.DROP ? -kinds : kinds;
    }

    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return action.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }
}
