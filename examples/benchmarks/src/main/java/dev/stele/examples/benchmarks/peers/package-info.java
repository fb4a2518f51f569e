/**
 * One class for each way to the rows.
 *
 * <p>Uses: the sample, and each class its own library. Must not use: JMH, each other; the exception is what reads rows of
 * JDBC, which the peers without a mapping of their own share.
 */
@NullMarked
package dev.stele.examples.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
