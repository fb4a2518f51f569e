package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.migrations.plan.PlanNode;
import dev.stele.migrations.plan.QueryPlan;
import dev.stele.migrations.plan.SampledStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of a plan that is not run. */
class PlannedPagesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase().withSql(NoteTables.SQL);

    @Test
    void ofAnIndexThatAnswersAloneAreFew() throws SQLException {
        postgres.execute("create index note_score on note (score)", "vacuum note");

        assertThat(pages("select count(*) from note where score = ?", "Index Only Scan"))
                .isBetween(1.0, 10.0);
    }

    @Test
    void ofAWholeTableAreItsOwn() throws SQLException {
        double size = postgres.value(Long.class, "select pg_relation_size('note') / 8192");

        assertThat(pages("select count(*) from note where title like ?", "Seq Scan"))
                .isEqualTo(size);
    }

    private static double pages(String sql, String kind) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement settings = connection.createStatement()) {
            connection.setAutoCommit(false);
            settings.execute("set local enable_bitmapscan = off");
            SampledStatement statement = SampledStatement.draw(connection, sql, 1);
            QueryPlan plan = statement.planned(connection, 0);
            assertThat(plan.root().all().map(PlanNode::kind)).contains(kind);
            return PlannedPages.expected(connection, statement, 0, plan, 0);
        }
    }
}
