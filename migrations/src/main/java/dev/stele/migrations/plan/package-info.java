/**
 * How the server means to run a statement, or ran it: how to ask for plans, their records, and what a plan asks of tables.
 *
 * <p>Uses: the JDK, JDBC and the driver's reader of statements, {@code dev.stele.core.error} and {@code mapping}. Must not
 * use: Liquibase, {@code dev.stele.migrations}.
 */
@NullMarked
package dev.stele.migrations.plan;

import org.jspecify.annotations.NullMarked;
