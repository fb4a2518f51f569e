package dev.stele.migrations.diff;

/**
 * A question to the data that must be answered with no before the first statement of a plan runs.
 *
 * @param message what is wrong where the answer is yes
 * @param sql a query of the old schema with one row of one boolean, true where the plan must not run
 */
public record PreCheck(String message, String sql) {}
