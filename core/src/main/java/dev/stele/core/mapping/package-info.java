/**
 * What Hibernate's mapping says of an entity, compiled into columns that can be bound and read without a session.
 *
 * <p>Uses: Hibernate's boot metadata and {@code error}. Must not use: connections, the pool. Exported to the other
 * modules of the library only.
 */
@NullMarked
package dev.stele.core.mapping;

import org.jspecify.annotations.NullMarked;
