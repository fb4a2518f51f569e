package dev.stele.migrations.advice;

import dev.stele.core.statements.Repetition;
import java.time.Instant;
import java.util.List;

/**
 * All that the rules look at.
 *
 * @param schema tables and indexes, as the server has them
 * @param indexes the figures that a report shows of indexes, with their bloat
 * @param statements those that took most
 * @param repetitions those that came again and again
 * @param migrated when the schema was changed last; the beginning of time where it never was, its end where that
 *     is not known
 */
record Learnt(
        KnownSchema schema,
        List<IndexFigures> indexes,
        List<ExaminedStatement> statements,
        List<Repetition> repetitions,
        Instant migrated) {
    Learnt {
        indexes = List.copyOf(indexes);
        statements = List.copyOf(statements);
        repetitions = List.copyOf(repetitions);
    }
}
