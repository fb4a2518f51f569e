package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.advice.IndexShape.Order;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.SortKey;
import dev.stele.migrations.plan.TableAccess;
import java.util.List;
import java.util.Set;

/** Finds in which order a statement takes a page of a table's rows. */
final class PageOrder {
    private final KnownSchema schema;
    private final PlanNode root;

    PageOrder(KnownSchema schema, PlanNode root) {
        this.schema = schema;
        this.root = root;
    }

    /** The order that a page is taken from: of a sort, or of an index whose rows are filtered. */
    List<IndexKey> of(TableAccess access, ServerTable table) {
        if (access.order().stream().anyMatch(SortKey::dependsOnParameter)) {
            return List.of();
        }
        if (access.limit().isPresent()) {
            return access.order().stream().map(PageOrder::key).toList();
        }
        String index = access.scan().index();
        boolean filtered = !access.scan().conditions().filter().isEmpty();
        return index != null && filtered && isBelowLimit(root, access.scan())
                ? schema.index(Prover.Table.of(access.table()), index)
                        .filter(used -> used.shape().isTree()
                                && table.table().equals(used.shape().table()))
                        .map(used -> used.shape().keys())
                        .orElse(List.of())
                : List.of();
    }

    private static IndexKey key(SortKey sort) {
        return new IndexKey(sort.expression(), "", "", new Order(sort.descending(), sort.nullsFirst()));
    }

    /** Whether a LIMIT takes rows in the order in which this step gives them. */
    private static boolean isBelowLimit(PlanNode node, PlanNode scan) {
        if (isSame(node, scan)) {
            return false;
        }
        if (node.kind().equals("Limit")) {
            return isFirstOf(node, scan);
        }
        return node.children().stream().anyMatch(child -> isBelowLimit(child, scan));
    }

    private static boolean isFirstOf(PlanNode node, PlanNode scan) {
        boolean keeps = Set.of("Limit", "LockRows", "Result", "Nested Loop", "Memoize", "Subquery Scan")
                .contains(node.kind());
        return isSame(node, scan)
                || (keeps && node.children().stream().limit(1).anyMatch(child -> isFirstOf(child, scan)));
    }

    @SuppressWarnings("ReferenceEquality") // Two steps of a plan may be alike.
    private static boolean isSame(PlanNode node, PlanNode other) {
        return node == other;
    }
}
