package dev.stele.migrations.review;

import org.jspecify.annotations.Nullable;

/**
 * What a rule has to say about a statement.
 *
 * @param rule which rule
 * @param severity how much it matters here, with the table's size where it is known
 * @param place where the statement, or the part of it that is meant, begins
 * @param statement the first line of the statement, shortened
 * @param lock the strongest lock the statement takes on the table, or null where none is the matter
 * @param blocks what waits meanwhile, in words; "" where nothing does
 * @param message what is wrong, in lower case and without a full stop
 * @param safeForm what to write instead
 */
public record Finding(
        Rule rule,
        Severity severity,
        Place place,
        String statement,
        @Nullable LockMode lock,
        String blocks,
        String message,
        String safeForm) {}
