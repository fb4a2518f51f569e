package dev.stele.migrations.review;

import dev.stele.migrations.review.Statement.Create;
import dev.stele.migrations.review.Statement.CreateIndex;
import dev.stele.migrations.review.Statement.CreateTable;
import dev.stele.migrations.review.Statement.Maintain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file does somewhere, for rules that must look ahead: where it was last made, by name. */
final class Outline {
    private final Map<String, Integer> made = new HashMap<>();
    private final Map<String, Set<String>> indexed = new HashMap<>();
    private final Map<String, Integer> analyzed = new HashMap<>();

    static Outline of(List<List<Parsed>> units) {
        Outline outline = new Outline();
        units.forEach(unit -> unit.forEach(outline::add));
        return outline;
    }

    private void add(Parsed parsed) {
        int offset = parsed.raw().start();
        if (parsed.statement() instanceof CreateIndex index) {
            made.put(index.name(), offset);
            indexed(index.table(), index.columns());
        } else if (parsed.statement() instanceof CreateTable table) {
            made.put(table.name().key(), offset);
            table.constraints().forEach(c -> keyed(table.name(), c, c.columns()));
            table.columns().forEach(c -> c.constraints().forEach(k -> keyed(table.name(), k, List.of(c.name()))));
        } else if (parsed.statement() instanceof Create create && create.type() == ObjectType.VIEW) {
            made.put(create.name().key(), offset);
        } else if (parsed.statement() instanceof Maintain maintain && isAnalyze(maintain)) {
            maintain.names().forEach(n -> analyzed.put(n.key(), offset));
        } else if (parsed.statement() instanceof Statement.Alter alter) {
            alter.actions().forEach(a -> added(alter.name(), a));
        }
    }

    private void added(Name table, Action action) {
        Constraint constraint = action.constraint();
        if (constraint != null) {
            keyed(table, constraint, constraint.columns());
        }
    }

    private static boolean isAnalyze(Maintain maintain) {
        return maintain.verb().equals("analyze") || maintain.has(Statement.Flag.ANALYZE);
    }

    private void keyed(Name table, Constraint constraint, List<String> columns) {
        if (constraint.is(Constraint.Kind.PRIMARY_KEY) || constraint.is(Constraint.Kind.UNIQUE)) {
            indexed(table, columns);
        }
    }

    /** Every column list that an index of the table begins with. */
    private void indexed(Name table, List<String> columns) {
        List<String> prefix = new ArrayList<>();
        for (String column : columns) {
            prefix.add(column);
            indexed.computeIfAbsent(table.key(), t -> new HashSet<>()).add(sorted(prefix));
        }
    }

    private static String sorted(List<String> columns) {
        return String.join("\u0000", columns.stream().sorted().toList());
    }

    boolean madeAfter(String name, int offset) {
        return made.getOrDefault(name, -1) > offset;
    }

    boolean analyzedAfter(Name table, int offset) {
        return analyzed.getOrDefault(table.key(), -1) > offset;
    }

    /** Whether some index begins with these columns, in any order. */
    boolean isIndexed(Name table, List<String> columns) {
        return indexed.getOrDefault(table.key(), Set.of()).contains(sorted(columns));
    }
}
