/**
 * What migrations take, measured beside Liquibase and Flyway in the same process.
 *
 * <p>Uses: {@code dev.stele.migrations}, Liquibase, Flyway. Must not use: {@code dev.stele.crud}.
 */
@NullMarked
package dev.stele.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
