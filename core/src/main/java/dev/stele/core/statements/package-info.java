/**
 * What a database ran: how often, how long, for whom, and which statements came again and again.
 *
 * <p>Uses: the JDK and SLF4J only. Must not use: {@code dev.stele.core}.
 */
@NullMarked
package dev.stele.core.statements;

import org.jspecify.annotations.NullMarked;
