/**
 * What is no single call: many rows, many threads, the start of a process, growth.
 *
 * <p>Uses: the sample, the peers, the report. Must not use: what JMH runs.
 */
@NullMarked
package dev.stele.examples.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
