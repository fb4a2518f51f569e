package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Unavailable;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementShape;
import dev.stele.migrations.advice.ExaminedStatement.SeenBy;
import dev.stele.migrations.advice.ServerStatistics.CountedStatement;
import dev.stele.migrations.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Asks for the plans of the statements that took most, of those that this process and those that the server counted. */
final class StatementExaminer {
    private static final Pattern VALUES =
            Pattern.compile("(?:'[^']*+'){1,63}|\\$\\d+|(?<![\\w$\"])\\d+(?:\\.\\d+)?|\\?|\\b(?:true|false)\\b");
    private static final Pattern LISTS = Pattern.compile("(?i)\\bin \\(\\?(?:, \\?)+\\)");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private StatementExaminer() {}

    /**
     * Examines as many of them as the options say, the most total time first; one that both counted is there once, as this
     * process counted it. What ran too seldom or too fast to be advised on takes no place of what did not.
     *
     * @param ask gives the plan of a text
     * @throws Unavailable if the server does not serve; all other failures stand with their statement
     */
    static List<ExaminedStatement> examine(
            List<StatementFigures> own,
            List<CountedStatement> server,
            AdvisorOptions options,
            Function<String, QueryPlan> ask) {
        Set<String> seen = new HashSet<>();
        List<ExaminedStatement> all = new ArrayList<>();
        for (StatementFigures figures : own) {
            seen.add(shape(figures.sql()));
            all.add(new ExaminedStatement(figures, SeenBy.APPLICATION, null, ""));
        }
        for (CountedStatement counted : server) {
            if (seen.add(shape(counted.figures().sql()))) {
                all.add(new ExaminedStatement(counted.figures(), SeenBy.SERVER, null, counted.unplannable()));
            }
        }
        Comparator<ExaminedStatement> mostFirst = Comparator.comparing(
                statement -> statement.figures().times().total().negated());
        return all.stream()
                .sorted(Comparator.comparing((ExaminedStatement statement) ->
                                !Worth.of(statement, options).isSlow())
                        .thenComparing(mostFirst))
                .limit(options.statements())
                .sorted(mostFirst)
                .map(statement -> statement.unplanned().isEmpty() ? planned(statement, ask) : statement)
                .toList();
    }

    private static ExaminedStatement planned(ExaminedStatement statement, Function<String, QueryPlan> ask) {
        StatementFigures figures = statement.figures();
        try {
            return new ExaminedStatement(figures, statement.seenBy(), ask.apply(figures.sql()), "");
        } catch (Unavailable e) {
            throw e;
        } catch (DatabaseException e) {
            return new ExaminedStatement(figures, statement.seenBy(), null, String.valueOf(e.getMessage()));
        }
    }

    /** A text without values, comments and spacing, by which the driver's and the server's forms of it are alike. */
    static String shape(String sql) {
        String plain = VALUES.matcher(StatementShape.withoutValues(sql)).replaceAll("?");
        return LISTS.matcher(BLANKS.matcher(plain).replaceAll(" ")).replaceAll("in (?)");
    }
}
