package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the wanted one among the servers of an address; safe for use by many threads.
 *
 * <p>The one that was found last is tried first, and one that did not answer is tried last until it does: a frozen server
 * costs one caller the limit of one login, and nobody after. The limit is short at first, so that a login that was lost on
 * its way does not keep others waiting when the way is mended.
 */
final class ServerSearch {
    private final List<String> servers;
    private final TargetServer wanted;
    private final boolean balanced;
    private final Duration overall;
    private final Map<String, Long> failedAt = new ConcurrentHashMap<>();
    private volatile String last;
    private volatile Duration limit;

    ServerSearch(List<String> servers, DatabaseConfig config) {
        this.servers = List.copyOf(servers);
        this.wanted = TargetServer.of(config);
        this.balanced = Boolean.parseBoolean(config.driverProperties().get("loadBalanceHosts"));
        this.overall = orAMinute(config.timeouts().login());
        this.limit = orAMinute(config.timeouts().connect());
        this.last = servers.get(0);
    }

    private static Duration orAMinute(Duration limit) {
        return limit.isZero() ? Duration.ofMinutes(1) : limit;
    }

    /** Opens a session with a server and finds out who has answered. */
    interface Visit {
        /**
         * Opens it.
         *
         * @param limit how long the login may take
         */
        Visited at(String server, Duration limit) throws SQLException;
    }

    /**
     * A session that has been opened.
     *
     * @param server who has answered; null where that makes no difference
     */
    record Visited(Connection connection, @Nullable ServerFacts server) {}

    /**
     * Opens a session with the wanted server.
     *
     * @param millis how long the caller can wait, if that is shorter than a login may take
     * @throws NoServer if there is none among several; what one said that refused the login, or the only one
     */
    Connection find(Visit visit, long millis) throws SQLException {
        Duration patience = millis < overall.toMillis() ? Duration.ofMillis(Math.max(1, millis)) : overall;
        long end = System.nanoTime() + patience.toNanos();
        Duration first = limit;
        for (Duration each = first.compareTo(patience) < 0 ? first : patience; ; each = each.multipliedBy(2)) {
            Round round = new Round(visit, each);
            Connection found = round.run();
            if (found != null) {
                // Where logins are slow it is known from now on.
                if (each.compareTo(first) > 0) {
                    limit = each;
                }
                return found;
            }
            if (!round.outOfTime || System.nanoTime() + each.toNanos() > end) {
                throw round.failure();
            }
        }
    }

    private List<String> inOrder() {
        List<String> all = new ArrayList<>(servers);
        if (balanced) {
            Collections.shuffle(all);
        }
        String first = last;
        all.sort(Comparator.<String>comparingLong(server -> failedAt.getOrDefault(server, Long.MIN_VALUE))
                .thenComparing(server -> balanced || !server.equals(first)));
        return all;
    }

    /** One visit to each server, until the wanted one is found. */
    private final class Round {
        private final Visit visit;
        private final Duration each;
        private final Map<String, String> answers = new LinkedHashMap<>();
        private final List<SQLException> failures = new ArrayList<>();
        private boolean outOfTime;

        Round(Visit visit, Duration each) {
            this.visit = visit;
            this.each = each;
        }

        @Nullable
        Connection run() throws SQLException {
            Connection second = null;
            for (String server : inOrder()) {
                Visited visited = visit(server);
                if (visited == null) {
                    continue;
                }
                ServerFacts facts = visited.server();
                if (facts == null || wanted.isBest(facts)) {
                    close(second);
                    last = server;
                    return visited.connection();
                }
                answers.put(server, facts.standby() ? "a standby" : "a primary");
                if (second == null && wanted.allows(facts)) {
                    second = visited.connection();
                } else {
                    close(visited.connection());
                }
            }
            return second;
        }

        private @Nullable Visited visit(String server) {
            long began = System.nanoTime();
            try {
                Visited visited = visit.at(server, each);
                failedAt.remove(server);
                return visited;
            } catch (SQLException e) {
                failedAt.put(server, System.nanoTime());
                outOfTime |= System.nanoTime() - began >= each.toNanos() * 9 / 10;
                answers.put(server, ServerWait.reason(e));
                failures.add(e);
                return null;
            }
        }

        SQLException failure() {
            if (servers.size() == 1 && !failures.isEmpty()) {
                return failures.get(0);
            }
            SQLException telling = null;
            for (SQLException failure : failures) {
                if (SqlStates.refusesLogin(failure.getSQLState()) || ServerTrust.isRefused(failure)) {
                    return failure;
                }
                telling = telling instanceof OldPrimary ? telling : failure;
            }
            StringJoiner said = new StringJoiner(", ");
            answers.forEach((server, answer) -> said.add(server + " (" + answer + ")"));
            return new NoServer("no %s is among %s".formatted(wanted.noun(), said), telling);
        }

        private static void close(@Nullable Connection connection) throws SQLException {
            if (connection != null) {
                connection.close();
            }
        }
    }
}
