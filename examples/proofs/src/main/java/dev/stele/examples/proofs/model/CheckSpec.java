package dev.stele.examples.proofs.model;

/** A check of a table over one column. */
final class CheckSpec {
    final String name;
    final ColumnSpec column;
    String expression;

    CheckSpec(String name, ColumnSpec column, String expression) {
        this.name = name;
        this.column = column;
        this.expression = expression;
    }
}
