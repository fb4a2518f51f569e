/**
 * Single calls of every peer, by JMH, one after the other in rounds.
 *
 * <p>Uses: the sample, the peers, JMH. Must not use: the report.
 */
@NullMarked
package dev.stele.examples.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
