/**
 * What Stele takes, measured beside what others take for the same in the same process.
 *
 * <p>Two programs: {@code Benchmarks} measures DAOs beside hand-written JDBC and its peers, {@code MigrationTimes} measures
 * migrations beside Liquibase and Flyway. Uses: everything; nothing uses it.
 */
@NullMarked
package dev.stele.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
