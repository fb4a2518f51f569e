/**
 * What tests of an application use: budgets for the statements that a piece of work may run.
 *
 * <p>Uses: JUnit, which the application adds, and {@code dev.stele.core}. Must not use: anything that only the
 * library's own tests have.
 */
@NullMarked
package dev.stele.core.junit;

import org.jspecify.annotations.NullMarked;
