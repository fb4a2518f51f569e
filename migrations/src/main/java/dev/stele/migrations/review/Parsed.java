package dev.stele.migrations.review;

import java.util.List;

/**
 * A statement and what was understood of it.
 *
 * @param raw as it is written
 * @param statement as it is understood
 * @param faults of its text and its grammar
 */
record Parsed(RawStatement raw, Statement statement, List<Fault> faults) {}
