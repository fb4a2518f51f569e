/**
 * Random entity models as Java source, one random mutation of one, and the compiler that makes classes of both.
 *
 * <p>Uses: the JDK and the JPA and Hibernate annotations, as text. Must not use: {@code dev.stele}, JDBC.
 */
@NullMarked
package dev.stele.examples.proofs.model;

import org.jspecify.annotations.NullMarked;
