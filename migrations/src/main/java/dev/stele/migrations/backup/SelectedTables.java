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

    private static final Set<ObjectKind> VIEWS = EnumSet.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

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
        return new SelectedTables(part.with(PartitionUses.within(part)), tables, leftOut);
    }

    private static Set<String> withPartitions(CatalogSnapshot whole, Set<String> named) {
        for (String name : named) {
            if (whole.objects().stream()
                    .noneMatch(object -> object.kind() == ObjectKind.TABLE
                            && object.name().qualified().equals(name))) {
                throw whole.objects().stream()
                        .filter(object -> VIEWS.contains(object.kind())
                                && object.name().qualified().equals(name))
                        .findFirst()
                        .map(view -> new BackupException(
                                "cannot back up " + view.name() + ": it is no table",
                                "name the tables it reads",
                                null,
                                null))
                        .orElseGet(() -> new BackupException(
                                "cannot back up table " + name + ": there is none",
                                "name it with its schema",
                                null,
                                null));
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
                        .filter(used -> !PartitionUses.joinsWithout(object, used, whole))
                        .findFirst()
                        .orElse(null);
                if (missing == null) {
                    continue;
                }
                if (INDISPENSABLE.contains(object.kind())) {
                    boolean membership =
                            object.kind() == ObjectKind.PARTITION || object.kind() == ObjectKind.INHERITANCE;
                    throw new BackupException(
                            "cannot back up "
                                    + (membership
                                            ? "table " + object.name().schema() + "."
                                                    + object.name().table()
                                            : object.name())
                                    + " without " + missing,
                            "select that as well",
                            null,
                            null);
                }
                gone.add(object.name());
                more = true;
            }
        }
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
