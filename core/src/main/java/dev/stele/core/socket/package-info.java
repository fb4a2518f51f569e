/**
 * The sockets that the driver speaks through.
 *
 * <p>Uses: the JDK only. Public for the driver alone, which makes the factory by its name.
 */
@NullMarked
package dev.stele.core.socket;

import org.jspecify.annotations.NullMarked;
