/**
 * Spring Data JPA over Hibernate, without Spring Boot.
 *
 * <p>Uses: the sample, Spring Data, the entities of the Hibernate peer. Must not use: the other peers.
 */
@NullMarked
package dev.stele.examples.benchmarks.peers.spring;

import org.jspecify.annotations.NullMarked;
