package dev.stele.migrations;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.PlannedStatement;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.diff.ScratchServer;
import dev.stele.migrations.review.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes a version of statements that somebody gives, proven as one is that is made from the entities. */
final class GivenChanges {
    private final MigrationSettings settings;
    private final ScratchServer server;

    GivenChanges(MigrationSettings settings, ScratchServer server) {
        this.settings = settings;
        this.server = server;
    }

    Draft draft(String title, List<SqlChange> changes) {
        if (changes.isEmpty()) {
            return Draft.nothing("there is no change to make");
        }
        Changelog changelog = settings.changelog();
        NextVersion version = NextVersion.of(changelog, title);
        DraftFile file = file(version, changes);
        try (Present replayed = Present.replay(server, changelog)) {
            CatalogSnapshot present = read(replayed.database());
            CatalogSnapshot target = applied(title, replayed, version.after(changelog, file.text(List.of())));
            SchemaPlan plan = SchemaDiff.between(present, target, Comparison.SCOPE.allowingDataLoss());
            String text = file.text(head(present, target, plan));
            Review review =
                    new DraftProof(changelog, version, new Comparison(replayed, present, target)).require(text, title);
            return new Draft(version.fileName(), text, plan.changes(), new Draft.Proven(DraftProof.DONE, review));
        }
    }

    private static DraftFile file(NextVersion version, List<SqlChange> changes) {
        List<DraftFile.Part> parts = new ArrayList<>();
        for (SqlChange change : changes) {
            parts.add(new DraftFile.Part(planned(change.statements(), change), planned(change.rollback(), change)));
        }
        return DraftFile.ofParts(version.author(), version.id(), parts);
    }

    private static List<PlannedStatement> planned(List<String> statements, SqlChange of) {
        boolean transactional = Stream.concat(of.statements().stream(), of.rollback().stream())
                .allMatch(sql -> LooseStatement.of(sql).kind() == LooseStatement.Kind.TRANSACTIONAL);
        return statements.stream()
                .map(sql -> new PlannedStatement(sql, transactional, 0, "", List.of(), null))
                .toList();
    }

    /** The schema after them. */
    private static CatalogSnapshot applied(String title, Present replayed, Changelog changelog) {
        try (ScratchDatabase copy = replayed.database().copy()) {
            Migrations.of(copy.dataSource(), MigrationSettings.defaults().withChangelog(changelog))
                    .upgrade();
            return read(copy);
        } catch (DatabaseException e) {
            throw new MigrationException(
                    "cannot prove \"" + title + "\", so it is not written: it cannot be applied\n  - " + e.getMessage(),
                    null,
                    e.sqlState(),
                    e);
        }
    }

    private static CatalogSnapshot read(ScratchDatabase database) {
        return CatalogSnapshot.read(database.dataSource(), Comparison.SCOPE);
    }

    private static List<String> head(CatalogSnapshot present, CatalogSnapshot target, SchemaPlan plan) {
        List<String> head = new ArrayList<>();
        head.add("Made from given statements; read it, and edit what a person knows better.");
        plan.changes().forEach(change -> head.add("  " + change));
        // What no entity asks for would be taken for dropped there when the next version is generated.
        indexes(target)
                .filter(name -> present.find(name).isEmpty())
                .forEach(name -> head.add(Kept.MARK + " " + name.qualified()));
        head.add("stele:present " + ReviewedSchema.fingerprint(present));
        head.add("stele:target " + ReviewedSchema.fingerprint(target));
        head.add("stele:proof " + DraftProof.DONE);
        return head;
    }

    private static Stream<ObjectName> indexes(CatalogSnapshot snapshot) {
        Set<ObjectName> names = new TreeSet<>();
        snapshot.objects().forEach(object -> names.add(object.name()));
        return names.stream().filter(name -> name.kind() == ObjectKind.INDEX);
    }
}
