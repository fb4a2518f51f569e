package dev.stele.core;

import java.util.List;
import java.util.Map;

/**
 * How an embedded server is run.
 *
 * @param binaries the programs
 * @param settings what is set beside PostgreSQL's defaults
 * @param environment variables for the server's processes
 * @param keeps whether its data outlives it
 */
record ServerRun(
        ServerBinaries binaries, Map<String, String> settings, Map<String, String> environment, boolean keeps) {

    /** A crash of the machine may lose the last transactions but never breaks the data. */
    private static final Map<String, String> KEPT = Map.of("synchronous_commit", "off");

    private static final Map<String, String> THROWN_AWAY =
            Map.of("synchronous_commit", "off", "fsync", "off", "full_page_writes", "off");

    /** Keeps the data in its directory. */
    static ServerRun kept(ServerBinaries binaries) {
        return new ServerRun(binaries, KEPT, Map.of(), true);
    }

    /** Deletes the data at the end. */
    static ServerRun temporary(ServerBinaries binaries) {
        return new ServerRun(binaries, THROWN_AWAY, Map.of(), false);
    }

    /** Options for {@code initdb}. */
    List<String> initdbOptions() {
        if (keeps) {
            return List.of();
        }
        // The password is random, and a client would spend 20 ms on every connection to slow down who guesses it.
        return binaries.majorVersion() < 16
                ? List.of("--no-sync")
                : List.of("--no-sync", "--set", "scram_iterations=1");
    }
}
