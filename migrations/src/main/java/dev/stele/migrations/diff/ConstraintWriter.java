package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the constraints of tables. */
final class ConstraintWriter implements KindWriter {
    private static final List<String> RANKS = List.of("primary key", "unique", "exclude", "check", "foreign key");

    static int rank(CatalogObject constraint) {
        return RANKS.indexOf(constraint.text("type"));
    }

    /** The constraint as CREATE TABLE and ADD write it. */
    static String clause(CatalogObject constraint) {
        return "constraint " + Sql.quote(constraint.name().name()) + " " + body(constraint) + timing(constraint);
    }

    private static String body(CatalogObject constraint) {
        String definition = Expressions.writable(constraint.text("definition"));
        boolean keyed = constraint.text("type").matches("primary key|unique");
        return definition
                + (keyed && constraint.has("options") ? " with (" + constraint.text("options") + ")" : "")
                + (keyed && constraint.has("tablespace")
                        ? " using index tablespace " + Sql.quote(constraint.text("tablespace"))
                        : "");
    }

    /** Whether it is checked late, or not at all. */
    private static String timing(CatalogObject constraint) {
        String deferrable = constraint.text("deferrable");
        return (deferrable.isEmpty() ? "" : " deferrable")
                + (deferrable.startsWith("initially") ? " initially deferred" : "")
                + (constraint.has("not_enforced") ? " not enforced" : "");
    }

    @Override
    public String address(ObjectName name) {
        return "constraint " + Sql.quote(name.name()) + " on " + Sql.table(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<Step> steps = new ArrayList<>();
        String add = alter(object) + "add ";
        boolean live = sides.isLive(object.name());
        boolean partitioned = sides.to()
                .find(object.name().owner(ObjectKind.TABLE))
                .map(table -> table.has("partitioned"))
                .orElse(false);
        boolean keyed = object.text("type").matches("primary key|unique");
        if (object.has("unchecked")) {
            steps.add(Step.of(add + clause(object) + " not valid"));
        } else if (live && keyed && !partitioned && !object.text("definition").contains("WITHOUT OVERLAPS")) {
            steps.addAll(throughIndex(object, object.name().name()));
        } else if (live && !keyed && canWait(object, partitioned && sides.major() < 18)) {
            steps.add(Step.of(add + clause(object) + " not valid")
                    .because("checked for new rows only, so that no lock waits for a scan; the others follow"));
            steps.add(validate(object, Step.Place.LATE));
        } else {
            steps.add(Step.of(add + clause(object))
                    .because(live ? "checks the whole table under its lock; there is no other way" : ""));
        }
        steps.set(0, Checks.guarding(object, steps.get(0), sides));
        steps.addAll(IndexFlags.changes(bare(object), object, sides));
        steps.addAll(Adoption.steps(bare(object), object, sides));
        return steps;
    }

    private static boolean canWait(CatalogObject object, boolean oldPartitioned) {
        boolean foreign = object.text("type").equals("foreign key");
        return !object.has("not_enforced") && (object.text("type").equals("check") || (foreign && !oldPartitioned));
    }

    private static List<Step> throughIndex(CatalogObject object, String index) {
        String name = Sql.quote(index);
        return List.of(
                Step.outside("create unique index concurrently " + name + " on " + Sql.table(object.name()) + " "
                                + IndexWriter.columns(object.text("~index").replaceFirst("(?s)^.*? USING ", "")))
                        .because("built while others read and write; the constraint then takes it over"),
                Step.of(alter(object) + "add constraint "
                        + Sql.quote(object.name().name()) + " " + object.text("type") + " using index " + name
                        + timing(object)));
    }

    private static Step validate(CatalogObject object, Step.Place place) {
        return Step.of(alter(object) + "validate constraint "
                        + Sql.quote(object.name().name()))
                .at(place);
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        return List.of(Step.of(
                alter(object) + "drop constraint " + Sql.quote(object.name().name())));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        if (Adoption.renews(from, to, sides)) {
            return Alteration.recreate();
        }
        changed.remove("parent");
        if (changed.isEmpty()) {
            return Alteration.by(Adoption.steps(from, to, sides));
        }
        if (changed.equals(Set.of("unchecked")) && from.has("unchecked")) {
            return Alteration.by(Checks.guarding(
                    to, validate(to, sides.isLive(to.name()) ? Step.Place.LATE : Step.Place.TOGETHER), sides));
        }
        if (changed.equals(Set.of("deferrable")) && to.text("type").equals("foreign key")) {
            String timing = to.has("deferrable") ? timing(to) : " not deferrable";
            return Alteration.by(Step.of(
                    alter(to) + "alter constraint " + Sql.quote(to.name().name()) + timing));
        }
        if (IndexFlags.KEYS.containsAll(changed) && !changed.isEmpty()) {
            return Alteration.by(IndexFlags.changes(from, to, sides));
        }
        return replaceable(from, to, sides) ? Alteration.by(swap(to, sides)) : Alteration.recreate();
    }

    /** Whether the index of a key can be built beside the old one, which nothing else needs. */
    private static boolean replaceable(CatalogObject from, CatalogObject to, Sides sides) {
        boolean keyed = List.of(from, to).stream()
                .allMatch(side -> side.text("type").matches("primary key|unique")
                        && !side.text("definition").contains("WITHOUT OVERLAPS"));
        boolean partitioned = sides.to()
                .find(to.name().owner(ObjectKind.TABLE))
                .map(table -> table.has("partitioned"))
                .orElse(true);
        return keyed
                && !partitioned
                && sides.isLive(to.name())
                && !sides.usesRetyped(from)
                && !freesColumns(from, sides)
                && sides.from().objects().stream().noneMatch(user -> user.uses().contains(from.name()));
    }

    /** Whether a column may be null again, which the server refuses as long as it is in a primary key. */
    private static boolean freesColumns(CatalogObject key, Sides sides) {
        return key.text("type").equals("primary key")
                && key.uses().stream()
                        .filter(used -> used.kind() == ObjectKind.COLUMN)
                        .flatMap(used -> sides.to().find(used).stream())
                        .anyMatch(column -> !column.has("not_null"));
    }

    private static List<Step> swap(CatalogObject to, Sides sides) {
        List<Step> steps = new ArrayList<>(throughIndex(to, sides.free(to.name().name(), "_new")));
        steps.add(
                1, Step.of(alter(to) + "drop constraint " + Sql.quote(to.name().name())));
        steps.set(0, Checks.guarding(to, steps.get(0), sides));
        if (to.has("comment")) {
            steps.add(Step.of("comment on constraint " + Sql.quote(to.name().name()) + " on " + Sql.table(to.name())
                    + " is " + Sql.literal(to.text("comment"))));
        }
        steps.addAll(IndexFlags.changes(bare(to), to, sides));
        return steps;
    }

    @Override
    public boolean implied(CatalogObject object, Sides sides) {
        // Made for each partition by its own name, so that the parent's, made after it, adopts it.
        return !object.has("~index")
                && sides.followers().follows(object)
                && !PartitionOrder.isNamedApart(object, sides);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        boolean key = used.kind() == ObjectKind.CONSTRAINT || used.kind() == ObjectKind.INDEX;
        boolean adopted = key && used.has("~inherited");
        if (used.kind() == ObjectKind.TABLE || used.kind() == ObjectKind.SCHEMA || adopted) {
            return Effect.NONE;
        }
        if (way == Way.RETYPE && used.kind() == ObjectKind.COLUMN) {
            // The server itself rebuilds the others, by their text.
            return user.text("type").equals("foreign key") && sides.changesBase(used) ? Effect.RECREATE : Effect.NONE;
        }
        return Effect.RECREATE;
    }

    @Override
    public boolean folds(CatalogObject object) {
        return !object.text("type").equals("foreign key")
                && !object.has("unchecked")
                && !object.has("clustered")
                && !object.has("replica_identity");
    }

    private static CatalogObject bare(CatalogObject object) {
        // What its own clause has said already.
        CatalogObject bare = new CatalogObject(object.name(), java.util.Map.of(), Set.of());
        return bare.with("options", object.fact("options")).with("tablespace", object.fact("tablespace"));
    }

    private static String alter(CatalogObject object) {
        return "alter table " + Sql.table(object.name()) + " ";
    }
}
