/**
 * The errors a caller can act on: one sealed, unchecked tree with facts as accessors.
 *
 * <p>Uses: the JDK only. Must not use: JDBC drivers, Hibernate, any other package of ours.
 */
@NullMarked
package dev.stele.core.error;

import org.jspecify.annotations.NullMarked;
