package dev.stele.crud;

import dev.stele.core.error.DatabaseException;

/**
 * A record that a bulk load left out.
 *
 * @param number which one it was, from 1
 * @param reason why: {@link dev.stele.core.error.Invalid} or a {@link dev.stele.core.error.ConstraintViolation}
 */
public record Rejected(long number, DatabaseException reason) {}
