package dev.stele.migrations.backup;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A schema in three steps: what rows need, then keys and indexes, then all else.
 *
 * <p>Rows go into tables without indexes and foreign keys, as building those afterwards is faster, and as rows come in any
 * order.
 *
 * @param before what is there before the first row
 * @param keyed the same with keys and indexes
 * @param whole all of it
 */
record Stages(CatalogSnapshot before, CatalogSnapshot keyed, CatalogSnapshot whole) {
    /** All that there is, owners and the tables of migration tools included, in plain statements. */
    static final DiffOptions OPTIONS = DiffOptions.defaults()
            .withOwners()
            .withMigrationTables()
            .direct()
            .withoutProof()
            .allowingDataLoss();

    private static final Set<ObjectKind> FIRST = EnumSet.of(
            ObjectKind.SCHEMA,
            ObjectKind.EXTENSION,
            ObjectKind.COLLATION,
            ObjectKind.ENUM,
            ObjectKind.DOMAIN,
            ObjectKind.DOMAIN_CONSTRAINT,
            ObjectKind.COMPOSITE,
            ObjectKind.RANGE,
            ObjectKind.SEQUENCE,
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.AGGREGATE,
            ObjectKind.TABLE,
            ObjectKind.COLUMN,
            ObjectKind.DEFAULT,
            ObjectKind.SEQUENCE_OWNER,
            ObjectKind.PARTITION,
            ObjectKind.INHERITANCE);

    private static final String UNCHECKED = "unchecked";

    // Policies would hide rows from COPY or refuse them, also where the role that restores owns the table.
    private static final Set<String> POLICED = Set.of("row_security", "force_row_security");

    static Stages of(CatalogSnapshot whole) {
        Set<ObjectName> first = closure(whole, Stages::isFirst);
        Set<ObjectName> second = closure(whole, object -> isFirst(object) || isKey(object));
        return new Stages(without(whole, first), without(whole, second), whole);
    }

    /** A new database: the schema {@code public} as the server makes it. */
    static CatalogSnapshot empty(CatalogSnapshot like) {
        ObjectName name = new ObjectName(ObjectKind.SCHEMA, "", "", "public");
        return like.without(object -> true)
                .with(List.of(new CatalogObject(
                        name, Map.of("owner", "pg_database_owner", "comment", "standard public schema"), Set.of())));
    }

    /** As {@link #OPTIONS}, as far as a restore is to bring it back. */
    static DiffOptions reading(RestoreOptions.Owners owners) {
        return owners == RestoreOptions.Owners.KEPT
                ? OPTIONS
                : DiffOptions.defaults()
                        .withMigrationTables()
                        .direct()
                        .withoutProof()
                        .withoutPrivileges();
    }

    static SchemaPlan plan(CatalogSnapshot from, CatalogSnapshot to) {
        return SchemaDiff.between(from, to, OPTIONS);
    }

    private static CatalogSnapshot without(CatalogSnapshot whole, Set<ObjectName> kept) {
        CatalogSnapshot part = whole.without(object -> !kept.contains(object.name()));
        CatalogSnapshot joining = part.with(PartitionUses.within(part));
        return joining.with(joining.objects().stream().map(Stages::open).toList());
    }

    /** The object as rows may meet it that were there before a rule that is not checked. */
    private static CatalogObject open(CatalogObject object) {
        if (object.kind() == ObjectKind.TABLE) {
            return dropping(object, POLICED);
        }
        if (object.kind() == ObjectKind.COLUMN && object.facts().containsKey("not_null.unchecked")) {
            return dropping(
                    object,
                    Set.of("not_null", "not_null.name", "~not_null.name", "not_null.unchecked", "not_null.no_inherit"));
        }
        return object;
    }

    static CatalogObject dropping(CatalogObject object, Collection<String> facts) {
        Map<String, String> rest = new TreeMap<>(object.facts());
        rest.keySet().removeAll(facts);
        return new CatalogObject(object.name(), rest, object.uses());
    }

    private static boolean isFirst(CatalogObject object) {
        boolean check = object.kind() == ObjectKind.CONSTRAINT && "check".equals(type(object));
        return (FIRST.contains(object.kind()) || check) && !object.facts().containsKey(UNCHECKED);
    }

    private static boolean isKey(CatalogObject object) {
        // An index of a materialized view waits for it.
        boolean ofTable = object.uses().stream().noneMatch(used -> used.kind() == ObjectKind.MATERIALIZED_VIEW);
        return (object.kind() == ObjectKind.INDEX && ofTable)
                || (object.kind() == ObjectKind.CONSTRAINT
                        && Set.of("primary key", "unique", "exclude").contains(String.valueOf(type(object))));
    }

    private static @Nullable String type(CatalogObject object) {
        return object.facts().get("type");
    }

    /** What {@code picked} objects are, and all that those need. */
    private static Set<ObjectName> closure(CatalogSnapshot whole, Predicate<CatalogObject> picked) {
        Deque<ObjectName> open = new ArrayDeque<>();
        whole.objects().stream().filter(picked).map(CatalogObject::name).forEach(open::add);
        Set<ObjectName> found = new TreeSet<>(open);
        while (!open.isEmpty()) {
            whole.find(open.remove()).ifPresent(object -> object.uses().stream()
                    .filter(used -> !PartitionUses.joinsWithout(object, used, whole))
                    .filter(found::add)
                    .forEach(open::add));
        }
        return found;
    }
}
