package dev.stele.crud;

import dev.stele.core.error.NotFound;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.IdMapping;
import dev.stele.core.statements.StatementShape;
import dev.stele.crud.query.FromClause;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Rows picked by many ids at once, which go as arrays so that a statement's text does not depend on their number. */
final class ManyIds {
    private static final int MAX_NAMED = 10;

    private final EntityPlans plans;
    private final IdMapping id;

    ManyIds(EntityPlans plans) {
        this.plans = plans;
        this.id = plans.entity().id();
    }

    <V> List<V> getAll(Collection<?> keys, Class<V> type) {
        List<Object> wanted = new ArrayList<>(keys.size());
        keys.forEach(key -> wanted.add(idOf(key)));
        Map<Object, V> found = byId(List.copyOf(new LinkedHashSet<>(wanted)), plans.view(type));
        List<V> all = new ArrayList<>(wanted.size());
        Set<Object> absent = new LinkedHashSet<>();
        for (Object key : wanted) {
            V row = found.get(key);
            if (row == null) {
                absent.add(key);
            } else {
                all.add(row);
            }
        }
        if (!absent.isEmpty()) {
            throw new NotFound(plans.entity().name(), naming(List.copyOf(absent)));
        }
        return all;
    }

    /** The first of the ids, and how many more there are: all of them could be megabytes. */
    static String naming(List<?> ids) {
        String first = String.join(
                ", ", ids.stream().limit(MAX_NAMED).map(String::valueOf).toList());
        return ids.size() <= MAX_NAMED ? first : first + " and " + (ids.size() - MAX_NAMED) + " more";
    }

    private <V> Map<Object, V> byId(List<?> ids, ViewPlan<V> view) {
        StatementShape shape = plans.cache().get(new AllKey(view.type()), () -> plans.shape(allSql(view), "getAll"));
        return plans.run(
                shape,
                statement -> {
                    Map<Object, V> found = new HashMap<>(2 * ids.size());
                    bindIds(statement, ids);
                    try (ResultSet row = statement.executeQuery()) {
                        ResultSet values = ViewPlan.values(row);
                        while (row.next()) {
                            found.put(id.read(values, view.width() + 1), view.read(values));
                        }
                    }
                    return found;
                },
                Map::size);
    }

    void bindIds(PreparedStatement statement, List<?> ids) throws SQLException {
        for (int i = 0; i < id.columns().size(); i++) {
            int part = i;
            List<@Nullable Object> parts = new ArrayList<>(ids.size());
            ids.forEach(key -> parts.add(id.part(key, part)));
            id.columns().get(i).codec().bindArray(statement, i + 1, parts);
        }
    }

    /** The id as it is read back: an int given for a long id is equal to it then. */
    private Object idOf(Object key) {
        return id.hasParts() ? key : id.columns().get(0).codec().accept(key);
    }

    private String allSql(ViewPlan<?> view) {
        FromClause from = plans.from();
        List<String> columns = new ArrayList<>(view.select(from));
        columns.addAll(from.idColumns());
        String condition = amongIds(idArrays());
        return "select " + String.join(", ", columns) + " from " + from.sql() + " where " + condition;
    }

    /** Throws if any of the rows is not there, naming those. */
    void requireAll(Collection<?> keys) {
        String arrays = idArrays();
        String sql = "select " + plans.idColumns() + " from " + plans.from().sql() + " where " + amongIds(arrays);
        Set<Object> found = plans.run(
                plans.shape(sql, "patchAll"),
                statement -> {
                    Set<Object> ids = new HashSet<>();
                    bindIds(statement, List.copyOf(keys));
                    try (ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            ids.add(id.read(row, 1));
                        }
                    }
                    return ids;
                },
                Set::size);
        List<?> absent = keys.stream().filter(key -> !found.contains(idOf(key))).toList();
        if (!absent.isEmpty()) {
            throw new NotFound(
                    plans.entity().name(), naming(absent), "leave their patches out, or insert their rows first");
        }
    }

    /** A parameter for each array of {@link #bindIds}. */
    String idArrays() {
        StringJoiner arrays = new StringJoiner(", ");
        id.columns().stream().map(ColumnMapping::codec).forEach(codec -> arrays.add(codec.arrayPlaceholder()));
        return arrays.toString();
    }

    private String amongIds(String arrays) {
        return id.isComposite()
                ? "(" + plans.idColumns() + ") in (select * from unnest(" + arrays + "))"
                : plans.idColumns() + " = any(" + arrays + ")";
    }

    private record AllKey(Class<?> view) {}
}
