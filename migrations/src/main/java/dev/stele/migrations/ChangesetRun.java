package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
        SchemaOwner owner = new SchemaOwner(session);
        owner.require(changesets);
        session.createHistory();
        List<UnderWay> underWay = UnderWay.read(session.connection());
        for (int done = 0; done < changesets.size(); ) {
            List<Changeset> unit = unit(changesets.subList(done, changesets.size()));
            List<MigrationListener.Progress> steps = steps(unit, done, changesets.size());
            steps.forEach(settings.listener()::starting);
            for (Changeset changeset : unit) {
                requireReviewed(changeset);
            }
            // A changeset before it may have set another limit for the session.
            session.lockTimeout();
            Changeset first = unit.get(0);
            var place = new ChangesetFailure(first, direction, 1, done, owner.begin(first.version()));
            run(steps.get(0), unit, place, underWay);
            owner.end();
            steps.forEach(step -> settings.listener().finished(step.after(elapsed())));
            done += unit.size();
        }
    }

    /** The changesets at the head that are one transaction: one, or those of a version that is all or nothing. */
    private static List<Changeset> unit(List<Changeset> rest) {
        Changeset first = rest.get(0);
        int size = 1;
        while (first.together()
                && size < rest.size()
                && rest.get(size).version().equals(first.version())) {
            size++;
        }
        return rest.subList(0, size);
    }

    private List<MigrationListener.Progress> steps(List<Changeset> unit, int done, int total) {
        List<MigrationListener.Progress> steps = new ArrayList<>();
        for (Changeset changeset : unit) {
            steps.add(new MigrationListener.Progress(
                    done + steps.size() + 1, total, changeset.id(), changeset.version(), elapsed()));
        }
        return steps;
    }

    private void run(
            MigrationListener.Progress progress, List<Changeset> unit, ChangesetFailure place, List<UnderWay> underWay)
            throws SQLException {
        var transaction = new TransactionRun(session, settings, (reason, pause) -> settings.listener()
                .retrying(progress.after(elapsed()), reason, pause));
        Changeset first = place.changeset();
        if (first.transactional()) {
            inTransaction(transaction, unit, place);
        } else {
            new ResumableRun(session, transaction, place)
                    .run(earlier(first, underWay), direction.record(first, deployment));
        }
    }

    private void inTransaction(TransactionRun transaction, List<Changeset> unit, ChangesetFailure first)
            throws SQLException {
        ChangesetFailure[] place = {first};
        transaction.run(
                () -> {
                    for (Changeset changeset : unit) {
                        int position = 0;
                        for (String statement : direction.statements(changeset)) {
                            place[0] = first.at(changeset, ++position);
                            session.execute(statement);
                        }
                        place[0] = first.at(changeset, ++position);
                        session.execute(direction.record(changeset, deployment));
                    }
                },
                (e, advice) -> place[0].told(e, advice));
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
