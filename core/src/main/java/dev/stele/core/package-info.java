/**
 * An open PostgreSQL database: connections, transactions, health, and the embedded server.
 *
 * <p>Uses: {@code config} for where settings come from, {@code error} for what can go wrong, {@code mapping} for what
 * entities look like. Must not use: Liquibase, anything of the eight families.
 *
 * <p>{@link dev.stele.core.DevServer} unpacks the embedded server itself: zonky's jars hold the programs as a resource,
 * which needs no module name, and only commons-compress and xz are called, both {@code requires static}. On the module
 * path an application adds them by {@code --add-modules org.apache.commons.compress,org.tukaani.xz}.
 */
@NullMarked
package dev.stele.core;

import org.jspecify.annotations.NullMarked;
