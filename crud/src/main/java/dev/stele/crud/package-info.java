/**
 * Typed DAOs over records, and the one-call start of the whole data layer.
 *
 * <p>Uses: {@code page} and {@code query} for what its methods take, {@code dev.stele.core} to run statements. Must
 * not use: Liquibase.
 */
@NullMarked
package dev.stele.crud;

import org.jspecify.annotations.NullMarked;
