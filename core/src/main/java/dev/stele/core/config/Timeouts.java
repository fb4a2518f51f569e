package dev.stele.core.config;

import java.time.Duration;

/**
 * How long anything may take; zero means no limit where the setting allows it.
 *
 * @param connect to open the TCP connection to one host
 * @param login to finish opening a connection, over all hosts
 * @param socket the longest silence of the server within a statement
 * @param statement the longest statement (statement_timeout); zero for none
 * @param lock the longest wait for a lock (lock_timeout); zero for none
 * @param idleInTransaction the longest pause inside a transaction; zero for none
 * @param start how long to wait for the server at start
 */
public record Timeouts(
        Duration connect,
        Duration login,
        Duration socket,
        Duration statement,
        Duration lock,
        Duration idleInTransaction,
        Duration start) {

    /** Two seconds to connect, ten to log in, 30 for a statement, 35 for the socket, five for a lock. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(35),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));
}
