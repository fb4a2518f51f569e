package dev.stele.migrations.advice.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTreeTest {
    private static final PlanNode.Conditions NONE = new PlanNode.Conditions("", "", "", List.of(), List.of());

    @Test
    void marksTheStepThatAsksForMostBuffersItself() {
        PlanNode scan = node("Seq Scan", 100, new PlanNode.Actual(5, 1, 9, 995, 90, 0, 0));
        PlanNode index = node("Index Scan", 10, new PlanNode.Actual(50, 50, 1, 0, 8, 0, 0));
        PlanNode join = node("Nested Loop", 120, new PlanNode.Actual(5, 1, 10, 0, 100, 0, 0), scan, index);

        PlanTree tree = PlanTree.of(plan(join, new QueryPlan.Execution(0.5, 10, 100)));

        assertThat(tree.measure()).isEqualTo("buffers");
        assertThat(tree.words())
                .isEqualTo("planned for sampled values, run in 10.0 ms, 100 buffers, planned in 0.50 ms");
        assertThat(tree.root().worst()).isEmpty();
        assertThat(tree.root().share()).isEqualTo("2.00%");
        assertThat(tree.root().children().get(0).worst()).isEqualTo("most buffers, 90 % of the plan");
        assertThat(tree.root().children().get(0).notes()).containsExactly("995 rows thrown away");
        assertThat(tree.root().children().get(1).notes()).containsExactly("run 50 times");
    }

    @Test
    void marksTheCostliestStepOfAPlanThatWasNotRun() {
        PlanTree tree = PlanTree.of(plan(node("Limit", 4, null, node("Seq Scan", 100, null)), null));

        assertThat(tree.measure()).isEqualTo("cost");
        assertThat(tree.words()).isEqualTo("planned for sampled values, not run");
        assertThat(tree.root().children().get(0).worst()).isEqualTo("most cost, 100 % of the plan");
        assertThat(tree.root().figures().buffers()).isEmpty();
    }

    @Test
    void tellsWhereEstimatesWereFarOffAndWhatSpilled() {
        PlanNode sort = node("Sort", 10, new PlanNode.Actual(40, 1, 1, 0, 5, 0, 2048));
        PlanNode never = node("Seq Scan", 10, new PlanNode.Actual(0, 0, 0, 0, 0, 0, 0));
        PlanNode none = node("Append", 10, new PlanNode.Actual(0, 1, 1, 0, 5, 0, 0), sort, never);

        PlanTree.Step root =
                PlanTree.of(plan(none, new QueryPlan.Execution(0, 1, 5))).root();

        assertThat(root.children().get(0).notes())
                .containsExactly("2.00 MB spilled to disk", "40x as many rows as estimated");
        assertThat(root.children().get(1).notes()).containsExactly("never run");
    }

    private static QueryPlan plan(PlanNode root, QueryPlan.@Nullable Execution executed) {
        return new QueryPlan("select 1", QueryPlan.Values.SAMPLED, root, executed, "[]");
    }

    private static PlanNode node(String kind, double cost, PlanNode.@Nullable Actual actual, PlanNode... children) {
        return new PlanNode(kind, null, null, new PlanNode.Estimate(0, cost, 1, 8), actual, NONE, List.of(children));
    }
}
