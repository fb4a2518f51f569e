package dev.stele.examples.handbook;

import dev.stele.migrations.plan.Explain;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.TableAccess;
import java.util.List;
import javax.sql.DataSource;

/** What docs/slow-queries.md shows of plans. */
final class ExplainSteps {
    private ExplainSteps() {}

    static List<TableAccess> plans(DataSource dataSource) {
        Explain explain = Explain.on(dataSource);
        String sql = "select title from thread where team_id = ? and body like ?";
        QueryPlan any = explain.generic(sql); // for any values
        QueryPlan drawn = explain.sampled(sql); // for values drawn from the tables' statistics or a row
        QueryPlan met = explain.analyzed(sql); // run, and what was met
        List<TableAccess> asked = TableAccess.of(any.root()); // conditions, order and limit of each table
        System.out.println(drawn.root().estimate().total() + " " + met.executed());
        return asked;
    }
}
