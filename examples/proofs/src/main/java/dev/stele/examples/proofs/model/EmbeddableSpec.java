package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;

/** An embeddable class and its columns. */
final class EmbeddableSpec {
    final String name;
    final List<ColumnSpec> columns = new ArrayList<>();

    EmbeddableSpec(String name) {
        this.name = name;
    }
}
