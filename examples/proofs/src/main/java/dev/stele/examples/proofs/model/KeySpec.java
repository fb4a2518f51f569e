package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;

/** A unique constraint or an index of a table. */
final class KeySpec {
    final String name;
    final List<ColumnSpec> columns;
    boolean unique;
    boolean descending;
    String options = "";

    KeySpec(String name, List<ColumnSpec> columns) {
        this.name = name;
        this.columns = new ArrayList<>(columns);
    }
}
