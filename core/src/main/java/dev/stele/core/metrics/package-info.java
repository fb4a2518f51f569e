/**
 * Figures of a database as meters of Micrometer, which an application adds itself.
 *
 * <p>Uses: {@code dev.stele.core}, Micrometer. Nothing of ours uses it.
 */
@NullMarked
package dev.stele.core.metrics;

import org.jspecify.annotations.NullMarked;
