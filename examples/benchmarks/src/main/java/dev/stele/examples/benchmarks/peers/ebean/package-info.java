/**
 * Ebean, with entities of its own, which its enhancement rewrites in the build.
 *
 * <p>Uses: the sample, Ebean. Must not use: the other peers.
 */
@NullMarked
package dev.stele.examples.benchmarks.peers.ebean;

import org.jspecify.annotations.NullMarked;
