package dev.stele.core;

import java.time.Duration;

/**
 * How a database is doing, at one moment.
 *
 * @param pool the connections kept; all zero where none are
 * @param serverVersion as the server says it, such as {@code "18.6"}
 * @param roundTrip how long the server took to answer a trivial query
 * @param role whether the server takes writes
 * @param fenced how often a server was refused because another one has been promoted in its place
 */
public record Health(Pool pool, String serverVersion, Duration roundTrip, Role role, long fenced) {
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
}
