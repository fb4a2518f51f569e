/**
 * The migrations held to their promises on generated models.
 *
 * <p>Uses: {@code dev.stele.migrations}, the generated models of {@code model}. Must not use: what applications build
 * on, such as {@code dev.stele.crud}.
 */
@NullMarked
package dev.stele.examples.proofs;

import org.jspecify.annotations.NullMarked;
