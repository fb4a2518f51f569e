package dev.stele.core.statements;

import java.time.Duration;

/**
 * The same statement again and again within one unit of work, which is how loading row by row looks.
 *
 * @param sql its text, as in {@link StatementFigures}
 * @param operation what asked for it
 * @param caller the application's own frame that was seen, or "" where none is
 * @param units in how many units of work it was seen
 * @param most how often it ran in the worst of them
 * @param total how long all of these took together
 */
public record Repetition(String sql, String operation, String caller, long units, int most, Duration total) {}
