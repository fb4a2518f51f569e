package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Decisions.Decision;
import dev.stele.migrations.diff.Decisions.Verb;
import dev.stele.migrations.diff.Node.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts all changes in an order in which each finds what it needs, and writes their statements. */
final class Planner {
    private static final Set<ObjectKind> HOLD_DATA =
            Set.of(ObjectKind.TABLE, ObjectKind.COLUMN, ObjectKind.SEQUENCE, ObjectKind.PARTITION);

    private final Sides sides;
    private final Decisions decisions;
    private final List<String> unsupported = new ArrayList<>();

    private Planner(Sides sides) {
        this.sides = sides;
        this.decisions = Decisions.of(sides);
    }

    static SchemaPlan plan(Sides sides) {
        return new Planner(sides).plan();
    }

    private SchemaPlan plan() {
        unsupported.addAll(decisions.refusals());
        Graph.Order order = Dependencies.graph(sides, decisions, true).sorted();
        if (!order.cycle().isEmpty()) {
            order = Dependencies.graph(sides, decisions, false).sorted();
        }
        if (!order.cycle().isEmpty()) {
            unsupported.add("these depend on each other in a circle: "
                    + order.cycle().stream().map(Node::toString).collect(Collectors.joining(", ")));
        }
        PlanBuilder plan = new PlanBuilder(sides.options());
        for (Node node : order.nodes()) {
            Verb verb = Objects.requireNonNull(decisions.verb(node.name()));
            if (node.action() != Action.DROP || verb == Verb.DROP) {
                plan.change(describe(node, verb));
            }
            plan.add(node.name(), steps(node, verb));
        }
        return plan.build(unsupported);
    }

    private static String describe(Node node, Verb verb) {
        return (verb == Verb.ALTER
                        ? "alter "
                        : verb == Verb.CREATE ? "create " : verb == Verb.DROP ? "drop " : "renew ")
                + node.name();
    }

    private List<Step> steps(Node node, Verb verb) {
        KindWriter writer = Writers.get(node.name().kind());
        return switch (node.action()) {
            case DROP -> drop(writer, get(sides.from(), node.name()), verb);
            case ALTER -> alter(writer, node.name());
            case CREATE -> create(writer, get(sides.to(), node.name()), verb);
        };
    }

    private List<Step> drop(KindWriter writer, CatalogObject object, Verb verb) {
        if (writer.vanishes(object, sides)) {
            return List.of();
        }
        if (verb == Verb.REPLACE) {
            return writer.drop(new CatalogObject(aside(object.name()), object.facts(), object.uses()), sides);
        }
        List<Step> steps = writer.drop(object, sides);
        // What is made anew in the same plan loses nothing, unless it holds data.
        return verb == Verb.DROP || HOLD_DATA.contains(object.kind())
                ? steps
                : steps.stream().map(step -> step.losing("")).toList();
    }

    private List<Step> alter(KindWriter writer, ObjectName name) {
        Decision decision = Objects.requireNonNull(decisions.byName().get(name));
        List<Step> steps = new ArrayList<>(decision.steps());
        CatalogObject from = get(sides.from(), name);
        CatalogObject to = get(sides.to(), name);
        steps.addAll(common(writer, from, to));
        if (!from.has("~identity.sequence")) {
            steps.addAll(to.kind() == ObjectKind.COLUMN ? DefaultGrants.settle(to, sides) : List.of());
        }
        return steps;
    }

    private List<Step> create(KindWriter writer, CatalogObject object, Verb verb) {
        List<Step> steps = new ArrayList<>();
        if (verb == Verb.REPLACE) {
            steps.add(Step.of("alter " + writer.address(object.name()) + " rename to "
                            + Sql.quote(aside(object.name()).name()))
                    .because("the old one stays beside the new until all columns have moved"));
        }
        CatalogObject bare = new CatalogObject(object.name(), java.util.Map.of(), java.util.Set.of());
        if (!writer.implied(object, sides)) {
            steps.addAll(writer.create(object, sides));
        }
        steps.addAll(common(writer, bare, object));
        steps.addAll(DefaultGrants.settle(object, sides));
        for (CatalogObject part : sides.folded(object.name())) {
            CatalogObject none = new CatalogObject(part.name(), java.util.Map.of(), java.util.Set.of());
            steps.addAll(common(Writers.get(part.kind()), none, part));
            steps.addAll(DefaultGrants.settle(part, sides));
        }
        return steps;
    }

    private static List<Step> common(KindWriter writer, CatalogObject from, CatalogObject to) {
        List<Step> steps = new ArrayList<>();
        if (to.has("owner") && !to.text("owner").equals(from.text("owner"))) {
            steps.add(Step.of("alter " + writer.address(to.name()) + " owner to " + Sql.quote(to.text("owner"))));
        }
        if (!to.text("comment").equals(from.text("comment"))) {
            String text = to.has("comment") ? Sql.literal(to.text("comment")) : "null";
            steps.add(Step.of("comment on " + writer.address(to.name()) + " is " + text));
        }
        return steps;
    }

    /** The name of an old type while the new one takes its place. */
    private ObjectName aside(ObjectName name) {
        return new ObjectName(name.kind(), name.schema(), name.table(), sides.free(name.name(), "__old"));
    }

    private static CatalogObject get(CatalogSnapshot snapshot, ObjectName name) {
        return snapshot.find(name).orElseThrow();
    }
}
