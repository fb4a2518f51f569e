package dev.stele.examples.proofs.load;

import java.time.Duration;

/**
 * How large the table and how heavy the load is.
 *
 * @param rows of the large table
 * @param perSecond transactions a second
 * @param after how long the clients are watched after each change
 */
public record LoadSize(long rows, int perSecond, Duration after) {}
