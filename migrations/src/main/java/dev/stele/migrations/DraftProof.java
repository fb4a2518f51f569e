package dev.stele.migrations;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.review.Review;
import dev.stele.migrations.review.ReviewOptions;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Runs a draft up and down in a copy of the present, through the same runner as any other version. */
final class DraftProof {
    static final String DONE = "applied and rolled back in a scratch database; no difference was left either time";

    private final Changelog changelog;
    private final NextVersion version;
    private final Comparison comparison;

    DraftProof(Changelog changelog, NextVersion version, Comparison comparison) {
        this.changelog = changelog;
        this.version = version;
        this.comparison = comparison;
    }

    /** The schema before the first changeset and after each. */
    List<CatalogSnapshot> states(DraftFile file) {
        if (file.parts().size() == 1) {
            // After the only one the proof has to find the target, or refuses the draft.
            return List.of(comparison.present(), comparison.target());
        }
        List<CatalogSnapshot> states = new ArrayList<>();
        states.add(comparison.present());
        try (ScratchDatabase copy = comparison.database().copy()) {
            MigrationListener reader = new MigrationListener() {
                @Override
                public void finished(Progress step) {
                    if (!file.hasChecks() || step.number() > 1) {
                        states.add(read(copy.dataSource()));
                    }
                }
            };
            migrations(copy, file.text(List.of()), reader).upgrade();
        }
        return states;
    }

    /**
     * Applies {@code text} and takes it back.
     *
     * @return what each statement was seen to lock and rewrite there
     * @throws MigrationException if a difference is left either time, naming it
     */
    Review require(String text, String title) {
        try (ScratchDatabase copy = comparison.database().copy()) {
            Migrations migrations = migrations(copy, text, MigrationListener.SILENT);
            run(title, "applied", migrations::upgrade);
            requireSame(title, "applied", read(copy.dataSource()), comparison.target());
            run(title, "rolled back", () -> migrations.downgrade(1));
            requireSame(title, "rolled back", read(copy.dataSource()), comparison.present());
            // The text alone does not tell whether a change of type writes every row anew.
            return Review.of(text, reviewing(version.fileName()).measuredOn(copy.dataSource()));
        }
    }

    static ReviewOptions reviewing(String fileName) {
        return ReviewOptions.defaults().withFile(fileName).runByMigrations();
    }

    private static void run(String title, String step, Runnable work) {
        try {
            work.run();
        } catch (DatabaseException e) {
            throw new MigrationException(
                    "cannot prove \"" + title + "\", so it is not written: it cannot be " + step + "\n  - "
                            + e.getMessage(),
                    null,
                    e.sqlState(),
                    e);
        }
    }

    private static void requireSame(String title, String step, CatalogSnapshot actual, CatalogSnapshot expected) {
        SchemaPlan rest = SchemaDiff.between(actual, expected, Comparison.OPTIONS.allowingDataLoss());
        if (!rest.isEmpty()) {
            List<String> left = new ArrayList<>(rest.changes());
            left.addAll(rest.unsupported());
            throw new MigrationException(
                    "cannot prove \"" + title + "\", so it is not written: a difference is left when it is " + step
                            + "\n  - " + String.join("\n  - ", left),
                    "write this changeset by hand; what was tried is not to be relied on",
                    null,
                    null);
        }
    }

    private Migrations migrations(ScratchDatabase copy, String text, MigrationListener listener) {
        return Migrations.of(
                copy.dataSource(),
                MigrationSettings.defaults()
                        .withChangelog(version.after(changelog, text))
                        .withListener(listener));
    }

    private static CatalogSnapshot read(DataSource source) {
        return CatalogSnapshot.read(source, Comparison.SCOPE);
    }
}
