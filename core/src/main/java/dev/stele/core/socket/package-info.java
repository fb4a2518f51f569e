/**
 * The sockets that the driver speaks through.
 *
 * <p>Uses: the JDK only. Public for the driver, which makes the factories by their names, and for
 * {@code dev.stele.migrations.direct}, which names one.
 */
@NullMarked
package dev.stele.core.socket;

import org.jspecify.annotations.NullMarked;
