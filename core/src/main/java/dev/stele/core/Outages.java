package dev.stele.core;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says of a server that is lost, replaced or not reached what is known of the work it had; safe for many threads. */
final class Outages {
    private final String address;
    private final String user;

    Outages(String address, String user) {
        this.address = address;
        this.user = user;
    }

    /** The connection broke before the commit was asked for. */
    Unavailable inTransaction(String state, SQLException thrown) {
        return new Unavailable(
                "the connection to PostgreSQL at %s was lost in a transaction: nothing of it was kept"
                        .formatted(address),
                "run the whole transaction again",
                state,
                thrown,
                Unavailable.Outcome.NOTHING_KEPT);
    }

    /** The connection broke after the commit was asked for. */
    Unavailable duringCommit(SQLException thrown) {
        return new Unavailable(
                "the connection to %s broke during a commit: whether it was made is unknown".formatted(address),
                "look for what the transaction wrote before doing it again",
                thrown.getSQLState(),
                thrown);
    }

    /** The commit was made, but only this server is known to have it. */
    Unavailable notReplicated(SQLWarning warning) {
        return new Unavailable(
                "a commit was made on %s but its wait for a standby was cut off: whether it survives is unknown"
                        .formatted(address),
                "look for what the transaction wrote, on the primary, before doing it again",
                warning.getSQLState(),
                warning);
    }

    /** The work was done on a server in whose place another one was promoted. */
    Unavailable outlived() {
        return new Unavailable(
                "another server than the one at %s was promoted meanwhile: whether what was written survives is unknown"
                        .formatted(address),
                "look for what was written, on the new primary, before doing it again",
                null,
                null);
    }

    /** The transaction is not committed, since its server is the primary no more. */
    Unavailable outlivedBeforeCommit() {
        return new Unavailable(
                "another server than the one at %s was promoted during the transaction: nothing of it was kept"
                        .formatted(address),
                "run the whole transaction again",
                null,
                null,
                Unavailable.Outcome.NOTHING_KEPT);
    }

    /** The receipt of a commit proved that it was not made and cannot be made any more. */
    Unavailable notCommitted(Unavailable doubt) {
        return new Unavailable(
                "the outcome of a commit on %s was in doubt: its receipt proves that it was not made"
                        .formatted(address),
                "run the whole transaction again, as tx().receipt().retry(...) does",
                doubt.sqlState(),
                doubt,
                Unavailable.Outcome.NOTHING_KEPT);
    }

    /** The table of receipts was dropped, or the database exchanged for one that has none. */
    Unavailable withoutReceipts(SQLException thrown) {
        return new Unavailable(
                "the table of receipts is no longer in the database at %s: nothing of the transaction was kept"
                        .formatted(address),
                "run the whole transaction again, as tx().receipt().retry(...) does: the table is looked for, or made, anew",
                thrown.getSQLState(),
                thrown,
                Unavailable.Outcome.NOTHING_KEPT);
    }

    /** Nobody could be asked for the receipt of a commit. */
    Unavailable unproven(Unavailable doubt, Duration budget) {
        return new Unavailable(
                String.format(
                        Locale.ROOT,
                        "the outcome of a commit on %s is in doubt, and no primary told of its receipt within %.1f s",
                        address,
                        budget.toMillis() / 1000.0),
                "look for what the transaction wrote before doing it again",
                doubt.sqlState(),
                doubt);
    }

    /**
     * Says why no connection was to be had; null where it is for the same reasons that a statement fails.
     *
     * @param pool how long it was waited for and how many are in use, or null where each call opens its own
     */
    @Nullable
    DatabaseException noConnection(SQLException timedOut, Connections.@Nullable Situation pool) {
        SQLException failure = pool == null ? null : pool.failure();
        SQLException thrown = failure == null ? timedOut : failure;
        DatabaseException refusal = refusal(thrown);
        if (refusal != null) {
            return refusal;
        }
        if (timedOut.getCause() instanceof InterruptedException) {
            return new Unavailable(
                    "the thread was interrupted while it waited for a connection to " + address,
                    "let the interrupted thread end",
                    null,
                    timedOut,
                    Unavailable.Outcome.NOTHING_KEPT);
        }
        // The pool takes over the code of its last failure to connect, and has none where it still tries.
        String state = thrown.getSQLState();
        boolean silent =
                state == null ? pool != null && pool.inUse() == 0 : state.startsWith("08") || state.startsWith("57P");
        if (silent) {
            return new Unavailable(
                    "PostgreSQL at %s does not answer%s: %s"
                            .formatted(
                                    address,
                                    pool == null ? "" : " within %d ms".formatted(pool.limitMillis()),
                                    ServerWait.reason(thrown)),
                    "start the server, or correct its host and port in the settings",
                    state,
                    thrown,
                    Unavailable.Outcome.NOTHING_KEPT);
        }
        if (pool == null) {
            return null;
        }
        if ("53300".equals(state)) {
            return new Unavailable(
                    "PostgreSQL at %s had no connection left within %d ms: the pool has %d of %d, %d callers waiting"
                            .formatted(address, pool.limitMillis(), pool.inUse(), pool.size(), pool.waiting()),
                    "raise max_connections, or make the pools of all processes smaller",
                    state,
                    thrown,
                    Unavailable.Outcome.NOTHING_KEPT);
        }
        return new Unavailable(
                "no connection to %s was to be had within %d ms: %d of %d in use, %d callers waiting"
                        .formatted(address, pool.limitMillis(), pool.inUse(), pool.size(), pool.waiting()),
                "make transactions shorter, or the pool larger",
                state,
                thrown,
                Unavailable.Outcome.NOTHING_KEPT);
    }

    /** Says what a server that answered had against us, or who is missing; null where nobody answered. */
    private @Nullable DatabaseException refusal(SQLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException login
                    && (SqlStates.refusesLogin(login.getSQLState()) || ServerTrust.isRefused(login))) {
                return SqlStates.refusedLogin(login, address, user);
            }
            if (cause instanceof OldPrimary refused) {
                return new Unavailable(
                        String.valueOf(refused.getMessage()),
                        "make that server a standby of the new primary (pg_rewind), and keep it from starting as more",
                        refused.getSQLState(),
                        thrown,
                        Unavailable.Outcome.NOTHING_KEPT);
            }
            if (cause instanceof NoServer none && !(none.getCause() instanceof OldPrimary)) {
                return new Unavailable(
                        String.valueOf(none.getMessage()),
                        "start it, promote a standby, or correct the hosts and ports in the settings",
                        none.getSQLState(),
                        thrown,
                        Unavailable.Outcome.NOTHING_KEPT);
            }
        }
        return null;
    }
}
