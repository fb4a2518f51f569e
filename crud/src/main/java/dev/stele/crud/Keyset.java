package dev.stele.crud;

import dev.stele.core.mapping.ColumnCodec;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The condition that a row lies beyond a cursor.
 *
 * <p>Where all columns go one way and none can be NULL it is a row value, {@code (a, b) < (?, ?)}, one range of an
 * index. Else it is nested with a leading bound, {@code a <= ? and (a < ? or b > ?)}, of which an index can use the
 * bound. NULL lies behind every value, so first in descending order. No range of an index holds both values and NULLs,
 * so a list whose first column can be NULL has two sections: while the cursor is in the first, the condition here is
 * that of its own section, and {@link #otherSection} that of the second.
 */
final class Keyset {
    private final List<Parameter> parameters = new ArrayList<>();
    private final boolean backward;
    private final boolean split;
    private final String sql;
    private final @Nullable String otherSection;

    /** Renders the condition for cursors whose values are NULL where those of {@code start} are. */
    Keyset(List<SortColumn> columns, List<@Nullable Object> start, boolean backward) {
        this.backward = backward;
        SortColumn leading = columns.get(0);
        boolean isNull = start.get(0) == null;
        this.split = leading.nullable() && isNull == isDown(leading);
        this.sql = isUniform(columns, isNull) ? rowValue(columns) : beyond(columns, start, 0);
        this.otherSection = split ? leading.sql() + (isNull ? " is not null" : " is null") : null;
    }

    private boolean isDown(SortColumn column) {
        return column.descending() != backward;
    }

    /** What holds for the rows of the second section, all of them beyond the cursor; null where there is none. */
    @Nullable
    String otherSection() {
        return otherSection;
    }

    String sql() {
        return sql;
    }

    int bind(PreparedStatement statement, int index, List<@Nullable Object> start) throws SQLException {
        int next = index;
        for (Parameter parameter : parameters) {
            parameter.codec().bind(statement, next++, start.get(parameter.column()));
        }
        return next;
    }

    private boolean isUniform(List<SortColumn> columns, boolean leadingIsNull) {
        boolean descending = columns.get(0).descending();
        boolean values = !columns.get(0).nullable() || (split && !leadingIsNull);
        return values
                && columns.stream().skip(1).allMatch(column -> column.descending() == descending && !column.nullable());
    }

    private String rowValue(List<SortColumn> columns) {
        StringJoiner names = new StringJoiner(", ", "(", ")");
        StringJoiner values = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < columns.size(); i++) {
            names.add(columns.get(i).sql());
            values.add(parameter(columns, i));
        }
        return names + (isDown(columns.get(0)) ? " < " : " > ") + values;
    }

    /** From this column on the row lies beyond the cursor, given that it is equal in those before. */
    private String beyond(List<SortColumn> columns, List<@Nullable Object> start, int at) {
        SortColumn column = columns.get(at);
        boolean down = isDown(column);
        boolean isNull = start.get(at) == null;
        if (at == columns.size() - 1) {
            return strictly(columns, at, down, isNull);
        }
        String bound = atLeast(columns, at, down, isNull);
        return "(" + bound + " and (" + strictly(columns, at, down, isNull) + " or " + beyond(columns, start, at + 1)
                + "))";
    }

    private String strictly(List<SortColumn> columns, int at, boolean down, boolean isNull) {
        String name = columns.get(at).sql();
        if (isNull) {
            return down && !(split && at == 0) ? name + " is not null" : "false";
        }
        String compared = name + (down ? " < " : " > ") + parameter(columns, at);
        return mayBeNullBeyond(columns, at, down) ? "(" + compared + " or " + name + " is null)" : compared;
    }

    private String atLeast(List<SortColumn> columns, int at, boolean down, boolean isNull) {
        String name = columns.get(at).sql();
        if (isNull) {
            return down && !(split && at == 0) ? "true" : name + " is null";
        }
        String compared = name + (down ? " <= " : " >= ") + parameter(columns, at);
        return mayBeNullBeyond(columns, at, down) ? "(" + compared + " or " + name + " is null)" : compared;
    }

    private boolean mayBeNullBeyond(List<SortColumn> columns, int at, boolean down) {
        return !down && columns.get(at).nullable() && !(split && at == 0);
    }

    private String parameter(List<SortColumn> columns, int at) {
        parameters.add(new Parameter(at, columns.get(at).codec()));
        return "?";
    }

    /** Which of the cursor's values stands here. */
    private record Parameter(int column, ColumnCodec codec) {}
}
