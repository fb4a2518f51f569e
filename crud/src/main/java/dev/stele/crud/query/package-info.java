/**
 * Conditions, orders and natural keys as values, written with the static metamodel instead of column names.
 *
 * <p>Uses: the JPA metamodel's attributes and {@code dev.stele.core.mapping} to turn them into SQL. Must not use:
 * Hibernate, connections, {@code dev.stele.crud}.
 */
@NullMarked
package dev.stele.crud.query;

import org.jspecify.annotations.NullMarked;
