package dev.stele.core;

import dev.stele.core.error.TimedOut;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a transaction within its time by telling the server how long its next statement may take. */
final class TimeLimit {
    private static final long NOTHING = Long.MAX_VALUE;
    /** How much later than the server gives up a statement its answer may come. */
    private static final int GRACE_MILLIS = 750;

    private @Nullable Deadline deadline;
    private long toldMillis = NOTHING;
    private boolean unsure;
    private @Nullable Integer usualSocketMillis;

    TimeLimit(@Nullable Duration limit) {
        this.deadline = limit == null ? null : Deadline.in(limit);
    }

    /** Shortens the time for a part of the transaction; returns what to hand to {@link #restore}. */
    @Nullable
    Deadline shorten(@Nullable Duration limit) {
        Deadline before = deadline;
        if (limit != null) {
            Deadline asked = Deadline.in(limit);
            deadline = before != null && before.end() - asked.end() < 0 ? before : asked;
        }
        return before;
    }

    /** Ends what {@link #shorten} began. */
    void restore(@Nullable Deadline before) {
        unsure |= !Objects.equals(before, deadline);
        deadline = before;
    }

    /** To be called when a savepoint was undone: what the server was told inside it is forgotten. */
    void undone() {
        unsure = true;
    }

    /** Throws if the time is over. */
    void requireTime() {
        if (deadline != null && deadline.remainingMillis() <= 0) {
            throw deadline.over();
        }
    }

    /** How long the transaction may still take; without a limit for ever. */
    long remainingMillis() {
        return deadline == null ? NOTHING : Math.max(1, deadline.remainingMillis());
    }

    /** Lets a connection that was just lent be silent no longer than the transaction may take. */
    void guard(Connection lent) throws SQLException {
        if (deadline != null) {
            letTheSocketWait(lent, deadline.remainingMillis());
        }
    }

    /** Lets a connection be silent as long as it might before; to be called before it is given back. */
    void release(Connection lent) throws SQLException {
        if (usualSocketMillis != null) {
            lent.setNetworkTimeout(Runnable::run, usualSocketMillis);
        }
    }

    /** Tells the server the time left when what it knows is wrong or a tenth too generous; costs a round trip then. */
    void enforce(Connection lent) throws SQLException {
        Deadline limit = deadline;
        if (limit == null) {
            if (unsure && toldMillis != NOTHING) {
                release(lent);
                tell(lent, "default", NOTHING);
            }
            return;
        }
        requireTime();
        long remaining = limit.remainingMillis();
        if (unsure || remaining < toldMillis - toldMillis / 10) {
            letTheSocketWait(lent, remaining);
            tell(lent, Long.toString(Math.max(1, remaining)), remaining);
        }
    }

    private void tell(Connection lent, String value, long millis) throws SQLException {
        try (Statement statement = lent.createStatement()) {
            statement.execute("set local statement_timeout to " + value);
        }
        toldMillis = millis;
        unsure = false;
    }

    /** A socket that gave up before the server does would turn a time-out into a lost connection. */
    private void letTheSocketWait(Connection lent, long millis) throws SQLException {
        if (usualSocketMillis == null) {
            usualSocketMillis = lent.getNetworkTimeout();
        }
        lent.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, Math.max(1, millis) + GRACE_MILLIS));
    }

    /** When something must have ended. */
    record Deadline(Duration limit, long end) {
        static Deadline in(Duration limit) {
            return new Deadline(limit, System.nanoTime() + limit.toNanos());
        }

        long remainingMillis() {
            return Duration.ofNanos(end - System.nanoTime()).toMillis();
        }

        TimedOut over() {
            return new TimedOut(
                    "the transaction ran longer than its limit of %d ms and was rolled back"
                            .formatted(limit.toMillis()),
                    "do less in one transaction, or allow more with timeout(...)",
                    null,
                    null);
        }
    }
}
