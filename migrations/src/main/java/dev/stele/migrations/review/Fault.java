package dev.stele.migrations.review;

/**
 * Text that PostgreSQL would not accept.
 *
 * @param offset where it begins
 * @param message what is wrong, in lower case and without a full stop
 */
record Fault(int offset, String message) {}
