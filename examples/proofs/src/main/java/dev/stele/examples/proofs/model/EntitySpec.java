package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entity of a model: its table, id, attributes and constraints. */
final class EntitySpec {
    /** How the id comes about. */
    enum Id {
        IDENTITY,
        SEQUENCE,
        UUID,
        ASSIGNED_LONG,
        ASSIGNED_STRING,
        EMBEDDED
    }

    final String name;
    String table;
    Id id = Id.IDENTITY;
    String idType = "Long";
    int sequenceStart = 1;
    int sequenceStep = 50;
    boolean versioned;
    boolean tracked;

    @Nullable
    String schema;

    @Nullable
    String comment;

    @Nullable
    EntitySpec parent;

    @Nullable
    String inheritance;

    String discriminator = "STRING";
    int discriminatorLength = 31;

    @Nullable
    EmbeddableSpec embedded;

    @Nullable
    EmbeddableSpec embeddedTwice;

    @Nullable
    String secondaryTable;

    final List<ColumnSpec> columns = new ArrayList<>();
    final List<ReferenceSpec> references = new ArrayList<>();
    final List<CollectionSpec> collections = new ArrayList<>();
    final List<KeySpec> uniques = new ArrayList<>();
    final List<KeySpec> indexes = new ArrayList<>();
    final List<CheckSpec> checks = new ArrayList<>();

    EntitySpec(String name, String table) {
        this.name = name;
        this.table = table;
    }

    EntitySpec root() {
        return parent == null ? this : parent.root();
    }

    /** Whether it has a table whose constraints it may declare. */
    boolean hasTable() {
        return parent == null || !"SINGLE_TABLE".equals(root().inheritance);
    }

    /** The columns that keys and checks may name: those of the entity's own table, of plain types. */
    List<ColumnSpec> keyColumns() {
        return columns.stream().filter(ColumnSpec::isKey).toList();
    }

    /** Takes a column away with the keys and checks over it. */
    void drop(ColumnSpec column) {
        columns.remove(column);
        uniques.removeIf(key -> key.columns.contains(column));
        indexes.removeIf(key -> key.columns.contains(column) || key.options.contains(column.sql()));
        checks.removeIf(check -> check.column == column);
        for (ColumnSpec other : columns) {
            if (other.generatedAs != null && other.generatedAs.contains(column.sql())) {
                other.generatedAs = null;
            }
        }
    }
}
