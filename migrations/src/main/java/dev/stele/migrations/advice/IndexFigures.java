package dev.stele.migrations.advice;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One index as the server knows it.
 *
 * @param name qualified where it is not in {@code public}
 * @param table its table, likewise
 * @param definition as the server prints it
 * @param constraint the constraint it enforces, or empty
 * @param bytes its size
 * @param scans how often it was read since the server's statistics were reset
 * @param bloat the share of its pages that it would not need if it were built anew, where that could be learnt
 */
public record IndexFigures(
        String name,
        String table,
        String definition,
        Optional<String> constraint,
        long bytes,
        long scans,
        OptionalDouble bloat) {}
