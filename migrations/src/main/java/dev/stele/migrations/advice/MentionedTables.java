package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import dev.stele.migrations.advice.Prover.Served;
import dev.stele.migrations.advice.Prover.Table;
import dev.stele.migrations.advice.Prover.Trial;
import dev.stele.migrations.plan.SampledStatement;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The tables that statements mention, also those that no plan shows, such as one that is joined for nothing. */
final class MentionedTables {
    /** Of what only reads, the lock is ACCESS SHARE. */
    private static final Pattern MORE =
            Pattern.compile("\\b(insert|update|delete|merge|share)\\b", Pattern.CASE_INSENSITIVE);

    private MentionedTables() {}

    /** The tables of trials, as told and as the server reads the statements; in the transaction of {@code live}. */
    static Set<Table> of(Connection live, List<Trial> trials) {
        Set<Table> tables = IndexProver.tables(trials);
        for (Trial trial : trials) {
            for (Served served : trial.statements()) {
                if (!MORE.matcher(served.sql()).find()) {
                    tables.addAll(of(live, served.sql()));
                }
            }
        }
        return tables;
    }

    private static List<Table> of(Connection live, String sql) {
        try {
            return SampledStatement.mentioned(live, sql).stream().map(Table::of).toList();
        } catch (DatabaseException e) {
            // The trial of the statement will say what is wrong with it.
            return List.of();
        }
    }
}
