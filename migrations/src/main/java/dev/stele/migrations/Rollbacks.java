package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.List;

/** Whether changesets can be taken back. */
final class Rollbacks {
    private Rollbacks() {}

    /** The changesets that declare no rollback. */
    static List<ChangesetId> missing(List<Changeset> changesets) {
        return changesets.stream()
                .filter(changeset -> !changeset.reversible())
                .map(Changeset::id)
                .toList();
    }

    /** Refuses a downgrade that would stop half way. */
    static void require(List<Changeset> changesets) {
        List<ChangesetId> missing = missing(changesets);
        if (!missing.isEmpty()) {
            throw new MigrationException(
                    "cannot downgrade: " + Lists.sentence(missing) + " declare(s) no rollback",
                    "add \"--rollback <statement>\", or \"--rollback empty\" where there is nothing to take back",
                    null,
                    null);
        }
    }
}
