package dev.stele.migrations.review;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is dangerous in SQL that has not run yet.
 *
 * <p>Reads plain SQL and Liquibase's formatted SQL. Needs no database; given one, it judges by the sizes of the tables,
 * or by what each statement did when it was run in a scratch database.
 *
 * <p>A comment {@code -- stele:ignore rule reason} before, in or behind a statement switches a rule off for it.
 */
public final class Review {
    private final List<Finding> findings;
    private final List<Effect> effects;

    private Review(List<Finding> findings, List<Effect> effects) {
        this.findings = List.copyOf(findings);
        this.effects = List.copyOf(effects);
    }

    /** Reviews a text with every rule at its own severity. */
    public static Review of(String sql) {
        return of(sql, ReviewOptions.defaults());
    }

    /** Reviews a text. */
    public static Review of(String sql, ReviewOptions options) {
        try (Walk walk = new Walk(options)) {
            walk.review(options.file(), sql);
            return new Review(walk.findings(), walk.effects());
        }
    }

    /** Reviews a file with every rule at its own severity. */
    public static Review of(Path file) {
        return of(file, ReviewOptions.defaults());
    }

    /** Reviews a file. */
    public static Review of(Path file, ReviewOptions options) {
        return of(List.of(file), options);
    }

    /**
     * Reviews files that run one after another; each knows the tables of those before it.
     *
     * @throws MigrationException if a file cannot be read
     */
    public static Review of(List<Path> files, ReviewOptions options) {
        try (Walk walk = new Walk(options)) {
            for (Path file : files) {
                walk.review(file.toString(), read(file));
            }
            return new Review(walk.findings(), walk.effects());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            boolean missing = Files.notExists(file);
            String reason = missing
                    ? "does not exist"
                    : Files.isDirectory(file)
                            ? "is a directory"
                            : e instanceof CharacterCodingException ? "is not UTF-8 text" : e.toString();
            throw new MigrationException(
                    "cannot read " + file + ": " + reason,
                    "name a file of SQL that exists and is stored as UTF-8",
                    null,
                    e);
        }
    }

    /** What was found, in the order of the file. */
    public List<Finding> findings() {
        return findings;
    }

    /** What each statement does to relations that are there before it. */
    public List<Effect> effects() {
        return effects;
    }

    /** Whether no finding is an error. */
    public boolean passes() {
        return findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
    }

    /** For a terminal without colours, or a log. */
    public String text() {
        return TextReport.plain(this);
    }

    /** For a terminal; coloured if standard output is one, and NO_COLOR is not set. */
    public String terminalText() {
        return TextReport.standardOutputHasColours() ? colouredText() : text();
    }

    /** For a terminal, with colours. */
    public String colouredText() {
        return TextReport.coloured(this);
    }

    /** For a comment on a pull request. */
    public String markdown() {
        return MarkdownReport.of(this);
    }

    /** For other programs. */
    public String json() {
        return JsonReport.of(this);
    }

    /** SARIF 2.1.0, for code scanning. */
    public String sarif() {
        return SarifReport.of(this);
    }
}
