package dev.stele.migrations.advice;

import java.util.List;

/** What to do about a finding. */
public sealed interface Remedy {
    /**
     * A change of the schema, which {@link Advice#toDraft} makes a version of the changelog.
     *
     * @param sql the statement that does it
     * @param rollback the statement that takes it back
     * @param then what follows when that is done, each as a change of its own that can be taken back by itself
     */
    record SchemaChange(String sql, String rollback, List<SchemaChange> then) implements Remedy {
        public SchemaChange {
            then = List.copyOf(then);
        }

        /** A change that nothing follows. */
        public SchemaChange(String sql, String rollback) {
            this(sql, rollback, List.of());
        }
    }

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
