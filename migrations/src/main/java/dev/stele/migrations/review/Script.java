package dev.stele.migrations.review;

import java.util.List;

/**
 * A file, cut up.
 *
 * @param units its changesets, or the one unit of a plain file
 * @param comments every comment outside statements' quotes, in order
 * @param faults what is wrong outside statements: headers and rollbacks
 */
record Script(SourceText source, List<Unit> units, List<Token> comments, List<Fault> faults) {}
