package dev.stele.migrations.advice;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The definition of some tables as a scratch database needs it: what rows need, then also keys and indexes.
 *
 * <p>Without triggers, policies and defaults, as nothing is written there but copies of rows; foreign keys and checks are
 * there for the planner and not checked, as the rows may be a sample.
 *
 * @param loose tables that take rows of nulls
 * @param bare tables and types
 * @param keyed the same with keys, indexes, statistics and views
 */
record ScratchSchema(CatalogSnapshot loose, CatalogSnapshot bare, CatalogSnapshot keyed) {
    static final DiffOptions READING = DiffOptions.defaults().withoutPrivileges();
    private static final DiffOptions MAKING = READING.direct().withoutProof().allowingDataLoss();

    private static final Set<ObjectKind> SHARED = EnumSet.of(
            ObjectKind.SCHEMA,
            ObjectKind.EXTENSION,
            ObjectKind.COLLATION,
            ObjectKind.ENUM,
            ObjectKind.DOMAIN,
            ObjectKind.DOMAIN_CONSTRAINT,
            ObjectKind.COMPOSITE,
            ObjectKind.RANGE,
            ObjectKind.FUNCTION,
            ObjectKind.AGGREGATE);

    private static final Set<ObjectKind> ROWS =
            EnumSet.of(ObjectKind.TABLE, ObjectKind.COLUMN, ObjectKind.PARTITION, ObjectKind.INHERITANCE);

    private static final Set<ObjectKind> KEYS =
            EnumSet.of(ObjectKind.CONSTRAINT, ObjectKind.INDEX, ObjectKind.STATISTICS, ObjectKind.VIEW);

    private static final Set<String> TABLE_FACTS = Set.of(
            "row_security", "force_row_security", "tablespace", "replica_identity", "owner", "options", "unlogged");

    private static final Set<String> NOT_NULL =
            Set.of("not_null", "not_null.name", "~not_null.name", "not_null.unchecked", "not_null.no_inherit");

    /**
     * The part of {@code whole} that tables need, with those that they are partitions of or inherit from.
     *
     * @param extensions those that the role may create where the copy is made
     */
    static ScratchSchema of(CatalogSnapshot whole, Set<Prover.Table> tables, Set<String> extensions) {
        Set<Prover.Table> all = relatives(whole, tables);
        Set<Prover.Table> partitioned = whole.objects().stream()
                .filter(object -> object.facts().containsKey("partitioned"))
                .map(ScratchSchema::table)
                .collect(Collectors.toSet());
        CatalogSnapshot some =
                whole.without(object -> !isWanted(object, all, partitioned) || isOutOfReach(object, extensions));
        CatalogSnapshot keyed = adapt(prune(some, whole));
        CatalogSnapshot bare = keyed.without(object -> KEYS.contains(object.kind()));
        CatalogSnapshot apart = bare.without(object -> object.kind() == ObjectKind.PARTITION);
        CatalogSnapshot loose = apart.with(apart.objects().stream()
                .filter(object -> object.kind() == ObjectKind.COLUMN)
                .filter(object -> !object.facts().containsKey("identity"))
                .map(column -> dropping(column, NOT_NULL))
                .toList());
        return new ScratchSchema(loose, bare, keyed);
    }

    /** What keeps a table from being made, or nothing. */
    Optional<String> missing(CatalogSnapshot whole, Set<Prover.Table> tables) {
        for (Prover.Table table : relatives(whole, tables)) {
            if (bare.find(new ObjectName(ObjectKind.TABLE, table.schema(), "", table.name()))
                    .isEmpty()) {
                return Optional.of("\"" + table + "\" is no table whose definition could be read");
            }
            for (CatalogObject object : whole.objects()) {
                boolean lost = object.kind() == ObjectKind.COLUMN
                        && table(object).equals(table)
                        && bare.find(object.name()).isEmpty();
                if (lost) {
                    return Optional.of(object.name() + " is of a type that cannot be made again");
                }
            }
        }
        return Optional.empty();
    }

    /** The tables that have partitions, whose statistics are those of all of them. */
    List<Prover.Table> parents() {
        return keyed.objects().stream()
                .filter(object -> object.facts().containsKey("partitioned"))
                .map(ScratchSchema::table)
                .toList();
    }

    static SchemaPlan plan(CatalogSnapshot from, CatalogSnapshot to) {
        return SchemaDiff.between(from, to, MAKING);
    }

    private static Set<Prover.Table> relatives(CatalogSnapshot whole, Set<Prover.Table> tables) {
        Set<Prover.Table> all = new TreeSet<>(tables);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (CatalogObject object : whole.objects()) {
                if (object.kind() == ObjectKind.PARTITION || object.kind() == ObjectKind.INHERITANCE) {
                    List<Prover.Table> family = object.uses().stream()
                            .filter(used -> used.kind() == ObjectKind.TABLE)
                            .map(used -> new Prover.Table(used.schema(), used.name()))
                            .toList();
                    grown |= family.stream().anyMatch(all::contains) && all.addAll(family);
                }
            }
        }
        return all;
    }

    /** The table that an object is or belongs to. */
    private static Prover.Table table(CatalogObject object) {
        ObjectName name = object.name();
        return new Prover.Table(name.schema(), name.table().isEmpty() ? name.name() : name.table());
    }

    private static boolean isOutOfReach(CatalogObject object, Set<String> extensions) {
        return object.kind() == ObjectKind.EXTENSION
                && !extensions.contains(object.name().name());
    }

    private static boolean isWanted(CatalogObject object, Set<Prover.Table> tables, Set<Prover.Table> partitioned) {
        if (SHARED.contains(object.kind()) || object.kind() == ObjectKind.VIEW) {
            return true;
        }
        if (object.kind() == ObjectKind.STATISTICS) {
            return true;
        }
        if (!(ROWS.contains(object.kind()) || KEYS.contains(object.kind())) || !tables.contains(table(object))) {
            return false;
        }
        boolean foreign = "foreign key".equals(object.facts().get("type"));
        return !(foreign && partitioned.contains(table(object)))
                && !(object.kind() == ObjectKind.INDEX && object.facts().containsKey("invalid"));
    }

    /** Takes out, again and again, what needs something that is not there. */
    private static CatalogSnapshot prune(CatalogSnapshot some, CatalogSnapshot whole) {
        CatalogSnapshot left = some;
        while (true) {
            CatalogSnapshot now = left;
            CatalogSnapshot next = now.without(object -> !ROWS.contains(object.kind())
                    ? object.uses().stream().anyMatch(used -> isLost(used, now, whole))
                    : object.kind() == ObjectKind.COLUMN
                            && object.uses().stream()
                                    .anyMatch(used -> used.kind() != ObjectKind.SEQUENCE && isLost(used, now, whole)));
            if (next.objects().size() == now.objects().size()) {
                return next;
            }
            left = next;
        }
    }

    private static boolean isLost(ObjectName used, CatalogSnapshot now, CatalogSnapshot whole) {
        return whole.find(used).isPresent() && now.find(used).isEmpty();
    }

    private static CatalogSnapshot adapt(CatalogSnapshot some) {
        return some.with(some.objects().stream().map(ScratchSchema::adapt).toList());
    }

    private static CatalogObject adapt(CatalogObject object) {
        return switch (object.kind()) {
            case TABLE -> adaptTable(object);
            case CONSTRAINT -> adaptConstraint(object);
            case INDEX -> dropping(object, Set.of("tablespace", "clustered", "replica_identity"));
            default -> dropping(object, Set.of("owner"));
        };
    }

    private static CatalogObject adaptTable(CatalogObject object) {
        CatalogObject table = dropping(object, TABLE_FACTS);
        if (table.facts().containsKey("partitioned")) {
            return table;
        }
        // What is written there is worth nothing after a crash, and the server's log need not carry it.
        CatalogObject unlogged = with(table, "unlogged", "true");
        // The server's own ANALYZE would replace statistics between two plans that are compared.
        String options = otherOptions(object.facts().get("options"));
        return with(unlogged, "options", options + "autovacuum_enabled=false");
    }

    private static String otherOptions(@Nullable String options) {
        return options == null
                ? ""
                : List.of(options.split(", ")).stream()
                        .filter(option -> !option.startsWith("autovacuum_"))
                        .map(option -> option + ", ")
                        .collect(Collectors.joining());
    }

    private static CatalogObject adaptConstraint(CatalogObject object) {
        CatalogObject plain = dropping(object, Set.of("tablespace", "clustered", "replica_identity"));
        boolean checked = Set.of("foreign key", "check")
                .contains(String.valueOf(object.facts().get("type")));
        return checked && !object.facts().containsKey("not_enforced") ? with(plain, "unchecked", "true") : plain;
    }

    private static CatalogObject with(CatalogObject object, String key, String value) {
        Map<String, String> facts = new TreeMap<>(object.facts());
        facts.put(key, value);
        return new CatalogObject(object.name(), facts, object.uses());
    }

    private static CatalogObject dropping(CatalogObject object, Collection<String> keys) {
        Map<String, String> facts = new TreeMap<>(object.facts());
        facts.keySet().removeAll(keys);
        return new CatalogObject(object.name(), facts, object.uses());
    }
}
