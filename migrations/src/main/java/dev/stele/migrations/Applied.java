package dev.stele.migrations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the history holds, seen through a changelog.
 *
 * @param tableExists whether there is a history at all
 * @param entries its rows, in the order of application
 * @param moved of the changesets whose file has another name now, what the history calls them
 */
record Applied(boolean tableExists, List<HistoryEntry> entries, Map<ChangesetId, ChangesetId> moved) {

    Applied {
        entries = List.copyOf(entries);
        moved = Map.copyOf(moved);
    }

    Applied(boolean tableExists, List<HistoryEntry> entries) {
        this(tableExists, entries, Map.of());
    }

    Set<ChangesetId> ids() {
        return entries.stream().map(HistoryEntry::changeset).collect(Collectors.toSet());
    }

    /** The last version that is applied in full, with all before it. */
    Version current(Changelog changelog) {
        Set<ChangesetId> ids = ids();
        Version current = Version.BASE;
        for (ChangelogFile file : changelog.files()) {
            if (!ids.containsAll(file.changesets())) {
                break;
            }
            current = file.version();
        }
        return current;
    }

    /** The changesets of {@code files} that are not applied. */
    List<ChangesetId> missing(List<ChangelogFile> files) {
        Set<ChangesetId> ids = ids();
        List<ChangesetId> missing = new ArrayList<>();
        for (ChangelogFile file : files) {
            file.changesets().stream().filter(id -> !ids.contains(id)).forEach(missing::add);
        }
        return missing;
    }

    /** The changesets of {@code files} that are applied, the last of the changelog first. */
    List<ChangesetId> presentReversed(List<ChangelogFile> files) {
        Set<ChangesetId> ids = ids();
        List<ChangesetId> present = new ArrayList<>();
        for (ChangelogFile file : files) {
            file.changesets().stream().filter(ids::contains).forEach(id -> present.add(0, id));
        }
        return present;
    }

    /** The rows whose changeset the changelog does not have. */
    List<HistoryEntry> unknown() {
        return entries.stream().filter(entry -> entry.version() == null).toList();
    }
}
