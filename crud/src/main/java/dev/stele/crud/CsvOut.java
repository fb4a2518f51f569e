package dev.stele.crud;

import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV, every value in the server's own text.
 *
 * <p>Not by COPY, which takes no bound values: a condition's would have to stand in the statement's text.
 */
final class CsvOut {
    private static final int BUFFER = 1 << 16;
    private static final Duration LIMIT = Duration.ofHours(1);

    private final EntityPlans plans;
    private final Reads reads;

    CsvOut(EntityPlans plans, Reads reads) {
        this.plans = plans;
        this.reads = reads;
    }

    long write(Class<?> view, Where<?> where, Sort<?> sort, OutputStream target) {
        Writer csv = new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), BUFFER);
        List<String> names = plans.view(view).columnNames();
        try {
            writeRow(csv, names.size(), names::get);
            long rows = plans.database()
                    .tx()
                    .readOnly()
                    .timeout(LIMIT)
                    .call(() -> reads.text(view, where, sort, row -> write(csv, row, names.size())));
            csv.flush();
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long write(Writer csv, ResultSet row, int columns) throws SQLException {
        long rows = 0;
        try {
            while (row.next()) {
                writeRow(csv, columns, i -> row.getString(i + 1));
                rows++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static <X extends Exception> void writeRow(Writer csv, int columns, Fields<X> fields)
            throws IOException, X {
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                csv.write(',');
            }
            String field = fields.get(i);
            if (field != null) {
                csv.write(quoted(field, columns));
            }
        }
        csv.write("\r\n");
    }

    private static String quoted(String field, int columns) {
        // A line of nothing but \. would end a COPY; an empty line would be no row.
        boolean plain = !field.isEmpty() && !(columns == 1 && field.equals("\\."));
        for (int i = 0; plain && i < field.length(); i++) {
            char c = field.charAt(i);
            plain = c != ',' && c != '"' && c != '\r' && c != '\n';
        }
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private interface Fields<X extends Exception> {
        @Nullable
        String get(int index) throws X;
    }
}
