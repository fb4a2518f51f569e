package dev.stele.core.config;

import java.time.Duration;

/**
 * How long anything may take.
 *
 * <p>The driver counts {@code connect}, {@code login} and {@code socket} in whole seconds; they are rounded up.
 *
 * @param connect to open a TCP connection, and at first to be logged in over it; zero for no limit
 * @param login to finish opening a connection, over all hosts; zero for no limit
 * @param socket the longest silence of the server within a statement, longer than {@code statement}; zero for no limit
 * @param statement the longest statement (statement_timeout); zero leaves it to the server
 * @param lock the longest wait for a lock (lock_timeout); zero leaves it to the server
 * @param idleInTransaction the longest pause inside a transaction; zero leaves it to the server
 * @param start how long to wait for the server at start; zero for a single try
 */
public record Timeouts(
        Duration connect,
        Duration login,
        Duration socket,
        Duration statement,
        Duration lock,
        Duration idleInTransaction,
        Duration start) {

    /** The server and the driver count milliseconds in 32 bits. */
    private static final Duration MOST = Duration.ofMillis(Integer.MAX_VALUE);

    /** Two seconds to connect, ten to log in, 30 for a statement, 35 for the socket, five for a lock. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(35),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    /** Refuses times out of range, and a socket that would give up before its statement. */
    public Timeouts {
        requireInRange("connect", connect);
        requireInRange("login", login);
        requireInRange("socket", socket);
        requireInRange("statement", statement);
        requireInRange("lock", lock);
        requireInRange("idleInTransaction", idleInTransaction);
        requireInRange("start", start);
        if (!socket.isZero() && socket.compareTo(statement) <= 0) {
            throw new IllegalArgumentException("socket must be longer than statement " + Durations.print(statement)
                    + " but was " + Durations.print(socket));
        }
    }

    /** Copies with another limit for a statement, and for the socket five seconds more. */
    public Timeouts withStatement(Duration other) {
        return new Timeouts(connect, login, socketFor(other), other, lock, idleInTransaction, start);
    }

    /** Copies with another limit for waiting for a lock. */
    public Timeouts withLock(Duration other) {
        return new Timeouts(connect, login, socket, statement, other, idleInTransaction, start);
    }

    /** Copies with another limit for a pause inside a transaction. */
    public Timeouts withIdleInTransaction(Duration other) {
        return new Timeouts(connect, login, socket, statement, lock, other, start);
    }

    /** Copies with another time to wait for the server at start. */
    public Timeouts withStart(Duration other) {
        return new Timeouts(connect, login, socket, statement, lock, idleInTransaction, other);
    }

    /** The silence that proves a server dead when its statements may take this long. */
    static Duration socketFor(Duration statement) {
        return statement.isZero() ? Duration.ZERO : statement.plusSeconds(5);
    }

    /** Time for every server to be tried twice, encrypted and plain, but not less than the default. */
    static Duration loginFor(Duration connect, int servers) {
        Duration all = connect.multipliedBy(2L * servers).plusSeconds(2);
        if (all.compareTo(Durations.MOST) > 0) {
            return Durations.MOST;
        }
        return all.compareTo(DEFAULT.login) > 0 ? all : DEFAULT.login;
    }

    private static void requireInRange(String name, Duration found) {
        if (found.isNegative() || found.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be 0 to " + MOST.toMillis() + "ms but was " + found.toMillis() + "ms");
        }
    }
}
