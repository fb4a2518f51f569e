package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import dev.stele.migrations.diff.KindWriter.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to happen to each object: found by comparing the sides, then carried to all that a change touches. */
final class Decisions {
    enum Verb {
        CREATE,
        DROP,
        ALTER,
        RECREATE,
        REPLACE
    }

    record Decision(Verb verb, List<Step> steps) {}

    /** Facts that every kind has and the planner writes. */
    static final Set<String> COMMON = Set.of("comment", "owner");

    private final Sides sides;
    private final Map<ObjectName, Decision> decisions = new TreeMap<>();
    private final Map<ObjectName, Set<ObjectName>> users = new TreeMap<>();
    private final Deque<Change> queue = new ArrayDeque<>();
    private final List<String> refusals = new ArrayList<>();

    private record Change(CatalogObject object, Way way) {}

    private Decisions(Sides sides) {
        this.sides = sides;
    }

    static Decisions of(Sides sides) {
        Decisions decisions = new Decisions(sides);
        for (CatalogObject object : sides.from().objects()) {
            object.uses().forEach(used -> decisions
                    .users
                    .computeIfAbsent(used, name -> new TreeSet<>())
                    .add(object.name()));
        }
        Set<ObjectName> names = new TreeSet<>(sides.from().byName().keySet());
        names.addAll(sides.to().byName().keySet());
        names.forEach(decisions::compare);
        do {
            decisions.propagate();
        } while (decisions.renewTwins());
        return decisions;
    }

    Map<ObjectName, Decision> byName() {
        return decisions;
    }

    @Nullable
    Verb verb(ObjectName name) {
        Decision decision = decisions.get(name);
        return decision == null ? null : decision.verb();
    }

    /** Whether the object in the old catalog goes away, be it for good or to come again. */
    boolean drops(ObjectName name) {
        Verb verb = verb(name);
        return verb == Verb.DROP || verb == Verb.RECREATE || verb == Verb.REPLACE;
    }

    /** Whether the object in the new catalog is made by the plan. */
    boolean creates(ObjectName name) {
        Verb verb = verb(name);
        return verb == Verb.CREATE || verb == Verb.RECREATE || verb == Verb.REPLACE;
    }

    /** What cannot be done, each with its reason. */
    List<String> refusals() {
        return refusals;
    }

    private void compare(ObjectName name) {
        CatalogObject from = sides.from().byName().get(name);
        CatalogObject to = sides.to().byName().get(name);
        if (from == null) {
            refuse(to);
            decide(name, Verb.CREATE);
        } else if (to == null) {
            decide(name, Verb.DROP);
            renewed(from, Way.STEPS);
        } else if (!from.comparable().equals(to.comparable())) {
            alter(from, to);
        }
    }

    private void refuse(@Nullable CatalogObject wanted) {
        KindWriter writer = wanted == null ? null : Writers.of(wanted.kind());
        String reason = writer == null || wanted == null ? "" : writer.refusesToCreate(wanted, sides);
        if (wanted != null && !reason.isEmpty()) {
            refusals.add(wanted.name() + ": " + reason);
        }
    }

    private void decide(ObjectName name, Verb verb) {
        if (Writers.of(name.kind()) == null) {
            refusals.add(name + (verb == Verb.CREATE ? " is new" : verb == Verb.DROP ? " is gone" : " differs")
                    + ", and this kind is not supported");
        } else {
            decisions.put(name, new Decision(verb, List.of()));
        }
    }

    private void alter(CatalogObject from, CatalogObject to) {
        KindWriter writer = Writers.of(from.kind());
        if (writer == null) {
            decide(from.name(), Verb.ALTER);
            return;
        }
        Alteration found = sameButCommon(from, to) && !sides.isRetyped(from)
                ? Alteration.by(List.of())
                : sides.followers().settle(from, to, writer);
        switch (found.way()) {
            case REFUSE -> refusals.add(from.name() + ": " + found.reason());
            case RECREATE, REPLACE -> {
                decisions.put(
                        from.name(),
                        new Decision(found.way() == Way.RECREATE ? Verb.RECREATE : Verb.REPLACE, List.of()));
                renewed(from, found.way());
            }
            case STEPS -> decisions.put(from.name(), new Decision(Verb.ALTER, found.steps()));
            case RETYPE -> {
                decisions.put(from.name(), new Decision(Verb.ALTER, found.steps()));
                queue.add(new Change(from, Way.RETYPE));
            }
        }
    }

    private static boolean sameButCommon(CatalogObject from, CatalogObject to) {
        Map<String, String> left = from.comparable();
        Map<String, String> right = to.comparable();
        left.keySet().removeAll(COMMON);
        right.keySet().removeAll(COMMON);
        return left.equals(right);
    }

    private void renewed(CatalogObject object, Way way) {
        sides.renew(object.name());
        queue.add(new Change(object, way));
    }

    /** Makes anew what a parent would adopt in place of another; whether there was something. */
    private boolean renewTwins() {
        boolean found = false;
        for (IndexTwins.Pair pair : IndexTwins.of(sides, this::creates)) {
            ObjectName other = pair.other().name();
            if (pair.other().has("parent")) {
                String refusal = pair.adopted().name() + " and " + other
                        + " are alike, and which of them becomes part of which parent's index cannot be told the server";
                if (pair.adopted().name().compareTo(other) < 0 && !refusals.contains(refusal)) {
                    refusals.add(refusal);
                }
            } else if (IndexTwins.isOlder(pair, sides, this::creates)) {
                decisions.put(other, new Decision(Verb.RECREATE, List.of()));
                renewed(sides.from().find(other).orElseThrow(), Way.RECREATE);
                found = true;
            }
        }
        return found;
    }

    private void propagate() {
        while (!queue.isEmpty()) {
            Change change = queue.remove();
            for (ObjectName user : users.getOrDefault(change.object().name(), Set.of())) {
                touch(user, change);
            }
        }
    }

    private void touch(ObjectName name, Change change) {
        CatalogObject from = sides.from().byName().get(name);
        CatalogObject to = sides.to().byName().get(name);
        KindWriter writer = Writers.of(name.kind());
        Verb verb = verb(name);
        if (from == null || to == null || writer == null || verb == Verb.RECREATE || verb == Verb.REPLACE) {
            return;
        }
        boolean wiped = change.object().kind() == ObjectKind.TABLE && change.way() == Way.RECREATE;
        Effect effect = wiped ? Effect.RECREATE : writer.affected(from, change.object(), change.way(), sides);
        if (effect == Effect.RECREATE) {
            decisions.put(name, new Decision(Verb.RECREATE, List.of()));
            renewed(from, Way.RECREATE);
        } else if (effect == Effect.ALTER) {
            alter(from, to);
        }
    }
}
