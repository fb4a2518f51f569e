package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Tries again what met the lock of somebody else, with pauses that grow, until its time is up. */
final class LockRetry {
    private static final Set<String> LOCKED = Set.of("55P03", "40P01");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final String OLDEST = """
            select pid, application_name, (extract(epoch from clock_timestamp() - xact_start) * 1000)::bigint
            from pg_stat_activity
            where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
                and backend_type = 'client backend'
            order by xact_start limit 1""";

    private final Connection connection;
    private final Duration limit;
    private final long start = System.nanoTime();
    private int attempts = 1;

    LockRetry(Connection connection, MigrationSettings settings) {
        this.connection = connection;
        this.limit = settings.lockRetry();
    }

    /** Whether {@code e} is of the kind that passes, and there is time left for {@link #pause}. */
    boolean mayHelp(SQLException e) {
        return LOCKED.contains(e.getSQLState()) && waited().compareTo(limit) < 0;
    }

    /** The pause before the next attempt: twice the last one, less a random part, so that two do not meet again. */
    Duration next() {
        long full = FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 20);
        long capped = Math.min(full, LONGEST_PAUSE.toMillis());
        long left = limit.minus(waited()).toMillis();
        attempts++;
        return Duration.ofMillis(
                Math.max(1, Math.min(left, ThreadLocalRandom.current().nextLong(capped / 2, capped + 1))));
    }

    static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationException("interrupted while waiting to try a changeset again", null, null, e);
        }
    }

    /** What to tell who gives up at {@code e}; empty where locks had no part in it. */
    String advice(SQLException e) {
        if (!LOCKED.contains(e.getSQLState())) {
            return "";
        }
        String times = attempts == 1 ? "tried once" : "tried " + attempts + " times in " + waited().toMillis() + " ms";
        return times + oldest();
    }

    /** The transaction that most likely is in the way; the server does not say which one was. */
    String oldest() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OLDEST)) {
            return row.next()
                    ? ", the oldest open transaction is that of process " + row.getInt(1)
                            + " of the server, application \"" + row.getString(2) + "\", open for " + row.getLong(3)
                            + " ms"
                    : "";
        } catch (SQLException e) {
            // Only an addition to what failed.
            return "";
        }
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
