package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.Rename;
import dev.stele.migrations.diff.SchemaPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a draft is not made, with the ways out of each. */
final class DraftRefusal {
    private DraftRefusal() {}

    /** The drops that nobody allowed; what goes with a dropped table is not named again. */
    static List<CatalogObject> refused(Comparison comparison, DraftOptions options) {
        return comparison.drops().stream()
                .filter(object -> !allows(options, object.name()))
                .toList();
    }

    static boolean allows(DraftOptions options, ObjectName name) {
        ObjectName table = new ObjectName(ObjectKind.TABLE, name.schema(), "", name.table());
        return options.allowsEveryLoss()
                || options.drops().keeps(name)
                || (!name.table().isEmpty() && options.drops().keeps(table));
    }

    /**
     * Refuses what would be dropped or lost, and what cannot be brought about.
     *
     * @throws MigrationException naming each and what to do about it
     */
    static void check(String title, Comparison comparison, SchemaPlan plan, DraftOptions options) {
        Map<ObjectName, String> lost = new LinkedHashMap<>();
        refused(comparison, options).forEach(object -> lost.put(object.name(), ""));
        plan.losses().stream()
                .filter(loss -> !loss.allowed())
                .forEach(loss -> lost.putIfAbsent(loss.name(), ": " + loss.what()));
        if (!lost.isEmpty()) {
            throw new MigrationException(text(title, lost), hint(lost, plan.renameProposals()), null, null);
        }
        if (!plan.unsupported().isEmpty()) {
            throw new MigrationException(
                    "cannot generate \"" + title + "\": not supported is\n  - "
                            + String.join("\n  - ", plan.unsupported()),
                    "write that changeset by hand, then generate the rest",
                    null,
                    null);
        }
    }

    private static String text(String title, Map<ObjectName, String> lost) {
        List<String> lines = new ArrayList<>();
        lost.forEach((name, what) -> lines.add(Lists.label(name) + what));
        return "cannot generate \"" + title + "\": the entities do not have what the changelog has\n  - "
                + String.join("\n  - ", lines);
    }

    private static String hint(Map<ObjectName, String> lost, List<Rename> proposals) {
        String example = lost.keySet().iterator().next().qualified();
        StringBuilder text = new StringBuilder("for each, say what is meant:")
                .append("\n    it may go:        DraftOptions.allowingDrop(\"" + example + "\"), or --allow-drop "
                        + example)
                .append(
                        lost.values().stream().allMatch(String::isEmpty)
                                ? ""
                                : "\n    it may be changed: the same; rows that do not fit stop the version before it begins")
                .append("\n    it is renamed:    @RenamedFrom on the entity or field, or DraftOptions.renamingColumn,")
                .append("\n                      or --rename-table old=new, --rename-column table.old=new")
                .append("\n    it is to stay:    MigrationSettings.withKept(\"" + example + "\"), or --keep "
                        + example);
        for (Rename rename : proposals) {
            text.append("\n  looks like a rename: ").append(rename);
        }
        return text.toString();
    }
}
