/**
 * Connections of one's own to the server, beside the application's pool and its limits.
 *
 * <p>Uses: the JDK, JDBC, {@code dev.stele.core}. Must not use: {@code dev.stele.migrations} and its other packages, which
 * use it. Not exported.
 */
@NullMarked
package dev.stele.migrations.direct;

import org.jspecify.annotations.NullMarked;
