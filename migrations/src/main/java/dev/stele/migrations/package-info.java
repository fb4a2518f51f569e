/**
 * Brings a database to a version of its schema: online, offline as a script, or by adopting an existing one.
 *
 * <p>Uses: {@code dev.stele.core}; Liquibase behind its own types. Must not use: entity classes, DAOs.
 */
@NullMarked
package dev.stele.migrations;

import org.jspecify.annotations.NullMarked;
