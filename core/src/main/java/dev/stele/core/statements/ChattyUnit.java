package dev.stele.core.statements;

import java.time.Duration;

/**
 * Transactions that ran very many statements, begun in one place.
 *
 * @param caller the application's own frame that ran the hundredth, or "" where none is
 * @param units how many such transactions there were
 * @param most how many statements the worst of them ran
 * @param total how long the statements of all of them took together
 */
public record ChattyUnit(String caller, long units, int most, Duration total) {}
