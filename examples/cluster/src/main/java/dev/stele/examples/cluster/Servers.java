package dev.stele.examples.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers of a cluster, looked at one by one and without Stele.
 *
 * @param addresses each as {@code host:port}
 * @param database the name of the database
 */
record Servers(List<String> addresses, String database) {
    private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^/]+)/([^?]+).*");
    private static final String LIMITS =
            "?user=postgres&connectTimeout=1&loginTimeout=1&socketTimeout=1&sslmode=disable&gssEncMode=disable";

    Servers {
        addresses = List.copyOf(addresses);
    }

    /** Those that an address of the driver names. */
    static Servers of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an address of PostgreSQL's driver: " + url);
        }
        return new Servers(List.of(parts.group(1).split(",", -1)), parts.group(2));
    }

    /** The server that takes writes, other than {@code not}; empty where none does now. */
    Optional<String> primary(String not) {
        return addresses.stream()
                .filter(address -> !address.equals(not) && takesWrites(address))
                .findFirst();
    }

    private boolean takesWrites(String address) {
        try (Connection connection = DriverManager.getConnection(url(address) + LIMITS);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            return !row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Waits until another server than {@code old} takes writes; returns when, by {@link System#nanoTime}.
     *
     * @throws IllegalStateException if none does within the limit
     */
    long untilPromoted(String old, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (primary(old).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no server was promoted within " + limit);
            }
            Thread.sleep(5);
        }
        return System.nanoTime();
    }

    String url(String address) {
        return "jdbc:postgresql://" + address + "/" + database;
    }
}
