package dev.stele.migrations.advice;

import dev.stele.core.error.MigrationException;
import dev.stele.migrations.Draft;
import dev.stele.migrations.HistoryEntry;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.SqlChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

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
    private static final String UNDEFINED = "42704";

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

    /**
     * Writes the version of the changelog that makes the proposed changes of the schema, proven and reviewed.
     *
     * <p>Calls and maintenance are for people. Empty where no proposal changes the schema. An index whose place a new one
     * takes is dropped only where the changelog makes it.
     *
     * @param title what it does in a few words; it becomes part of the file's name
     * @throws MigrationException if a change cannot be made or taken back in a scratch database
     */
    public Draft toDraft(String title, Migrations migrations) {
        try {
            return migrations.draft(title, SchemaChanges.of(proposals));
        } catch (MigrationException e) {
            List<SqlChange> first = SchemaChanges.withoutDrops(proposals);
            if (!UNDEFINED.equals(e.sqlState()) || first.equals(SchemaChanges.of(proposals))) {
                throw e;
            }
            return migrations.draft(title, first);
        }
    }

    /** Copies with those proposals only, such as the ones that a person chose for a draft. */
    public Advice choosing(Predicate<Proposal> choice) {
        return new Advice(
                at,
                server,
                statements,
                findings,
                proposals.stream().filter(choice).toList(),
                dropped,
                tables,
                indexes,
                history,
                notes);
    }

    /** The findings and proposals for a terminal, a few lines each. */
    public String toText() {
        return AdviceText.of(this);
    }

    /** All of it for other programs, as one JSON object. */
    public String toJson() {
        return AdviceJson.of(this);
    }

    /**
     * All of it as one HTML file, which opens from disk and asks no network for anything.
     */
    public String toHtml() {
        return AdvicePage.of(this).html();
    }

    /**
     * Writes {@link #toHtml()} to a file, and replaces one that is there.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeHtml(Path file) {
        try {
            Files.write(file, toHtml().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw unwritten(file, "the folder " + file.toAbsolutePath().getParent() + " does not exist", e);
        } catch (IOException e) {
            throw unwritten(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static UncheckedIOException unwritten(Path file, String why, IOException cause) {
        return new UncheckedIOException("could not write the report to " + file + ": " + why, cause);
    }
}
