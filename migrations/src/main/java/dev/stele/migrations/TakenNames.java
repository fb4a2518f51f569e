package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that something else has already, so that nothing else of that name can be created. */
final class TakenNames {
    private static final Set<ObjectKind> RELATIONS = EnumSet.of(
            ObjectKind.TABLE, ObjectKind.SEQUENCE, ObjectKind.INDEX, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

    private TakenNames() {}

    /**
     * Refuses to create what cannot have its name.
     *
     * @throws MigrationException naming each and who has its name
     */
    static void refuse(CatalogSnapshot live, List<CatalogObject> missing) {
        Map<String, ObjectName> taken = new HashMap<>();
        live.objects().stream()
                .filter(TakenNames::isRelation)
                .forEach(object -> taken.put(inSchema(object.name()), object.name()));
        List<String> clashes = missing.stream()
                .filter(object -> isRelation(object) && taken.containsKey(inSchema(object.name())))
                .map(object -> object.name() + ": its name is that of " + taken.get(inSchema(object.name())))
                .toList();
        if (!clashes.isEmpty()) {
            throw new MigrationException(
                    "cannot create what is missing, since names are taken:\n  - " + String.join("\n  - ", clashes),
                    "rename what has the name, such as by alter index … rename to …; nothing was changed",
                    null,
                    null);
        }
    }

    /** Whether its name is one of those that tables, indexes and sequences of a schema share; a key is an index. */
    private static boolean isRelation(CatalogObject object) {
        boolean key = object.kind() == ObjectKind.CONSTRAINT && object.facts().containsKey("~index");
        return key || RELATIONS.contains(object.kind());
    }

    private static String inSchema(ObjectName name) {
        return name.schema() + "." + name.name();
    }
}
