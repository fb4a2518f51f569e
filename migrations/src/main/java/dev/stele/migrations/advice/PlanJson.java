package dev.stele.migrations.advice;

import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan for other programs. */
final class PlanJson {
    private PlanJson() {}

    static Map<String, @Nullable Object> of(QueryPlan plan) {
        QueryPlan.Execution executed = plan.executed();
        return AdviceJson.object()
                .with("values", AdviceJson.name(plan.values()))
                .with("planningMillis", executed == null ? null : executed.planningMillis())
                .with("millis", executed == null ? null : executed.millis())
                .with("buffers", executed == null ? null : executed.buffers())
                .with("root", node(plan.root()))
                .fields;
    }

    private static Map<String, @Nullable Object> node(PlanNode node) {
        PlanNode.Relation relation = node.relation();
        PlanNode.Actual actual = node.actual();
        PlanNode.Conditions conditions = node.conditions();
        return AdviceJson.object()
                .with("kind", node.kind())
                .with("relation", relation == null ? null : relation.schema() + "." + relation.name())
                .with("index", node.index())
                .with("cost", AdviceJson.number(node.estimate().total()))
                .with("rows", AdviceJson.number(node.estimate().rows()))
                .with("width", node.estimate().width())
                .with("actual", actual == null ? null : actual(actual))
                .with("indexCondition", conditions.index())
                .with("filter", conditions.filter())
                .with("joinCondition", conditions.join())
                .with("sortKeys", conditions.sortKeys())
                .with("children", node.children().stream().map(PlanJson::node).toList())
                .fields;
    }

    private static Map<String, @Nullable Object> actual(PlanNode.Actual actual) {
        return AdviceJson.object()
                .with("rows", AdviceJson.number(actual.rows()))
                .with("loops", AdviceJson.number(actual.loops()))
                .with("millis", AdviceJson.number(actual.millis()))
                .with("removed", AdviceJson.number(actual.removed()))
                .with("buffers", actual.buffers())
                .with("read", actual.read())
                .with("spilledKilobytes", actual.spilled())
                .fields;
    }
}
