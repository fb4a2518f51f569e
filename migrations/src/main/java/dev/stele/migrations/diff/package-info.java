/**
 * Compares what two servers print of their schemas, and plans the way from one to the other.
 *
 * <p>Uses: the JDK, JDBC, {@code dev.stele.core}, {@code dev.stele.migrations.direct}. Must not use:
 * Liquibase, {@code dev.stele.migrations}.
 */
@NullMarked
package dev.stele.migrations.diff;

import org.jspecify.annotations.NullMarked;
