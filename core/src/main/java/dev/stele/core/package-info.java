/**
 * An open PostgreSQL database: connections, transactions, health, and the embedded server.
 *
 * <p>Uses: {@code config} for where settings come from, {@code error} for what can go wrong, {@code mapping} for what
 * entities look like. Must not use: Liquibase, anything of the eight families.
 */
@NullMarked
package dev.stele.core;

import org.jspecify.annotations.NullMarked;
