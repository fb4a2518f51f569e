/**
 * What every peer works on: one schema, one set of rows, one way to connect, and the calls that are measured.
 *
 * <p>Uses: {@code dev.stele.crud}'s records, HikariCP, pgjdbc. Must not use: any peer.
 */
@NullMarked
package dev.stele.examples.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
