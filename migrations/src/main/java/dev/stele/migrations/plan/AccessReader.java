package dev.stele.migrations.plan;

import dev.stele.migrations.plan.Condition.Place;
import dev.stele.migrations.plan.PlanNode.Relation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a plan asks of each table that it scans. */
final class AccessReader {
    /** Steps above which the order of a table's rows no longer matters. */
    private static final Set<String> BARRIERS =
            Set.of("Aggregate", "Group", "Unique", "SetOp", "WindowAgg", "ModifyTable", "CTE Scan", "Recursive Union");

    /** Steps that hand on rows in their order. */
    private static final Set<String> KEEPERS =
            Set.of("Gather Merge", "Gather", "LockRows", "Result", "Subquery Scan", "Incremental Sort", "Merge Append");

    private final PlanNode root;
    private final List<TableAccess> found = new ArrayList<>();

    AccessReader(PlanNode root) {
        this.root = root;
    }

    List<TableAccess> read() {
        visit(root, List.of());
        return found;
    }

    /** Visits a step; {@code above} are those above it, the nearest first. */
    private void visit(PlanNode node, List<PlanNode> above) {
        Relation table = node.relation();
        if (table != null && node.kind().endsWith("Scan")) {
            found.add(access(node, table, above));
        }
        List<PlanNode> path = new ArrayList<>(List.of(node));
        path.addAll(above);
        node.children().forEach(child -> visit(child, path));
    }

    private static TableAccess access(PlanNode scan, Relation table, List<PlanNode> above) {
        Set<String> own = qualifiers(table, above);
        List<Condition> conditions = new ArrayList<>();
        conditions.addAll(ConditionReader.read(scan.conditions().index(), own, Place.INDEX));
        conditions.addAll(ConditionReader.read(scan.conditions().filter(), own, Place.FILTER));
        for (PlanNode node : above) {
            conditions.addAll(ConditionReader.read(node.conditions().join(), own, Place.JOIN));
            conditions.addAll(ConditionReader.read(node.conditions().filter(), own, Place.JOIN));
        }
        int sort = sort(above);
        List<SortKey> order = sort < 0 ? List.of() : order(above.get(sort), own);
        OptionalDouble limit = order.isEmpty() ? OptionalDouble.empty() : limit(above.subList(sort + 1, above.size()));
        return new TableAccess(scan, table, conditions, order, limit);
    }

    /** Above an Append the server names the columns by the parent or by any of the children. */
    private static Set<String> qualifiers(Relation table, List<PlanNode> above) {
        Set<String> own = new LinkedHashSet<>(Set.of(table.alias()));
        for (PlanNode node : above) {
            if (node.kind().endsWith("Append")) {
                String stem = stem(table.alias());
                own.add(stem);
                node.all()
                        .map(PlanNode::relation)
                        .filter(other -> other != null && stem(other.alias()).equals(stem))
                        .forEach(other -> own.add(alias(other)));
            }
        }
        return own;
    }

    private static String alias(@Nullable Relation relation) {
        return relation == null ? "" : relation.alias();
    }

    private static String stem(String alias) {
        return alias.replaceFirst("_\\d+$", "");
    }

    private static int sort(List<PlanNode> above) {
        for (int i = 0; i < above.size(); i++) {
            String kind = above.get(i).kind();
            if (kind.equals("Sort") || kind.equals("Incremental Sort")) {
                return i;
            }
            if (BARRIERS.contains(kind)) {
                return -1;
            }
        }
        return -1;
    }

    private static List<SortKey> order(PlanNode sort, Set<String> own) {
        List<SortKey> order = new ArrayList<>();
        for (String printed : sort.conditions().sortKeys()) {
            SortKey key = sortKey(Expression.of(printed, own));
            if (key.columns().isEmpty() || sourceIsForeign(printed, own)) {
                return List.of();
            }
            order.add(key);
        }
        return order;
    }

    private static boolean sourceIsForeign(String printed, Set<String> own) {
        Expression key = Expression.of(printed, own);
        return key.words().stream()
                .filter(word -> word.kind() == PlanText.Kind.NAME)
                .map(word -> PlanText.parts(word.text()))
                .anyMatch(parts -> parts.size() == 2
                        && !own.contains(parts.get(0))
                        && !parts.get(0).equals("pg_catalog"));
    }

    private static SortKey sortKey(Expression printed) {
        Expression key = printed;
        boolean first = key.endsWith("NULLS", "FIRST");
        boolean last = key.endsWith("NULLS", "LAST");
        if (first || last) {
            key = key.part(0, key.words().size() - 2);
        }
        boolean descending = key.endsWith("DESC") || key.endsWith("USING", ">");
        if (descending || key.endsWith("USING", "<")) {
            key = key.part(0, key.words().size() - (key.endsWith("DESC") ? 1 : 2));
        }
        return new SortKey(key.unqualified(), key.columns(), descending, first || (descending && !last));
    }

    private static OptionalDouble limit(List<PlanNode> above) {
        for (PlanNode node : above) {
            if (node.kind().equals("Limit")) {
                return OptionalDouble.of(node.estimate().rows());
            }
            if (!KEEPERS.contains(node.kind())) {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }
}
