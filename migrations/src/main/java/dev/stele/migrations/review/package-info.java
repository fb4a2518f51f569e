/**
 * Reviews SQL before it runs: what each statement locks, for how long, and what would be safer.
 *
 * <p>Uses: {@code dev.stele.core}, {@code dev.stele.migrations.diff}, the JDK, JDBC. Must not use:
 * {@code dev.stele.migrations}, Liquibase.
 */
@NullMarked
package dev.stele.migrations.review;

import org.jspecify.annotations.NullMarked;
