package dev.stele.migrations.advice;

import dev.stele.migrations.HistoryEntry;
import java.time.Instant;
import java.util.List;

/**
 * What was found in a database at one moment, and what to do about it.
 *
 * @param at when
 * @param server its product and version in words, without its address
 * @param statements the slowest ones, the most total time first
 * @param findings what is wrong
 * @param proposals what to do, the greatest gain first
 * @param dropped what was tried and did not help, with the reason, a line each
 * @param tables every table of the searched schemas
 * @param indexes every index of them
 * @param history the migrations that were applied, the oldest first
 * @param notes what could not be learnt, and which right or extension is missing for it, a line each
 */
public record Advice(
        Instant at,
        String server,
        List<ExaminedStatement> statements,
        List<Finding> findings,
        List<Proposal> proposals,
        List<String> dropped,
        List<TableFigures> tables,
        List<IndexFigures> indexes,
        List<HistoryEntry> history,
        List<String> notes) {
    public Advice {
        statements = List.copyOf(statements);
        findings = List.copyOf(findings);
        proposals = List.copyOf(proposals);
        dropped = List.copyOf(dropped);
        tables = List.copyOf(tables);
        indexes = List.copyOf(indexes);
        history = List.copyOf(history);
        notes = List.copyOf(notes);
    }
}
