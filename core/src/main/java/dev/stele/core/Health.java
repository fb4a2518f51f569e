package dev.stele.core;

import java.time.Duration;

/**
 * How a database is doing, at one moment.
 *
 * @param pool the connections kept; all zero where none are
 * @param work what has happened since the database was opened
 * @param serverVersion as the server says it, such as {@code "18.6"}
 * @param roundTrip how long the server took to answer a trivial query
 * @param role whether the server takes writes
 */
public record Health(Pool pool, Work work, String serverVersion, Duration roundTrip, Role role) {
    /** Whether a server takes writes or follows one that does. */
    public enum Role {
        /** It takes writes. */
        PRIMARY,
        /** It follows a primary and only reads. */
        STANDBY
    }

    /**
     * The connections a pool keeps.
     *
     * @param active those lent out, without the one that asks
     * @param idle those waiting for work
     * @param waiting callers waiting for a connection
     * @param max the most there can be
     */
    public record Pool(int active, int idle, int waiting, int max) {}

    /**
     * What has happened since the database was opened; the counts only grow.
     *
     * @param commits transactions committed; single statements in autocommit are not counted
     * @param rollbacks transactions that ended otherwise
     * @param retries how often a unit of work was run again
     * @param outcomes commits whose answer was lost
     * @param reads work that asked for a replica
     * @param withoutConnection how often no connection was to be had within the limit
     * @param fenced how often a server was refused because another one has been promoted in its place
     */
    public record Work(
            long commits,
            long rollbacks,
            long retries,
            Outcomes outcomes,
            Reads reads,
            long withoutConnection,
            long fenced) {}

    /**
     * Work that asked for a replica.
     *
     * @param replica how often one served
     * @param primary how often the primary served, as no replica was there or had come far enough
     */
    public record Reads(long replica, long primary) {}

    /**
     * Commits whose answer was lost, or whose wait for a standby was cut off.
     *
     * @param lost all of them
     * @param provenCommitted those that their receipt proved made
     * @param provenNotCommitted those that their receipt proved not made, now or ever
     */
    public record Outcomes(long lost, long provenCommitted, long provenNotCommitted) {
        /** Those of which nobody knows; each was reported as {@code Unavailable} with an unknown outcome. */
        public long unknown() {
            return lost - provenCommitted - provenNotCommitted;
        }
    }
}
