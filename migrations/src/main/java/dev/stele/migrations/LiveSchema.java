package dev.stele.migrations;

import dev.stele.migrations.ChangesetRun.Direction;
import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.DiffOptions;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import dev.stele.migrations.diff.SchemaDiff;
import dev.stele.migrations.diff.SchemaPlan;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.diff.ScratchServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A database beside what its changesets make in a scratch database, or in a schema of their own. */
final class LiveSchema {
    private static final String OWNER = "owner";

    private final CatalogSnapshot live;
    private final CatalogSnapshot expected;
    private final SchemaPlan repair;
    private final Owned owned;

    private LiveSchema(CatalogSnapshot live, CatalogSnapshot expected, SchemaPlan repair, Owned owned) {
        this.live = live;
        this.expected = expected;
        this.repair = repair;
        this.owned = owned;
    }

    /**
     * Whose it is.
     *
     * @param owner the role that should own it, or null where there is none
     * @param strangers in words, what belongs to somebody else
     */
    private record Owned(@Nullable String owner, List<String> strangers) {}

    /** Compares what {@code session} sees with what {@code changesets} make. */
    static LiveSchema compare(MigrationSession session, List<Changeset> changesets, ScratchServer server)
            throws SQLException {
        CatalogSnapshot live = CatalogSnapshot.read(session.connection(), Comparison.SCOPE.withOwners());
        String owner = SchemaOwner.name(session.connection());
        Optional<ScratchDatabase> allowed = server.createIfAllowed();
        if (allowed.isEmpty()) {
            CatalogSnapshot replayed = new SchemaReplay(session).read(changesets);
            return of(withoutOwners(live), replayed, Comparison.SCOPE, new Owned(owner, List.of()));
        }
        try (ScratchDatabase scratch = allowed.get()) {
            CatalogSnapshot expected = inScratch(scratch, changesets);
            return of(
                    withoutOwners(live),
                    withoutOwners(expected),
                    Comparison.SCOPE.provingOn(server),
                    new Owned(owner, strangers(live, expected, owner)));
        }
    }

    private static CatalogSnapshot inScratch(ScratchDatabase scratch, List<Changeset> changesets) {
        MigrationSession.with(scratch.dataSource()::getConnection, MigrationSettings.defaults(), session -> {
            session.locked();
            new ChangesetRun(session, MigrationSettings.defaults(), Direction.UP).run(changesets);
            return changesets;
        });
        return CatalogSnapshot.read(scratch.dataSource(), Comparison.SCOPE.withOwners());
    }

    /** Roles belong to a server, and that of the scratch database may be another. */
    private static CatalogSnapshot withoutOwners(CatalogSnapshot snapshot) {
        return snapshot.with(snapshot.objects().stream()
                .map(object -> {
                    Map<String, String> facts = new TreeMap<>(object.facts());
                    facts.remove(OWNER);
                    return new CatalogObject(object.name(), facts, object.uses());
                })
                .toList());
    }

    /** What should belong to {@code owner} and belongs to somebody else; nothing where there is no such role. */
    private static List<String> strangers(CatalogSnapshot live, CatalogSnapshot expected, @Nullable String owner) {
        List<String> strangers = new ArrayList<>();
        for (CatalogObject object : expected.objects()) {
            String wanted = object.facts().get(OWNER);
            String found = live.find(object.name())
                    .map(other -> other.facts().get(OWNER))
                    .orElse(wanted);
            if (wanted != null && wanted.equals(owner) && !wanted.equals(found)) {
                strangers.add(
                        Lists.label(object.name()) + " belongs to \"" + found + "\" and should to \"" + wanted + "\"");
            }
        }
        return strangers;
    }

    static LiveSchema of(CatalogSnapshot live, CatalogSnapshot expected, DiffOptions options) {
        return of(live, expected, options, new Owned(null, List.of()));
    }

    private static LiveSchema of(CatalogSnapshot live, CatalogSnapshot expected, DiffOptions options, Owned owned) {
        CatalogSnapshot both = expected.with(withExtras(live, expected));
        return new LiveSchema(live, expected, SchemaDiff.between(live, both, options), owned);
    }

    /** What nobody expects is left alone. */
    private static Collection<CatalogObject> withExtras(CatalogSnapshot live, CatalogSnapshot expected) {
        Map<ObjectName, CatalogObject> all = new TreeMap<>();
        live.objects().stream()
                .filter(object -> !hasNameOfIndex(object.name(), expected))
                .forEach(object -> all.put(object.name(), object));
        expected.objects().stream()
                // Whoever made the database made its schema "public" too, with a comment or without.
                .filter(object -> object.kind() != ObjectKind.SCHEMA || !all.containsKey(object.name()))
                .forEach(object -> all.put(object.name(), object));
        return all.values();
    }

    /** Whether a constraint stands where an index of the same name is expected, which it would be in the way of. */
    private static boolean hasNameOfIndex(ObjectName name, CatalogSnapshot expected) {
        ObjectName index = new ObjectName(ObjectKind.INDEX, name.schema(), name.table(), name.name());
        return name.kind() == ObjectKind.CONSTRAINT && expected.find(index).isPresent();
    }

    /** What is missing or different, in words. */
    List<String> findings() {
        List<String> changes = new ArrayList<>(repair.changes());
        repair.unsupported().forEach(changes::add);
        repair.losses().forEach(loss -> changes.add(loss.name().toString()));
        List<String> findings = new ArrayList<>();
        for (CatalogObject object : expected.objects()) {
            ObjectName name = object.name();
            if (live.find(name).isEmpty()) {
                if (!isPartOfMissing(name)) {
                    findings.add(Lists.label(name) + " is missing");
                }
            } else if (changes.stream().anyMatch(change -> names(change, name))) {
                differences(live.find(name).orElseThrow(), object)
                        .forEach(what -> findings.add(Lists.label(name) + what));
            }
        }
        findings.addAll(owned.strangers());
        return findings;
    }

    /** What is there that no changeset made, without the parts of what is named. */
    List<String> extras() {
        Set<String> extras = new TreeSet<>();
        for (CatalogObject object : live.objects()) {
            ObjectName name = object.name();
            ObjectName table = new ObjectName(ObjectKind.TABLE, name.schema(), "", name.table());
            boolean partOfExtra = !name.table().isEmpty()
                    && live.find(table).isPresent()
                    && expected.find(table).isEmpty();
            if (expected.find(name).isEmpty() && !partOfExtra) {
                extras.add(Lists.label(name));
            }
        }
        return List.copyOf(extras);
    }

    /** The way back to what is expected, as a script for psql. */
    Draft repair() {
        if (repair.isEmpty()) {
            return Draft.nothing("the database has all that its changesets make");
        }
        String script = SchemaOwner.as(owned.owner(), repair.script());
        return new Draft("repair.sql", script, repair.changes(), repair.proof());
    }

    private boolean isPartOfMissing(ObjectName name) {
        if (name.table().isEmpty()) {
            return false;
        }
        ObjectName table = new ObjectName(ObjectKind.TABLE, name.schema(), "", name.table());
        ObjectName column = new ObjectName(ObjectKind.COLUMN, name.schema(), name.table(), name.name());
        boolean tableMissing =
                expected.find(table).isPresent() && live.find(table).isEmpty();
        boolean columnMissing =
                name.kind() == ObjectKind.DEFAULT && live.find(column).isEmpty();
        return tableMissing || columnMissing;
    }

    private static boolean names(String change, ObjectName name) {
        return (change + " ").matches(".*\\Q" + name + "\\E[^\\w.$].*");
    }

    private static List<String> differences(CatalogObject live, CatalogObject expected) {
        Set<String> facts = new TreeSet<>(live.facts().keySet());
        facts.addAll(expected.facts().keySet());
        facts.removeIf(fact -> fact.startsWith("~") || fact.equals(OWNER));
        return facts.stream()
                .filter(fact -> !value(live, fact).equals(value(expected, fact)))
                .map(fact -> ": " + fact.replace('_', ' ').replace('.', ' ') + " is " + value(live, fact)
                        + " but should be " + value(expected, fact))
                .toList();
    }

    private static String value(CatalogObject object, String fact) {
        String value = object.facts().get(fact);
        return value == null ? "none" : value.equals("true") ? "true" : "\"" + value + "\"";
    }
}
