package dev.stele.migrations.review;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table as far as the statements before, or the database, have made it known. */
final class Table {
    private final Name name;
    private boolean fresh;
    private boolean freshInTransaction;
    private boolean complete;
    private boolean partitioned;
    private String parent = "";
    private final Map<String, TypeName> columns = new HashMap<>();
    private final Set<String> notNull = new HashSet<>();
    private final Map<String, Constraint> constraints = new HashMap<>();
    private final Set<String> indexes = new HashSet<>();
    private final List<String> partitions = new ArrayList<>();

    Table(Name name) {
        this.name = name;
    }

    Name name() {
        return name;
    }

    /** Whether nobody else can have rows in it or wait for it: it is made in the same file. */
    boolean isFresh() {
        return fresh;
    }

    boolean isFreshInTransaction() {
        return freshInTransaction;
    }

    Table madeHere(boolean inTransaction) {
        fresh = true;
        freshInTransaction = inTransaction;
        complete = true;
        return this;
    }

    void transactionEnded() {
        freshInTransaction = false;
    }

    void fileEnded() {
        fresh = false;
        freshInTransaction = false;
    }

    /** Whether all its columns are known, not only some. */
    boolean isComplete() {
        return complete;
    }

    void allKnown() {
        complete = true;
    }

    boolean isPartitioned() {
        return partitioned;
    }

    void partition() {
        partitioned = true;
    }

    /** The key of the table it is a partition of, or "". */
    String parent() {
        return parent;
    }

    void attachTo(String key) {
        parent = key;
    }

    List<String> partitions() {
        return partitions;
    }

    Map<String, TypeName> columns() {
        return columns;
    }

    Set<String> notNull() {
        return notNull;
    }

    Map<String, Constraint> constraints() {
        return constraints;
    }

    Set<String> indexes() {
        return indexes;
    }

    List<Constraint> foreignKeys() {
        return constraints.values().stream()
                .filter(c -> c.is(Constraint.Kind.FOREIGN_KEY))
                .toList();
    }

    /** Whether a validated check says that the column is never null. */
    boolean provesNotNull(String column) {
        return constraints.values().stream()
                .anyMatch(c -> c.is(Constraint.Kind.CHECK)
                        && c.isValid()
                        && c.expression().provenNotNull().equals(column));
    }
}
