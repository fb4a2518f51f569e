package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds partitions that have to leave their parent for a while, as a key of theirs is part of an index that goes.
 *
 * <p>The server drops neither the index, as the key would go with it, nor the key, as the index requires it.
 */
final class HeldKeys {
    private HeldKeys() {}

    /** The old catalog, where such a partition uses the index that holds it, so that it lets go of it first. */
    static CatalogSnapshot released(CatalogSnapshot from, CatalogSnapshot to) {
        List<CatalogObject> released = new ArrayList<>();
        for (CatalogObject member : from.objects()) {
            Set<ObjectName> holders =
                    member.kind() == ObjectKind.PARTITION ? holders(member, from, to) : Set.<ObjectName>of();
            if (!holders.isEmpty()) {
                Set<ObjectName> uses = new TreeSet<>(member.uses());
                uses.addAll(holders);
                released.add(new CatalogObject(member.name(), member.facts(), uses).with("held", "true"));
            }
        }
        return released.isEmpty() ? from : from.with(released);
    }

    /** The indexes of the parent that do not stay as they are and hold a key of the partition. */
    private static Set<ObjectName> holders(CatalogObject member, CatalogSnapshot from, CatalogSnapshot to) {
        Set<ObjectName> holders = new TreeSet<>();
        for (ObjectName used : member.uses()) {
            if (used.kind() == ObjectKind.CONSTRAINT) {
                from.find(used)
                        .map(key -> key.text("parent"))
                        .filter(parent -> parent.startsWith("index "))
                        .ifPresent(parent -> from.objects().stream()
                                .filter(index -> index.kind() == ObjectKind.INDEX && Adoption.isParent(index, parent))
                                .filter(index -> !stays(index, to))
                                .forEach(index -> holders.add(index.name())));
            }
        }
        return holders;
    }

    private static boolean stays(CatalogObject index, CatalogSnapshot to) {
        return to.find(index.name())
                .filter(other -> Adoption.changed(index, other).isEmpty())
                .isPresent();
    }
}
