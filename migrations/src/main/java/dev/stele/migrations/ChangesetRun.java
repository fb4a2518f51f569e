package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs changesets one after the other, each with its history row in one transaction. */
final class ChangesetRun {
    private final MigrationSession session;
    private final MigrationSettings settings;
    private final Direction direction;
    private final String deployment = HistoryTable.deployment();
    private final long start = System.nanoTime();

    ChangesetRun(MigrationSession session, MigrationSettings settings, Direction direction) {
        this.session = session;
        this.settings = settings;
        this.direction = direction;
    }

    /** Which way. */
    enum Direction {
        UP,
        DOWN;

        List<String> statements(Changeset changeset) {
            return this == UP ? changeset.statements() : changeset.rollback();
        }

        String record(Changeset changeset, String deployment) {
            return this == UP ? HistoryTable.insert(changeset, deployment) : HistoryTable.delete(changeset.id());
        }
    }

    /**
     * Runs {@code changesets} in the order given.
     *
     * @throws MigrationException naming the file, changeset and statement that failed, and what is kept
     */
    void run(List<Changeset> changesets) throws SQLException {
        session.createHistory();
        List<UnderWay> underWay = UnderWay.read(session.connection());
        for (int i = 0; i < changesets.size(); i++) {
            Changeset changeset = changesets.get(i);
            var progress = new MigrationListener.Progress(
                    i + 1, changesets.size(), changeset.id(), changeset.version(), elapsed());
            settings.listener().starting(progress);
            requireReviewed(changeset);
            // A changeset before it may have set another limit for the session.
            session.lockTimeout();
            run(progress, changeset, underWay);
            settings.listener().finished(progress.after(elapsed()));
        }
    }

    private void run(MigrationListener.Progress progress, Changeset changeset, List<UnderWay> underWay)
            throws SQLException {
        var transaction = new TransactionRun(session, settings, (reason, pause) -> settings.listener()
                .retrying(progress.after(elapsed()), reason, pause));
        var place = new ChangesetFailure(changeset, direction, 1, progress.number() - 1);
        String record = direction.record(changeset, deployment);
        if (changeset.transactional()) {
            inTransaction(transaction, place, record);
        } else {
            new ResumableRun(session, transaction, place).run(earlier(changeset, underWay), record);
        }
    }

    private void inTransaction(TransactionRun transaction, ChangesetFailure first, String record) throws SQLException {
        List<String> statements = direction.statements(first.changeset());
        int[] position = new int[1];
        transaction.run(
                () -> {
                    position[0] = 0;
                    for (String statement : statements) {
                        position[0]++;
                        session.execute(statement);
                    }
                    position[0]++;
                    session.execute(record);
                },
                (e, advice) -> new ChangesetFailure(first.changeset(), direction, position[0], first.before())
                        .told(e, advice));
    }

    /** Once for each version: what its first changesets did is not what it was reviewed against. */
    private void requireReviewed(Changeset changeset) {
        if (direction == Direction.UP && settings.requiresReviewedSchema()) {
            for (ChangelogFile file : settings.changelog().files()) {
                if (file.changesets().get(0).equals(changeset.id())) {
                    ReviewedSchema.require(session.connection(), file);
                }
            }
        }
    }

    private static @Nullable UnderWay earlier(Changeset changeset, List<UnderWay> underWay) {
        return underWay.stream()
                .filter(row -> row.changeset().equals(changeset.id()))
                .findFirst()
                .orElse(null);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
