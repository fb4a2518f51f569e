/**
 * The DAOs of the eight families, each call made by an explicit {@link dev.stele.crud.teams.Actor}.
 *
 * <p>Uses: {@code dev.stele.crud} and the packages below it, {@code dev.stele.models}. Must not use: Liquibase,
 * Hibernate. A DAO of this package holds a generic one and never extends it, so that no call without an actor exists.
 */
@NullMarked
package dev.stele.crud.teams;

import org.jspecify.annotations.NullMarked;
