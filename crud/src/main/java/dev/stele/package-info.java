/**
 * The one-call start of the whole data layer.
 *
 * <p>Uses: everything below it, {@code dev.stele.crud.teams} too. Used by: applications only. It stands above
 * {@code dev.stele.crud} because the DAOs of the families, which it hands out, stand on the generic one.
 */
@NullMarked
package dev.stele;

import org.jspecify.annotations.NullMarked;
