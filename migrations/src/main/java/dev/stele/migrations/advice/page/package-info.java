/**
 * One HTML file that shows what was found and what to do: its content as plain values, the drawing of tables and their
 * references, and the templates that write it.
 *
 * <p>Uses: the JDK, jte's runtime, {@code dev.stele.migrations} and its {@code plan}. Must not use: {@code dev.stele.migrations.advice}.
 */
@NullMarked
package dev.stele.migrations.advice.page;

import org.jspecify.annotations.NullMarked;
