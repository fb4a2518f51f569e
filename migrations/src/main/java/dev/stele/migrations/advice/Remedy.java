package dev.stele.migrations.advice;

/** What to do about a finding. */
public sealed interface Remedy {
    /**
     * A change of the schema, which {@link Advice#toDraft} makes a version of the changelog.
     *
     * @param sql the statement that does it
     * @param rollback the statement that takes it back
     */
    record SchemaChange(String sql, String rollback) implements Remedy {}

    /**
     * A statement to run once on the live database; no version of the changelog.
     *
     * @param sql the statement
     */
    record Maintenance(String sql) implements Remedy {}

    /**
     * A change of the application's code.
     *
     * @param call the call to write instead, as Java code
     */
    record Code(String call) implements Remedy {}
}
