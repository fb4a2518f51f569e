/**
 * Every kind of generated change applied to a large table while clients read and write it.
 *
 * <p>Uses: {@code dev.stele.migrations}, the compiler of {@code model}. Must not use: {@code dev.stele.crud}.
 */
@NullMarked
package dev.stele.examples.proofs.load;

import org.jspecify.annotations.NullMarked;
