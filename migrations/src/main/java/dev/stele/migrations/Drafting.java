package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.PlannedStatement;
import dev.stele.migrations.diff.PreCheck;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import dev.stele.migrations.diff.ScratchServer;
import dev.stele.migrations.review.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes drafts: the way from the changelog to the entities, proven before anyone sees it. */
final class Drafting {
    private final MigrationSettings settings;
    private final ScratchServer server;
    private final UnaryOperator<String> written;

    Drafting(MigrationSettings settings, ScratchServer server) {
        this(settings, server, UnaryOperator.identity());
    }

    /** With a hand on the text between its writing and its proof, for the test that the proof looks at it. */
    Drafting(MigrationSettings settings, ScratchServer server, UnaryOperator<String> written) {
        this.settings = settings;
        this.server = server;
        this.written = written;
    }

    Draft draft(String title, DraftOptions options) {
        NextVersion version = NextVersion.of(settings.changelog(), title);
        return Comparison.with(settings, server, options, comparison -> {
            SchemaPlan plan = plan(comparison, options);
            DraftRefusal.check(title, comparison, plan, options);
            if (plan.isEmpty()) {
                return Draft.nothing("the changelog makes what the entities ask for");
            }
            DraftFile file = DraftFile.of(version.author(), version.id(), plan.statements());
            DraftProof proof = new DraftProof(settings.changelog(), version, comparison);
            List<CatalogSnapshot> states = proof.states(file);
            List<String> head = head(comparison, plan);
            Set<PreCheck> checks = RowChecks.ofWayBack(comparison.present(), comparison.target(), comparison.renames());
            String text = written.apply(file.withRollbacks(rollbacks(file, states, comparison), checks)
                    .text(head));
            Review review = proof.require(text, title);
            return new Draft(version.fileName(), text, plan.changes(), new Draft.Proven(DraftProof.DONE, review));
        });
    }

    /** What differs, in words; nothing of it is refused. */
    List<String> differences() {
        return Comparison.with(settings, server, DraftOptions.defaults(), comparison -> {
            SchemaPlan plan = plan(comparison, DraftOptions.defaults().allowingDataLoss());
            List<String> found = new ArrayList<>(plan.changes());
            plan.unsupported().forEach(what -> found.add("not supported: " + what));
            return found;
        });
    }

    private SchemaPlan plan(Comparison comparison, DraftOptions options) {
        // Without a proof of its own: the draft is proven as the runner will run it.
        DiffOptions diff = comparison.renames().applied(Comparison.OPTIONS);
        if (options.allowsEveryLoss()) {
            diff = diff.allowingDataLoss();
        }
        // First without an allowance, to learn how the differ calls what would be lost.
        SchemaPlan plan = SchemaDiff.between(comparison.present(), comparison.target(), diff);
        List<String> allowed = plan.losses().stream()
                .filter(loss -> !loss.allowed() && DraftRefusal.allows(options, loss.name()))
                .map(loss -> loss.name().qualified())
                .toList();
        if (allowed.isEmpty()) {
            return plan;
        }
        for (String name : allowed) {
            diff = diff.allowingDrop(name);
        }
        return SchemaDiff.between(comparison.present(), comparison.target(), diff);
    }

    /** For each changeset the way from the state after it to the state before it. */
    private List<List<PlannedStatement>> rollbacks(
            DraftFile file, List<CatalogSnapshot> states, Comparison comparison) {
        List<List<PlannedStatement>> rollbacks = new ArrayList<>();
        for (int i = 0; i < file.parts().size(); i++) {
            CatalogSnapshot before = states.get(i);
            CatalogSnapshot after = states.get(i + 1);
            DiffOptions back =
                    BackwardRenames.between(before, after, comparison.renames()).allowingDataLoss();
            if (file.parts().get(i).transactional()) {
                back = back.direct();
            }
            SchemaPlan plan = SchemaDiff.between(after, before, back);
            if (!plan.unsupported().isEmpty()) {
                throw new MigrationException(
                        "cannot take back what the draft does: " + String.join("; ", plan.unsupported()),
                        "write this changeset by hand",
                        null,
                        null);
            }
            rollbacks.add(plan.statements());
        }
        return rollbacks;
    }

    private static List<String> head(Comparison comparison, SchemaPlan plan) {
        List<String> head = new ArrayList<>();
        head.add("Generated from the entities; read it, and edit what a person knows better.");
        plan.changes().forEach(change -> head.add("  " + change));
        head.add("stele:present " + ReviewedSchema.fingerprint(comparison.present()));
        head.add("stele:target " + ReviewedSchema.fingerprint(comparison.target()));
        head.add("stele:proof " + DraftProof.DONE);
        return head;
    }

    static String slug(String title) {
        String plain = title.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
        return plain.replaceAll("^-|-$", "");
    }
}
