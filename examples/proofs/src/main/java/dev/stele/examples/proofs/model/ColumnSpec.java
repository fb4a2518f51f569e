package dev.stele.examples.proofs.model;

import org.jspecify.annotations.Nullable;

/** A basic attribute and its column. */
final class ColumnSpec {
    String field;
    String column;
    ColumnKind kind;

    @Nullable
    EnumSpec constants;

    boolean nullable = true;
    boolean unique;
    int length;
    int precision;
    int scale;
    int seconds = -1;

    @Nullable
    String defaultSql;

    @Nullable
    String check;

    @Nullable
    String generatedAs;

    @Nullable
    String comment;

    @Nullable
    String definition;

    @Nullable
    String table;

    ColumnSpec(String field, String column, ColumnKind kind) {
        this.field = field;
        this.column = column;
        this.kind = kind;
    }

    /** The column's name as SQL writes it. */
    String sql() {
        return Names.sql(column);
    }

    boolean isKey() {
        return kind.isKey() && generatedAs == null && table == null;
    }

    /** Forgets what belongs to the type it had. */
    void retype(ColumnKind other, @Nullable EnumSpec enumeration) {
        kind = other;
        constants = other.isEnum() ? enumeration : null;
        length = 0;
        precision = 0;
        scale = 0;
        seconds = -1;
        defaultSql = null;
        check = null;
        definition = null;
    }
}
