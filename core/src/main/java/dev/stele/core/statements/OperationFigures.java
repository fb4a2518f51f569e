package dev.stele.core.statements;

import java.time.Duration;

/**
 * What is known of all statements that one operation ran since the database was opened; the figures only grow.
 *
 * @param operation what asked for them, such as {@code Thread.page}; {@code sql} where the application wrote the text;
 *     {@code other} where there are too many operations to count each
 * @param calls how many ran, failed ones too
 * @param failures how many of them failed
 * @param total how long they took together
 */
public record OperationFigures(String operation, long calls, long failures, Duration total) {}
