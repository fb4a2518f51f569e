package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementFigures.Times;
import dev.stele.migrations.advice.ExaminedStatement.SeenBy;
import dev.stele.migrations.advice.ServerStatistics.CountedStatement;
import dev.stele.migrations.plan.Explain;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatementExaminerTest {

    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql("create table note (id bigint primary key, body text)");

    @Test
    void examinesWhatTookMostAndWhatBothCountedOnce() {
        List<ExaminedStatement> examined = StatementExaminer.examine(
                List.of(figures("select body from note where id = ? and body <> 'x'", 30)),
                List.of(
                        new CountedStatement(figures("select body from note  where id = $1 and body <> $2", 90), ""),
                        new CountedStatement(figures("select id from note", 50), ""),
                        new CountedStatement(figures("select 1", 40), "it was run by somebody else")),
                AdvisorOptions.defaults().withStatements(2),
                Explain.on(postgres.dataSource())::generic);

        assertThat(examined)
                .extracting(statement -> statement.figures().sql())
                .containsExactly("select id from note", "select 1");
        assertThat(examined).extracting(ExaminedStatement::seenBy).containsOnly(SeenBy.SERVER);
        assertThat(examined.get(0).plan()).isNotNull();
        assertThat(examined.get(1).plan()).isNull();
        assertThat(examined.get(1).unplanned()).isEqualTo("it was run by somebody else");
    }

    @Test
    void whatBothCountedIsKnownAgainByItsTextWithoutCommentsListsAndTruths() {
        List<ExaminedStatement> examined = StatementExaminer.examine(
                List.of(
                        figures("select id, body from note where id in (?) and true /* deep */", 3),
                        figures("select id from note where body = ? order by 1", 2)),
                List.of(
                        new CountedStatement(
                                figures("select id,body from note where id in ($2,$3) and $1 /* deep */", 30), ""),
                        new CountedStatement(
                                figures("select id from note /* of */ where body = $1\n order by 1 -- first", 30), "")),
                AdvisorOptions.defaults(),
                Explain.on(postgres.dataSource())::generic);

        assertThat(examined)
                .extracting(ExaminedStatement::seenBy)
                .containsExactly(SeenBy.APPLICATION, SeenBy.APPLICATION);
    }

    @Test
    void aStatementThatCannotBePlannedSaysWhy() {
        List<ExaminedStatement> examined = StatementExaminer.examine(
                List.of(figures("select missing from note", 3), figures("select body from note where id = ?", 1)),
                List.of(),
                AdvisorOptions.defaults(),
                Explain.on(postgres.dataSource())::generic);

        assertThat(examined.get(0).unplanned())
                .isEqualTo("cannot plan the statement: column \"missing\" does not exist (SQLSTATE 42703)\n"
                        + "  hint: see that it runs on this database, with this role's search_path");
        assertThat(examined.get(1).plan()).isNotNull();
        assertThat(examined.get(1).seenBy()).isEqualTo(SeenBy.APPLICATION);
    }

    @Test
    void whatRanOnceTakesNoPlaceOfWhatIsSlowAgainAndAgain() {
        Duration time = Duration.ofMillis(20);
        StatementFigures often = new StatementFigures(
                "select id from note where body = ?",
                "sql",
                List.of(),
                10,
                0,
                1,
                new Times(Duration.ofMillis(200), time, time, time, time, time));

        List<ExaminedStatement> examined = StatementExaminer.examine(
                List.of(figures("select 1", 900), figures("select 2", 800), often, figures("select 3", 700)),
                List.of(),
                AdvisorOptions.defaults().withStatements(2),
                Explain.on(postgres.dataSource())::generic);

        assertThat(examined)
                .extracting(statement -> statement.figures().sql())
                .containsExactly("select 1", "select id from note where body = ?");
    }

    private static StatementFigures figures(String sql, int millis) {
        Duration time = Duration.ofMillis(millis);
        return new StatementFigures(sql, "sql", List.of(), 1, 0, 1, new Times(time, time, time, time, time, time));
    }
}
