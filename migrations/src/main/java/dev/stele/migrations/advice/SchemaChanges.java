package dev.stele.migrations.advice;

import dev.stele.migrations.SqlChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes the changes of a version out of proposals. */
final class SchemaChanges {
    private static final String EXTENSION = "create extension if not exists ";

    private SchemaChanges() {}

    /** The changes of those that are a change of the schema; what several of them need comes once, before them. */
    static List<SqlChange> of(List<Proposal> proposals) {
        List<SqlChange> extensions = new ArrayList<>();
        List<SqlChange> changes = new ArrayList<>();
        for (Proposal proposal : proposals) {
            if (proposal.remedy() instanceof Remedy.SchemaChange change) {
                add(change, extensions, changes);
            }
        }
        List<SqlChange> all = new ArrayList<>(extensions.stream().distinct().toList());
        all.addAll(changes);
        return Collections.unmodifiableList(all);
    }

    /** The same but for drops of indexes whose place new ones take. */
    static List<SqlChange> withoutDrops(List<Proposal> proposals) {
        return of(proposals.stream().map(SchemaChanges::withoutDrops).toList());
    }

    private static Proposal withoutDrops(Proposal one) {
        if (!(one.remedy() instanceof Remedy.SchemaChange change)) {
            return one;
        }
        List<Remedy.SchemaChange> kept = change.then().stream()
                .filter(next -> !next.sql().startsWith("drop "))
                .toList();
        Remedy remedy = new Remedy.SchemaChange(change.sql(), change.rollback(), kept);
        return new Proposal(one.name(), one.findings(), one.sentence(), remedy, one.price(), one.proof());
    }

    private static void add(Remedy.SchemaChange change, List<SqlChange> extensions, List<SqlChange> changes) {
        List<String> statements = new ArrayList<>();
        for (String sql : statements(change.sql())) {
            if (sql.startsWith(EXTENSION)) {
                String name = sql.substring(EXTENSION.length());
                extensions.add(SqlChange.of(sql, "drop extension if exists " + name));
            } else {
                statements.add(sql);
            }
        }
        changes.add(new SqlChange(statements, statements(change.rollback())));
        change.then().forEach(next -> add(next, extensions, changes));
    }

    /** The rules put a statement of several on a line of its own. */
    private static List<String> statements(String sql) {
        return List.of(sql.split(";\n(?=create |alter |drop |analyze )"));
    }
}
