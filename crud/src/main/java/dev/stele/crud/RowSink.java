package dev.stele.crud;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Who gets the rows that a bulk load made.
 *
 * @param columns what RETURNING is to name, empty for nothing
 * @param reader takes the current row
 */
record RowSink(String columns, Reader reader) {
    static final RowSink NONE = new RowSink("", row -> {});

    boolean wantsRows() {
        return !columns.isEmpty();
    }

    /** Reads one row and hands it on. */
    interface Reader {
        void read(ResultSet row) throws SQLException;
    }
}
