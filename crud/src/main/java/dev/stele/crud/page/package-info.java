/**
 * Pages of rows: what a caller asks for and gets, and the signed cursors that lead from one to the next.
 *
 * <p>Uses: the JDK and {@code dev.stele.core.error} only. Must not use: SQL, Hibernate, {@code dev.stele.crud}.
 */
@NullMarked
package dev.stele.crud.page;

import org.jspecify.annotations.NullMarked;
