package dev.stele.crud;

import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Sort;
import java.util.ArrayList;
import java.util.List;

/**
 * One column of an order.
 *
 * @param sql the column with its table's alias
 * @param descending whether the highest value comes first
 * @param nullable whether it may be NULL, which sorts behind every value
 * @param codec how its values are bound and read
 */
record SortColumn(String sql, boolean descending, boolean nullable, ColumnCodec codec) {
    /** The columns of an order, with the id's at the end unless they are in it already. */
    static List<SortColumn> of(Sort<?> sort, FromClause from) {
        List<SortColumn> columns = new ArrayList<>();
        boolean descending = false;
        for (Sort.Term term : sort.terms()) {
            descending = term.descending();
            if (!term.path().isEmpty()) {
                FromClause.Column column = from.column(term.path());
                columns.add(new SortColumn(
                        column.sql(),
                        descending,
                        column.nullable(),
                        column.attribute().column().codec()));
            }
        }
        List<String> ids = from.idColumns();
        List<AttributeMapping> parts = from.root().id().attributes();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            if (columns.stream().noneMatch(column -> column.sql().equals(id))) {
                columns.add(new SortColumn(
                        id, descending, false, parts.get(i).column().codec()));
            }
        }
        return columns;
    }
}
