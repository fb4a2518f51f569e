package dev.stele.crud;

import dev.stele.core.statements.StatementShape;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Where;
import dev.stele.crud.query.WhereSql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The statement for pages of one list in one direction.
 *
 * <p>It selects the view's columns, then those sort columns that are not among them, and one row more than asked for, to
 * know whether there is a further page.
 *
 * @param <V> the record class
 */
final class PagePlan<V> {
    private final ViewPlan<V> view;
    private final List<SortColumn> columns;
    private final int[] positions;
    private final WhereSql condition;
    private final @Nullable Keyset keyset;
    private final StatementShape shape;

    PagePlan(
            EntityPlans plans,
            ListPlan list,
            ViewPlan<V> view,
            Where<?> where,
            PageRequest request,
            List<@Nullable Object> start) {
        this.view = view;
        this.columns = list.columns();
        this.positions = new int[columns.size()];
        boolean backward = request.place() == PageRequest.Place.BEFORE;
        FromClause from = plans.from();
        List<String> selected = new ArrayList<>(view.select(from));
        this.condition = WhereSql.ofSelect(where, from);
        // The joins of the order come last, with the aliases that the list's columns have in a clause of their own
        // only if nothing joined before; so they are named anew here.
        List<SortColumn> sorted = list.columnsIn(from);
        StringJoiner order = new StringJoiner(", ", " order by ", "");
        for (int i = 0; i < sorted.size(); i++) {
            SortColumn column = sorted.get(i);
            int known = selected.indexOf(column.sql());
            if (known < 0) {
                known = selected.size();
                selected.add(column.sql());
            }
            positions[i] = known + 1;
            order.add(column.sql() + (column.descending() != backward ? " desc" : ""));
        }
        this.keyset = start.isEmpty() ? null : new Keyset(sorted, start, backward);
        String head = "select " + String.join(", ", selected) + " from " + from.sql() + " where " + condition.sql();
        this.shape = plans.shape(
                keyset == null ? head + order + " limit ?" : behind(keyset, head, order + " limit ?"), "page");
    }

    private static String behind(Keyset keyset, String head, String tail) {
        String near = head + " and " + keyset.sql() + tail;
        return keyset.otherSection() == null
                ? near
                // A limited part is never run by parallel workers, so the first comes first.
                : "(" + near + ") union all (" + head + " and " + keyset.otherSection() + tail + ") limit ?";
    }

    StatementShape shape() {
        return shape;
    }

    void bind(PreparedStatement statement, Where<?> where, List<@Nullable Object> start, int size) throws SQLException {
        int next = condition.bind(statement, 1, where);
        if (keyset != null) {
            next = keyset.bind(statement, next, start);
            if (keyset.otherSection() != null) {
                statement.setInt(next, size + 1);
                next = condition.bind(statement, next + 1, where);
                statement.setInt(next++, size + 1);
            }
        }
        statement.setInt(next, size + 1);
    }

    Rows<V> read(PreparedStatement statement, int size) throws SQLException {
        List<V> items = new ArrayList<>(Math.min(size, 128));
        List<@Nullable Object> first = null;
        List<@Nullable Object> last = null;
        try (ResultSet row = statement.executeQuery()) {
            ResultSet values = ViewPlan.values(row);
            List<@Nullable Object> newest = null;
            while (row.next()) {
                if (items.size() == size) {
                    last = newest;
                    break;
                }
                items.add(view.read(values));
                if (items.size() == 1) {
                    first = keys(values);
                }
                if (items.size() == size) {
                    newest = keys(values);
                }
            }
        }
        return new Rows<>(items, first, last);
    }

    private List<@Nullable Object> keys(ResultSet row) throws SQLException {
        List<@Nullable Object> keys = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
            keys.add(columns.get(i).codec().read(row, positions[i]));
        }
        return keys;
    }

    /**
     * What a page's statement gave, in the statement's order.
     *
     * @param items the records
     * @param first the sort values of the first one, null if there is none
     * @param last the sort values of the last one, null if nothing follows it
     */
    record Rows<V>(
            List<V> items,
            @Nullable List<@Nullable Object> first,
            @Nullable List<@Nullable Object> last) {}
}
