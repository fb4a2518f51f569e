package dev.stele.migrations.advice;

import org.jspecify.annotations.Nullable;

/**
 * What is slow, and why, in one sentence.
 *
 * @param problem its kind
 * @param subject the table or index it is about, qualified where it is not in {@code public}
 * @param sentence what is slow and why, with figures; lower case, without a full stop and without values of rows
 * @param sql the statement it was seen in, or null where it is about the schema
 */
public record Finding(
        Problem problem,
        String subject,
        String sentence,
        @Nullable String sql) {}
