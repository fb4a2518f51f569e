package dev.stele.migrations.backup;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a table needs to join the one it is a partition of. */
final class PartitionUses {
    private PartitionUses() {}

    /** Whether a partition joins its table without {@code used}: a foreign key that neither of them has as yet. */
    static boolean joinsWithout(CatalogObject object, ObjectName used, CatalogSnapshot whole) {
        return object.kind() == ObjectKind.PARTITION
                && used.kind() == ObjectKind.CONSTRAINT
                && whole.find(used)
                        .filter(key -> "foreign key".equals(key.facts().get("type")))
                        .isPresent();
    }

    /** The partitions of {@code part}, each using only what {@code part} holds. */
    static List<CatalogObject> within(CatalogSnapshot part) {
        return part.objects().stream()
                .filter(object -> object.kind() == ObjectKind.PARTITION)
                .map(object -> {
                    Set<ObjectName> uses = new TreeSet<>(object.uses());
                    uses.removeIf(used -> part.find(used).isEmpty());
                    return new CatalogObject(object.name(), object.facts(), uses);
                })
                .toList();
    }
}
