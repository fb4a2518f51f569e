package dev.stele.migrations.advice;

import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.SampledStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many pages a plan would ask for that is not run.
 *
 * <p>The planner is asked again, with the steps of the same plan allowed only, with a page costing 1 wherever it is and all
 * else nothing; its cost then is the pages it expects. Costs themselves say little of pages: a sort, or a condition on each
 * row, can outweigh them.
 */
final class PlannedPages {
    /** A descent from the root of an index to its leaf, which the planner takes for free. */
    static final int DESCENT = 3;

    private static final double UNKNOWN = 8;

    // Up to version 17 a plan that reads an index alone costs 10,000,000,000 more where scans of indexes are not
    // allowed.
    private static final Map<String, Set<String>> KINDS = Map.of(
            "enable_seqscan", Set.of("Seq Scan"),
            "enable_indexscan", Set.of("Index Scan", "Index Only Scan"),
            "enable_indexonlyscan", Set.of("Index Only Scan"),
            "enable_bitmapscan", Set.of("Bitmap Heap Scan"),
            "enable_nestloop", Set.of("Nested Loop"),
            "enable_hashjoin", Set.of("Hash Join"),
            "enable_mergejoin", Set.of("Merge Join"),
            "enable_sort", Set.of("Sort"),
            "enable_incremental_sort", Set.of("Incremental Sort"),
            "enable_memoize", Set.of("Memoize"));

    /** Of an index whose file is empty the planner takes no pages but for this, the share of a page that an entry takes. */
    static final double ENTRY = 1.0 / 100;

    /** That of indexes which are there already, so that they do not look dearer than they are. */
    static final double NARROW_ENTRY = 1.0 / 400;

    // An index scan asks for a page again and again although it is in memory already, which counts as often.
    private static final String PAGES = "set local seq_page_cost = 1; set local random_page_cost = 1;"
            + " set local cpu_tuple_cost = 0; set local cpu_operator_cost = 0;"
            + " set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0;"
            + " set local effective_cache_size = 1; set local cpu_index_tuple_cost = ";

    private PlannedPages() {}

    /**
     * Asks in the open transaction, from which the plan must come too.
     *
     * @param entry the share of a page that an entry of an index takes; zero where the planner knows the indexes' pages
     */
    static double expected(Connection connection, SampledStatement statement, int sample, QueryPlan plan, double entry)
            throws SQLException {
        Set<String> present = plan.root().all().map(PlanNode::kind).collect(Collectors.toCollection(TreeSet::new));
        StringBuilder settings = new StringBuilder(PAGES).append(entry);
        KINDS.forEach((setting, kinds) -> settings.append("; set local ")
                .append(setting)
                .append(kinds.stream().anyMatch(present::contains) ? " = on" : " = off"));
        Savepoint before = connection.setSavepoint();
        try (Statement set = connection.createStatement()) {
            set.execute(settings.toString());
            QueryPlan again = statement.planned(connection, sample);
            return shape(again).equals(shape(plan)) ? again.root().estimate().total() : Double.NaN;
        } finally {
            connection.rollback(before);
        }
    }

    /**
     * A plan and the pages it expects.
     *
     * @param plan the plan
     * @param pages not a number where the planner could not be held to the plan
     */
    record Side(QueryPlan plan, double pages) {}

    /** What two plans that were not run tell. */
    static Comparison comparison(Side before, Side after, boolean used) {
        boolean known = !Double.isNaN(before.pages()) && !Double.isNaN(after.pages());
        if (known) {
            double reads = after.pages() + descents(after.plan().root(), 1);
            return new Comparison(before.plan(), after.plan(), before.pages(), reads, used);
        }
        // At most this many times what its pages cost does a plan cost on the whole, as far as was seen.
        double read = before.plan().root().estimate().total() / UNKNOWN;
        return new Comparison(
                before.plan(),
                after.plan(),
                read,
                after.plan().root().estimate().total(),
                used);
    }

    /** Descents of indexes that a plan expects, each a few pages. */
    static double descents(PlanNode node, double runs) {
        boolean index = node.kind().startsWith("Index") || node.kind().equals("Bitmap Index Scan");
        double own = index ? DESCENT * Math.max(1, runs) : 0;
        List<PlanNode> children = node.children();
        for (int i = 0; i < children.size(); i++) {
            boolean inner = i == 1 && node.kind().equals("Nested Loop");
            own += descents(
                    children.get(i),
                    inner ? runs * Math.max(1, children.get(0).estimate().rows()) : runs);
        }
        return own;
    }

    /** What it reads and how it joins; a bitmap of an index asks for about the pages that a scan of it does. */
    private static List<String> shape(QueryPlan plan) {
        return plan.root()
                .all()
                .filter(node -> node.index() != null
                        || node.kind().equals("Seq Scan")
                        || node.kind().contains("Join")
                        || node.kind().equals("Nested Loop"))
                .map(node -> node.index() != null
                        ? "index " + node.index() + (node.kind().equals("Index Only Scan") ? " alone" : "")
                        : node.kind() + " " + Objects.toString(node.relation(), ""))
                .toList();
    }
}
