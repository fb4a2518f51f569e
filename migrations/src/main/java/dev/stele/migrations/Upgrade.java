package dev.stele.migrations;

import java.time.Duration;
import java.util.List;

/**
 * What an upgrade did.
 *
 * @param from the version the database was at
 * @param to the version it is at now
 * @param applied the changesets this call applied, in order; empty where there was nothing to do
 * @param elapsed how long it took, waiting for other processes included
 */
public record Upgrade(Version from, Version to, List<ChangesetId> applied, Duration elapsed) {

    /** Keeps a copy of the list. */
    public Upgrade {
        applied = List.copyOf(applied);
    }
}
