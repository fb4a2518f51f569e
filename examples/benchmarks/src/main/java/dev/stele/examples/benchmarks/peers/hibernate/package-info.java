/**
 * Hibernate, with sessions and without their memory.
 *
 * <p>Uses: the sample, Hibernate. Must not use: the other peers.
 */
@NullMarked
package dev.stele.examples.benchmarks.peers.hibernate;

import org.jspecify.annotations.NullMarked;
