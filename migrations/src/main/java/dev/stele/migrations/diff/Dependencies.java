package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Decisions.Verb;
import dev.stele.migrations.diff.Node.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the graph of all actions out of what the objects of both catalogs use. */
final class Dependencies {
    private static final List<ObjectKind> OWNERS =
            List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN);

    // Kinds whose names are in one space, the one of relations and types.
    private static final Set<ObjectKind> RELATIONS = EnumSet.of(
            ObjectKind.ENUM,
            ObjectKind.DOMAIN,
            ObjectKind.COMPOSITE,
            ObjectKind.RANGE,
            ObjectKind.SEQUENCE,
            ObjectKind.TABLE,
            ObjectKind.CONSTRAINT,
            ObjectKind.INDEX,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            // Their names hold their arguments, so they are never those of relations.
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.AGGREGATE);

    private final Sides sides;
    private final Decisions decisions;
    private final boolean fold;
    private final Graph graph = new Graph();

    private Dependencies(Sides sides, Decisions decisions, boolean fold) {
        this.sides = sides;
        this.decisions = decisions;
        this.fold = fold;
    }

    /**
     * The graph of what {@code decisions} ask for.
     *
     * @param fold whether to write as much as possible into CREATE TABLE and leave to DROP TABLE; may make cycles
     */
    static Graph graph(Sides sides, Decisions decisions, boolean fold) {
        return new Dependencies(sides, decisions, fold).graph();
    }

    private Graph graph() {
        decisions.byName().forEach((name, decision) -> {
            if (decisions.drops(name)) {
                graph.add(new Node(Action.DROP, name));
            }
            if (decisions.creates(name)) {
                graph.add(new Node(Action.CREATE, name));
            }
            if (decision.verb() == Verb.ALTER) {
                graph.add(new Node(Action.ALTER, name));
            }
        });
        sides.from().objects().forEach(this::leave);
        sides.to().objects().forEach(this::enter);
        renew();
        sameNames();
        identities();
        defaultPrivileges();
        PartitionOrder.leaveBeforeJoining(decisions, graph);
        PartitionOrder.shedBeforeJoining(decisions, sides, graph);
        PartitionOrder.adoptedFirst(decisions, sides, graph);
        swallow();
        foldIntoOwners();
        return graph;
    }

    /** What used an object lets go of it before it changes or vanishes. */
    private void leave(CatalogObject user) {
        Node drop = new Node(Action.DROP, user.name());
        for (ObjectName used : user.uses()) {
            if (PartitionOrder.isFree(user, used, decisions, sides)) {
                continue;
            }
            graph.order(drop, new Node(Action.DROP, used));
            // Its comment and its owner are nothing that what is in a schema holds on to.
            if (used.kind() != ObjectKind.SCHEMA) {
                graph.order(drop, new Node(Action.ALTER, used));
            }
            graph.order(new Node(Action.ALTER, user.name()), new Node(Action.DROP, used));
        }
    }

    /** What is to use an object, or names it in its body, comes when that is as it shall be. */
    private void enter(CatalogObject user) {
        Set<ObjectName> needed = new TreeSet<>(user.uses());
        needed.addAll(sides.mentions().of(user.name()));
        for (ObjectName used : needed) {
            if (PartitionOrder.leads(user, used, sides, graph)) {
                continue;
            }
            for (Action first : List.of(Action.CREATE, Action.ALTER)) {
                for (Action second : List.of(Action.CREATE, Action.ALTER)) {
                    graph.order(new Node(first, used), new Node(second, user.name()));
                }
            }
        }
    }

    private void renew() {
        decisions.byName().forEach((name, decision) -> {
            Node drop = new Node(Action.DROP, name);
            Node create = new Node(Action.CREATE, name);
            if (decision.verb() == Verb.RECREATE && !isReplaced(name.owner(ObjectKind.DOMAIN))) {
                graph.order(drop, create);
            } else if (decision.verb() == Verb.REPLACE) {
                graph.order(create, drop);
            }
        });
    }

    private boolean isReplaced(ObjectName owner) {
        return decisions.verb(owner) == Verb.REPLACE;
    }

    /** A name is free again before another object takes it. */
    private void sameNames() {
        Map<String, Node> drops = new HashMap<>();
        decisions.byName().keySet().stream()
                .filter(name -> RELATIONS.contains(name.kind()) && decisions.drops(name))
                .forEach(name -> drops.put(name.schema() + "." + name.name(), new Node(Action.DROP, name)));
        decisions.byName().keySet().stream()
                .filter(name -> RELATIONS.contains(name.kind()) && decisions.creates(name))
                .forEach(name -> {
                    Node drop = drops.get(name.schema() + "." + name.name());
                    if (drop != null && !drop.name().equals(name)) {
                        graph.order(drop, new Node(Action.CREATE, name));
                    }
                });
    }

    /** The inner sequence of an identity is called like that of a serial, so the two take turns. */
    private void identities() {
        for (ObjectName name : decisions.byName().keySet()) {
            if (name.kind() == ObjectKind.COLUMN) {
                CatalogObject from = sides.from().byName().get(name);
                CatalogObject to = sides.to().byName().get(name);
                Node before = new Node(Action.DROP, sequence(name, to));
                graph.order(before, new Node(Action.ALTER, name));
                graph.order(before, new Node(Action.CREATE, name));
                Node after = new Node(Action.CREATE, sequence(name, from));
                graph.order(new Node(Action.ALTER, name), after);
                graph.order(new Node(Action.DROP, name), after);
            }
        }
    }

    /** What is made is made under the old default privileges, whose grants are known. */
    private void defaultPrivileges() {
        List<ObjectName> defaults = decisions.byName().keySet().stream()
                .filter(name -> name.kind() == ObjectKind.DEFAULT_PRIVILEGE)
                .toList();
        for (ObjectName later : defaults) {
            for (ObjectName name : decisions.byName().keySet()) {
                boolean made = name.kind() != ObjectKind.DEFAULT_PRIVILEGE
                        && (later.schema().isEmpty() || later.schema().equals(name.schema()));
                for (Action second : made ? Action.values() : new Action[0]) {
                    graph.order(new Node(Action.CREATE, name), new Node(second, later));
                    // A column that counts by itself gets its sequence.
                    if (name.kind() == ObjectKind.COLUMN) {
                        graph.order(new Node(Action.ALTER, name), new Node(second, later));
                    }
                }
            }
        }
    }

    private static ObjectName sequence(ObjectName column, @Nullable CatalogObject side) {
        String name = side == null ? "" : side.text("~identity.sequence");
        return new ObjectName(ObjectKind.SEQUENCE, column.schema(), "", name);
    }

    /** What vanishes with something else needs no statement. */
    private void swallow() {
        decisions.byName().keySet().stream().filter(decisions::drops).forEach(name -> {
            for (ObjectName container : containers(name)) {
                Node drop = new Node(Action.DROP, container);
                if (graph.has(drop)) {
                    graph.merge(new Node(Action.DROP, name), drop);
                    return;
                }
            }
        });
    }

    private List<ObjectName> containers(ObjectName name) {
        List<ObjectName> containers = new ArrayList<>();
        CatalogObject object = sides.from().byName().get(name);
        KindWriter writer = Writers.get(name.kind());
        if (object == null) {
            return containers;
        }
        boolean alone = !fold && object.text("type").equals("foreign key") && !object.has("~inherited");
        if (writer.dropsWithOwner(object) && !alone) {
            OWNERS.forEach(kind -> containers.add(name.owner(kind)));
        }
        if (name.kind() == ObjectKind.DEFAULT) {
            containers.add(name.withKind(ObjectKind.COLUMN));
        } else if (name.kind() == ObjectKind.PRIVILEGE) {
            // With what it is on, not with the schema of that.
            object.uses().stream()
                    .filter(used ->
                            used.kind() != ObjectKind.SCHEMA || name.schema().isEmpty())
                    .forEach(containers::add);
        } else if (name.kind() == ObjectKind.SEQUENCE_OWNER) {
            containers.add(name.withKind(ObjectKind.SEQUENCE));
        } else if (name.kind() == ObjectKind.SEQUENCE) {
            sides.from().find(name.withKind(ObjectKind.SEQUENCE_OWNER)).ifPresent(owner -> owner.uses().stream()
                    .filter(used -> used.kind() == ObjectKind.COLUMN)
                    .forEach(containers::add));
        }
        return containers;
    }

    private void foldIntoOwners() {
        Map<ObjectName, Set<ObjectName>> parts = new HashMap<>();
        for (ObjectName name : decisions.byName().keySet()) {
            CatalogObject object = sides.to().byName().get(name);
            if (object == null || !decisions.creates(name)) {
                continue;
            }
            for (ObjectName owner : owners(name)) {
                if (decisions.creates(owner) && folds(object, owner)) {
                    graph.merge(new Node(Action.CREATE, name), new Node(Action.CREATE, owner));
                    parts.computeIfAbsent(owner, key -> new TreeSet<>()).add(name);
                    break;
                }
            }
        }
        decisions.byName().keySet().forEach(name -> sides.fold(name, parts.getOrDefault(name, Set.of())));
    }

    private static List<ObjectName> owners(ObjectName name) {
        List<ObjectName> owners = new ArrayList<>();
        if (!name.table().isEmpty()) {
            owners.add(name.owner(ObjectKind.TABLE));
            owners.add(name.owner(ObjectKind.DOMAIN));
        }
        if (name.kind() == ObjectKind.DEFAULT) {
            owners.add(name.withKind(ObjectKind.COLUMN));
        }
        return owners;
    }

    private boolean folds(CatalogObject object, ObjectName owner) {
        KindWriter writer = Writers.get(object.kind());
        if (object.kind() == ObjectKind.COLUMN) {
            return true;
        }
        boolean whole =
                fold || object.kind() == ObjectKind.DOMAIN_CONSTRAINT || object.kind() == ObjectKind.INHERITANCE;
        return whole && writer.folds(object) && !isTwin(object) && !needs(object, owner, new HashSet<>());
    }

    /** Whether CREATE TABLE would leave the key out, as it has another of the same columns. */
    private boolean isTwin(CatalogObject key) {
        return key.kind() == ObjectKind.CONSTRAINT
                && key.has("~index")
                && sides.to().objects().stream()
                        .filter(other -> other.kind() == ObjectKind.CONSTRAINT && other.has("~index"))
                        .filter(other -> other.name()
                                .owner(ObjectKind.TABLE)
                                .equals(key.name().owner(ObjectKind.TABLE)))
                        .filter(other -> other.text("~columns").equals(key.text("~columns")))
                        .anyMatch(other -> goesFirst(other, key));
    }

    /** Of two keys of the same columns, the one that a parent is to adopt is made first, as it adopts the oldest. */
    private static boolean goesFirst(CatalogObject one, CatalogObject other) {
        return one.has("parent") == other.has("parent") ? one.name().compareTo(other.name()) < 0 : one.has("parent");
    }

    /** Whether something that {@code object} uses, other than its owner, can only be made after the owner. */
    private boolean needs(CatalogObject object, ObjectName owner, Set<ObjectName> seen) {
        for (ObjectName used : object.uses()) {
            boolean own = used.equals(owner) || isPartOf(used, owner);
            CatalogObject next = sides.to().byName().get(used);
            if (own || next == null || !decisions.creates(used) || !seen.add(used)) {
                continue;
            }
            if (next.uses().stream().anyMatch(name -> name.equals(owner) || isPartOf(name, owner))
                    || needs(next, owner, seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPartOf(ObjectName name, ObjectName owner) {
        return name.schema().equals(owner.schema()) && name.table().equals(owner.name());
    }
}
