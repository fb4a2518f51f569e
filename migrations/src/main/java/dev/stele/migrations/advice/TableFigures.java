package dev.stele.migrations.advice;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table as the server knows it.
 *
 * @param name qualified where it is not in {@code public}
 * @param columns its columns in their order
 * @param references its foreign keys
 * @param size how large it is
 * @param activity how it was used since the server's statistics were reset
 */
public record TableFigures(
        String name, List<Column> columns, List<Reference> references, Size size, Activity activity) {
    public TableFigures {
        columns = List.copyOf(columns);
        references = List.copyOf(references);
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type its type as the server prints it
     * @param key whether it is part of the primary key
     */
    public record Column(String name, String type, boolean key) {}

    /**
     * A foreign key.
     *
     * @param columns the referencing columns
     * @param table the table referred to
     * @param indexed whether an index begins with the columns
     */
    public record Reference(List<String> columns, String table, boolean indexed) {
        public Reference {
            columns = List.copyOf(columns);
        }
    }

    /**
     * How large a table is.
     *
     * @param rows live rows, estimated
     * @param dead dead rows, estimated
     * @param bytes the table with what is stored out of line
     * @param indexBytes its indexes
     */
    public record Size(long rows, long dead, long bytes, long indexBytes) {}

    /**
     * How a table was used since the server's statistics were reset.
     *
     * @param sequentialScans scans of the whole table
     * @param sequentialRows rows read by them
     * @param indexScans scans by an index
     * @param writes rows inserted, updated and deleted
     * @param analyzed when its statistics were last gathered, or null where never
     */
    public record Activity(
            long sequentialScans,
            long sequentialRows,
            long indexScans,
            long writes,
            @Nullable Instant analyzed) {}
}
