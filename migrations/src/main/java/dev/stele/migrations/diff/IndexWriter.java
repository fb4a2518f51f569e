package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes indexes that no constraint owns. */
final class IndexWriter implements KindWriter {
    @Override
    public String address(ObjectName name) {
        return "index " + Sql.quote(name.schema(), name.name());
    }

    /** What follows the name of the table; the usual method is not worth a word. */
    static String columns(String definition) {
        String text = Expressions.writable(definition);
        return text.startsWith("btree ") ? text.substring("btree ".length()) : "using " + text;
    }

    private static String create(CatalogObject object, String name, boolean concurrently) {
        return "create " + (object.has("unique") ? "unique " : "") + "index " + (concurrently ? "concurrently " : "")
                + Sql.quote(name) + " on "
                + (object.has("~partitioned") && object.has("invalid") ? "only " : "") + Sql.table(object.name()) + " "
                + columns(object.text("definition"));
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        boolean concurrently = sides.isLive(object.name()) && !object.has("~partitioned");
        String sql = create(object, object.name().name(), concurrently);
        List<Step> steps = new ArrayList<>();
        steps.add(Checks.guardingIndex(object, concurrently ? Step.outside(sql) : Step.of(sql), sides));
        steps.addAll(IndexFlags.changes(bare(object), object, sides));
        steps.addAll(Adoption.steps(bare(object), object, sides));
        return steps;
    }

    @Override
    public String refusesToCreate(CatalogObject object, Sides sides) {
        return object.has("invalid") && !object.has("~partitioned")
                ? "it is not valid where it is wanted; rebuild or drop it there"
                : "";
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        String name = Sql.quote(object.name().schema(), object.name().name());
        boolean concurrently = sides.isLive(object.name()) && !object.has("~partitioned");
        return List.of(concurrently ? Step.outside("drop index concurrently " + name) : Step.of("drop index " + name));
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
        if (to.has("~partitioned") && changed.equals(Set.of("invalid"))) {
            // It is valid as soon as the last partition has its own.
            return to.has("invalid") ? Alteration.recreate() : Alteration.by(List.of());
        }
        if (to.has("invalid") && !to.has("~partitioned")) {
            return Facts.refuse(from, to, "invalid");
        }
        if (!changed.isEmpty() && IndexFlags.KEYS.containsAll(changed)) {
            return Alteration.by(IndexFlags.changes(from, to, sides));
        }
        boolean swappable = sides.isLive(to.name())
                && !to.has("~partitioned")
                && !from.has("invalid")
                && !sides.usesRetyped(from)
                && !sides.isRetyped(from)
                && sides.from().objects().stream().noneMatch(user -> user.uses().contains(from.name()));
        return swappable ? Alteration.by(swap(to, sides)) : Alteration.recreate();
    }

    /** Builds the new one beside the old one, which serves queries until then. */
    private List<Step> swap(CatalogObject to, Sides sides) {
        String name = to.name().name();
        String fresh = sides.free(name, "_new");
        String old = sides.free(name, "_old");
        String schema = to.name().schema();
        List<Step> steps = new ArrayList<>();
        steps.add(Checks.guardingIndex(to, Step.outside(create(to, fresh, true)), sides)
                .because("built beside the old one, which serves queries until the names are swapped"));
        steps.add(Step.of("alter index " + Sql.quote(schema, name) + " rename to " + Sql.quote(old)));
        steps.add(Step.of("alter index " + Sql.quote(schema, fresh) + " rename to " + Sql.quote(name)));
        if (to.has("comment")) {
            steps.add(Step.of("comment on " + address(to.name()) + " is " + Sql.literal(to.text("comment"))));
        }
        steps.addAll(IndexFlags.changes(bare(to), to, sides));
        steps.add(Step.outside("drop index concurrently " + Sql.quote(schema, old)));
        return steps;
    }

    @Override
    public boolean implied(CatalogObject object, Sides sides) {
        // Made for each partition by its own name, so that the parent's, made after it, adopts it.
        return false;
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        boolean adopted = used.kind() == ObjectKind.INDEX && used.has("~inherited");
        boolean kept = used.kind() == ObjectKind.TABLE || used.kind() == ObjectKind.SCHEMA || adopted;
        boolean rebuilt = way == Way.RETYPE && used.kind() == ObjectKind.COLUMN;
        return kept || rebuilt ? Effect.NONE : Effect.RECREATE;
    }

    private static CatalogObject bare(CatalogObject object) {
        return new CatalogObject(object.name(), Map.of(), Set.of());
    }
}
