package dev.stele.migrations.backup;

import dev.stele.core.error.BackupException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a catalog that some of its tables need.
 *
 * @param catalog the part
 * @param tables the names of its tables, such as {@code public.customer}
 * @param leftOut what belongs to these tables or looks at them, and cannot be there without the others
 */
record SelectedTables(CatalogSnapshot catalog, Set<String> tables, List<String> leftOut) {
    private static final Set<ObjectKind> INDISPENSABLE = EnumSet.of(
            ObjectKind.TABLE, ObjectKind.COLUMN, ObjectKind.DEFAULT, ObjectKind.PARTITION, ObjectKind.INHERITANCE);

    static SelectedTables of(CatalogSnapshot whole, Set<String> named) {
        Set<String> tables = withPartitions(whole, named);
        Set<ObjectName> gone = new TreeSet<>();
        for (CatalogObject object : whole.objects()) {
            boolean ofTable = object.kind() == ObjectKind.TABLE;
            String owner = ofTable
                    ? object.name().qualified()
                    : object.name().schema() + "." + object.name().table();
            boolean relation = ofTable
                    || whole.find(new ObjectName(
                                    ObjectKind.TABLE,
                                    object.name().schema(),
                                    "",
                                    object.name().table()))
                            .isPresent();
            if (relation && !tables.contains(owner)) {
                gone.add(object.name());
            }
        }
        Set<ObjectName> direct = new TreeSet<>(gone);
        ownedSequences(whole, gone).forEach(gone::add);
        spread(whole, gone);
        List<String> leftOut = new ArrayList<>();
        for (ObjectName name : gone) {
            boolean ofKept = !direct.contains(name) && name.kind() != ObjectKind.SEQUENCE;
            if (ofKept && name.kind() != ObjectKind.SEQUENCE_OWNER && name.kind() != ObjectKind.PRIVILEGE) {
                leftOut.add(name.toString());
            }
        }
        CatalogSnapshot part = whole.without(object -> gone.contains(object.name()));
        return new SelectedTables(part.with(joiningWithout(part, gone)), tables, leftOut);
    }

    private static Set<String> withPartitions(CatalogSnapshot whole, Set<String> named) {
        for (String name : named) {
            if (whole.objects().stream()
                    .noneMatch(object -> object.kind() == ObjectKind.TABLE
                            && object.name().qualified().equals(name))) {
                throw new BackupException(
                        "cannot back up table " + name + ": there is none", "name it with its schema", null, null);
            }
        }
        Set<String> tables = new TreeSet<>(named);
        boolean more = true;
        while (more) {
            more = false;
            for (CatalogObject object : whole.objects()) {
                boolean partition = object.kind() == ObjectKind.PARTITION;
                String table = object.name().schema() + "." + object.name().table();
                if (partition
                        && object.uses().stream()
                                .anyMatch(used -> used.kind() == ObjectKind.TABLE
                                        && !used.qualified().equals(table)
                                        && tables.contains(used.qualified()))) {
                    more |= tables.add(table);
                }
            }
        }
        return tables;
    }

    private static List<ObjectName> ownedSequences(CatalogSnapshot whole, Set<ObjectName> gone) {
        return whole.objects().stream()
                .filter(object -> object.kind() == ObjectKind.SEQUENCE_OWNER)
                .filter(object -> object.uses().stream()
                        .anyMatch(used -> used.kind() == ObjectKind.COLUMN && gone.contains(used)))
                .map(object -> new ObjectName(
                        ObjectKind.SEQUENCE,
                        object.name().schema(),
                        "",
                        object.name().name()))
                .toList();
    }

    /** Adds what cannot be there without what is gone. */
    private static void spread(CatalogSnapshot whole, Set<ObjectName> gone) {
        boolean more = true;
        while (more) {
            more = false;
            for (CatalogObject object : whole.objects()) {
                if (gone.contains(object.name())) {
                    continue;
                }
                ObjectName missing = object.uses().stream()
                        .filter(gone::contains)
                        .filter(used -> !isDispensable(whole, object, used))
                        .findFirst()
                        .orElse(null);
                if (missing == null) {
                    continue;
                }
                if (INDISPENSABLE.contains(object.kind())) {
                    throw new BackupException(
                            "cannot back up " + object.name() + " without " + missing,
                            "select that as well",
                            null,
                            null);
                }
                gone.add(object.name());
                more = true;
            }
        }
    }

    /** Whether a partition joins its table all the same: a foreign key of both is there on both sides or on neither. */
    private static boolean isDispensable(CatalogSnapshot whole, CatalogObject object, ObjectName used) {
        return object.kind() == ObjectKind.PARTITION
                && used.kind() == ObjectKind.CONSTRAINT
                && whole.find(used)
                        .filter(key -> "foreign key".equals(key.facts().get("type")))
                        .isPresent();
    }

    /** The partitions whose tables have lost a foreign key. */
    private static List<CatalogObject> joiningWithout(CatalogSnapshot part, Set<ObjectName> gone) {
        return part.objects().stream()
                .filter(object -> object.kind() == ObjectKind.PARTITION)
                .map(object -> {
                    Set<ObjectName> uses = new TreeSet<>(object.uses());
                    uses.removeAll(gone);
                    return new CatalogObject(object.name(), object.facts(), uses);
                })
                .toList();
    }

    boolean has(SourceTable table) {
        return tables.contains(table.label());
    }

    /** Whether a sequence is there, by itself or inside an identity column. */
    boolean has(Manifest.Sequence sequence) {
        return catalog.objects().stream()
                .anyMatch(object -> object.name().schema().equals(sequence.schema())
                        && (object.kind() == ObjectKind.SEQUENCE
                                ? object.name().name().equals(sequence.name())
                                : object.kind() == ObjectKind.COLUMN
                                        && sequence.name().equals(object.facts().get("~identity.sequence"))));
    }
}
