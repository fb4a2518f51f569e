package dev.stele.migrations.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement under review, and all that a rule may look at.
 *
 * @param unit the changeset
 * @param parsed the statement
 * @param schema the tables before it runs
 * @param run the transaction before it runs
 * @param effect what it does
 * @param review where findings go
 */
record Step(Unit unit, Parsed parsed, Schema schema, Run run, Effect effect, Findings review) {

    Statement statement() {
        return parsed.statement();
    }

    Outline outline() {
        return review.outline();
    }

    /** Whether the changeset changes the schema anywhere. */
    boolean unitHasDdl() {
        return run.hasDdl();
    }

    /** The estimated rows of a table, -1 where they are not known. */
    long rows(String table) {
        return review.rows(table);
    }

    ReviewOptions options() {
        return review.options();
    }

    /** Whether the table is made in this file, so that nobody waits for it. */
    boolean isFresh(Name table) {
        return schema.isFresh(table);
    }

    /** Whether running it has shown that no row is written anew. */
    boolean keptRows() {
        return effect.source() == Effect.Source.MEASURED && effect.rewrites().isEmpty();
    }

    /** Whether running it has shown that no row is read. */
    boolean readNothing() {
        return effect.source() == Effect.Source.MEASURED && effect.scans().isEmpty();
    }

    void report(Rule rule, String message) {
        review.add(this, new Findings.Draft(rule, parsed.raw().start(), null, message));
    }

    void report(Rule rule, int offset, String message) {
        review.add(this, new Findings.Draft(rule, offset, null, message));
    }

    /** Reports what matters only as much as the table is large; nothing where it is made in this file. */
    void report(Rule rule, Name table, String message) {
        if (!isFresh(table)) {
            review.add(this, new Findings.Draft(rule, parsed.raw().start(), table.key(), message));
        }
    }

    void report(Rule rule, Action action, Name table, String message) {
        if (!isFresh(table)) {
            review.add(this, new Findings.Draft(rule, action.offset(), table.key(), message));
        }
    }

    @Nullable
    LockMode lockOn(@Nullable String table) {
        if (table == null) {
            return null;
        }
        LockMode taken = effect.locks().getOrDefault(table, effect.strongest());
        LockMode held = run.inTransaction() ? run.held().get(table) : null;
        return held == null || (taken != null && taken.compareTo(held) > 0) ? taken : held;
    }

    List<Token> tokens() {
        return parsed.raw().tokens();
    }
}
