/**
 * Settings of a database, and where each of them came from.
 *
 * <p>Uses: the JDK, SLF4J and {@code error}. Must not use: JDBC connections, Hibernate, the pool.
 */
@NullMarked
package dev.stele.core.config;

import org.jspecify.annotations.NullMarked;
