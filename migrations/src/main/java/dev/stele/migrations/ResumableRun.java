package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.ChangesetRun.Direction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one changeset outside a transaction, so that whoever comes after a dead process goes on at its next statement.
 *
 * <p>What may share a transaction shares it with the note that it is done. Of the rest, the note that it begins comes
 * before it, and the catalog tells afterwards whether it came to its end.
 */
final class ResumableRun {
    private static final String CANCELED = "57014";

    private final MigrationSession session;
    private final TransactionRun transaction;
    private final Direction direction;
    private final Changeset changeset;
    private final ChangesetFailure place;

    ResumableRun(MigrationSession session, TransactionRun transaction, ChangesetFailure place) {
        this.session = session;
        this.transaction = transaction;
        this.direction = place.direction();
        this.changeset = place.changeset();
        this.place = place;
    }

    /** Runs what is not done yet, then {@code record}, which ends it. */
    void run(@Nullable UnderWay earlier, String record) throws SQLException {
        List<String> statements = direction.statements(changeset);
        LooseStatement.requireNames(changeset.id(), statements);
        int done = 0;
        if (earlier == null) {
            in(1, () -> each(UnderWay.begin(changeset.id(), direction)));
        } else {
            refuseEdited(earlier, statements);
            done = earlier.done().size();
        }
        for (int i = done; i < statements.size(); i++) {
            boolean begun = earlier != null && i == done && statements.get(i).equals(earlier.running());
            step(statements.get(i), i + 1, begun);
        }
        in(statements.size() + 1, () -> {
            if (direction == Direction.UP) {
                session.execute(record);
            }
            each(List.of(UnderWay.forget(changeset.id()), UnderWay.dropWhenEmpty()));
        });
    }

    private void step(String sql, int position, boolean begun) throws SQLException {
        LooseStatement statement = LooseStatement.of(sql);
        if (statement.isTransactional()) {
            in(position, () -> {
                session.execute(sql);
                session.execute(UnderWay.done(changeset.id(), sql));
            });
            return;
        }
        session.verifyLock();
        // A short limit counts the wait for unrelated snapshots too, and leaves an invalid index.
        session.lockTimeout(Duration.ZERO);
        alone(sql, new Leftovers(session, statement), position, begun);
        session.lockTimeout();
    }

    private void alone(String sql, Leftovers leftovers, int position, boolean begun) throws SQLException {
        boolean ended = false;
        String faults = "";
        try {
            ended = (begun && leftovers.wasDone()) || leftovers.clear();
            session.execute(UnderWay.running(changeset.id(), sql));
            if (!ended) {
                session.execute(sql);
                faults = leftovers.faults();
            }
        } catch (SQLException e) {
            if (!(begun && leftovers.saysDone(e))) {
                takeBack(leftovers, position, e);
                throw place(position).told(e, "");
            }
        }
        if (!faults.isEmpty()) {
            takeBack(leftovers, position, null);
            throw place(position).told(faults);
        }
        session.execute(UnderWay.done(changeset.id(), sql));
    }

    /** Leaves nothing of the statement that failed; where the connection is gone, the next start does it. */
    private void takeBack(Leftovers leftovers, int position, @Nullable SQLException failed) {
        try {
            clear(leftovers);
            session.execute(UnderWay.failed(changeset.id()));
            if (position == 1) {
                forget();
            }
        } catch (SQLException second) {
            if (failed != null) {
                failed.addSuppressed(second);
            }
        }
    }

    private static void clear(Leftovers leftovers) throws SQLException {
        try {
            leftovers.clear();
        } catch (SQLException e) {
            if (!CANCELED.equals(e.getSQLState())) {
                throw e;
            }
            // It came too late for the statement it was meant for.
            leftovers.clear();
        }
    }

    private void in(int position, TransactionRun.Work work) throws SQLException {
        transaction.run(work, (e, advice) -> {
            if (position == 1) {
                takeBackFirst(e);
            }
            return place(position).told(e, advice);
        });
    }

    private void takeBackFirst(SQLException failed) {
        try {
            forget();
        } catch (SQLException second) {
            failed.addSuppressed(second);
        }
    }

    /** Nothing is done, so it is as if it had not begun. */
    private void forget() throws SQLException {
        if (UnderWay.read(session.connection()).stream()
                .noneMatch(row -> row.changeset().equals(changeset.id()))) {
            return;
        }
        session.inTransaction(() -> each(
                List.of(UnderWay.restore(changeset.id()), UnderWay.forget(changeset.id()), UnderWay.dropWhenEmpty())));
    }

    private void each(List<String> statements) throws SQLException {
        for (String statement : statements) {
            session.execute(statement);
        }
    }

    private ChangesetFailure place(int position) {
        return place.at(changeset, position);
    }

    private void refuseEdited(UnderWay earlier, List<String> statements) {
        int done = earlier.done().size();
        boolean same = done <= statements.size()
                && statements.subList(0, done).stream()
                        .map(SqlText::hash)
                        .toList()
                        .equals(earlier.done());
        boolean sameRunning = earlier.running() == null
                || (done < statements.size() && statements.get(done).equals(earlier.running()));
        if (same && sameRunning) {
            return;
        }
        int last = same ? done + 1 : done;
        throw new MigrationException(
                changeset.id() + " was interrupted at statement " + (done + 1) + ", and its statements up to " + last
                        + " were edited since",
                "restore their text, run again, and put the change into a new changeset",
                null,
                null);
    }
}
