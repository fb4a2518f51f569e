package dev.stele.migrations;

import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.Rename;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The renames that one changeset made, turned round. */
final class BackwardRenames {
    private BackwardRenames() {}

    static DiffOptions between(CatalogSnapshot before, CatalogSnapshot after, Renames renames) {
        DiffOptions options = Comparison.SCOPE;
        List<Rename> tables = new ArrayList<>();
        Map<String, String> newTables = new HashMap<>();
        for (Rename rename : renames.all()) {
            if (rename.kind() == ObjectKind.TABLE && has(after, rename.to()) && !has(before, rename.to())) {
                newTables.put(rename.from(), rename.to());
                tables.add(new Rename(ObjectKind.TABLE, rename.to(), rename.from()));
            }
        }
        for (Rename rename : renames.all()) {
            if (rename.kind() == ObjectKind.COLUMN) {
                String[] old = rename.from().split("\\.", 3);
                String oldTable = old[0] + "." + old[1];
                String[] now = tableNow(after, oldTable, newTables, renames).split("\\.", 2);
                if (after.find(new ObjectName(ObjectKind.COLUMN, now[0], now[1], rename.to()))
                                .isPresent()
                        && before.find(new ObjectName(ObjectKind.COLUMN, old[0], old[1], old[2]))
                                .isPresent()) {
                    options = options.renaming(
                            new Rename(ObjectKind.COLUMN, now[0] + "." + now[1] + "." + rename.to(), old[2]));
                }
            }
        }
        // Columns first, since they are named by the tables' names of the side they come from.
        for (Rename table : tables) {
            options = options.renaming(table);
        }
        return options;
    }

    private static String tableNow(CatalogSnapshot after, String old, Map<String, String> newTables, Renames renames) {
        if (newTables.containsKey(old)) {
            return newTables.get(old);
        }
        return renames.all().stream()
                .filter(rename ->
                        rename.kind() == ObjectKind.TABLE && rename.from().equals(old))
                .map(Rename::to)
                .filter(now -> has(after, now))
                .findFirst()
                .orElse(old);
    }

    private static boolean has(CatalogSnapshot snapshot, String table) {
        String[] parts = table.split("\\.", 2);
        return snapshot.find(new ObjectName(ObjectKind.TABLE, parts[0], "", parts[1]))
                .isPresent();
    }
}
