/**
 * How the server means to run a statement, or ran it: its plans, read into records, and how to ask for them.
 *
 * <p>Uses: the JDK and JDBC. Must not use: Liquibase, {@code dev.stele.migrations}.
 */
@NullMarked
package dev.stele.migrations.plan;

import org.jspecify.annotations.NullMarked;
