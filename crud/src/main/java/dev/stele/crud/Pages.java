package dev.stele.crud;

import dev.stele.crud.page.Count;
import dev.stele.crud.page.Cursor;
import dev.stele.crud.page.CursorSigner;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.page.Total;
import dev.stele.crud.page.Total.Precision;
import dev.stele.crud.query.FromClause;
import dev.stele.crud.query.Sort;
import dev.stele.crud.query.Where;
import dev.stele.crud.query.WhereSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The statements of a DAO that fetch pages and count. */
final class Pages {
    private static final Pattern PLAN_ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

    private final EntityPlans plans;
    private final Reads reads;
    private final CursorSigner cursors;

    Pages(EntityPlans plans, Reads reads) {
        this.plans = plans;
        this.reads = reads;
        this.cursors = Cursors.signer(plans.database());
    }

    <V> Page<V> page(Class<V> type, Where<?> where, Sort<?> sort, PageRequest request) {
        ListPlan list =
                plans.cache().get(new ListKey(WhereSql.shapeOf(where), sort), () -> new ListPlan(plans, where, sort));
        List<Object> filter = WhereSql.valuesOf(where);
        Cursor cursor = request.cursor();
        List<@Nullable Object> start =
                cursor == null ? List.of() : list.values(cursors.read(list.identity(), filter, cursor));
        PageKey key = new PageKey(type, list, request.place(), nulls(start));
        PagePlan<V> plan =
                plans.cache().get(key, () -> new PagePlan<>(plans, list, plans.view(type), where, request, start));
        PagePlan.Rows<V> rows = plans.run(
                plan.shape(),
                statement -> {
                    plan.bind(statement, where, start, request.size());
                    return plan.read(statement, request.size());
                },
                read -> read.items().size());
        return page(rows, request, values -> cursors.sign(list.identity(), filter, values), where);
    }

    private <V> Page<V> page(PagePlan.Rows<V> rows, PageRequest request, Marks marks, Where<?> where) {
        Cursor near =
                rows.first() == null || request.place() == PageRequest.Place.FIRST ? null : marks.at(rows.first());
        Cursor far = rows.last() == null ? null : marks.at(rows.last());
        Optional<Total> total = total(where, request.count());
        if (request.place() == PageRequest.Place.BEFORE) {
            List<V> items = new ArrayList<>(rows.items());
            Collections.reverse(items);
            return new Page<>(items, near, far, total);
        }
        return new Page<>(rows.items(), far, near, total);
    }

    /** Which of the cursor's values are NULL, a bit for each: they need other conditions. */
    private static long nulls(List<@Nullable Object> values) {
        long nulls = 0;
        for (int i = 0; i < values.size(); i++) {
            nulls |= values.get(i) == null ? 1L << i : 0;
        }
        return nulls;
    }

    <V> OffsetPage<V> offsetPage(Class<V> type, Where<?> where, Sort<?> sort, OffsetRequest request) {
        List<V> items =
                reads.list(type, where, sort, new Reads.Window("offsetPage", request.limit(), request.skip(), ""));
        return new OffsetPage<>(items, total(where, request.count()));
    }

    long count(Where<?> where) {
        return counted(where, "select count(*) from %s where %s", 0);
    }

    private Optional<Total> total(Where<?> where, Count count) {
        return switch (count.kind()) {
            case NONE -> Optional.empty();
            case EXACT -> Optional.of(new Total(count(where), Precision.EXACT));
            case ESTIMATED -> Optional.of(new Total(estimate(where), Precision.ESTIMATED));
            case CAPPED -> Optional.of(capped(where, count.cap()));
        };
    }

    private Total capped(Where<?> where, long cap) {
        long rows = counted(where, "select count(*) from (select 1 from %s where %s limit ?) counted", cap + 1);
        return rows > cap ? new Total(cap, Precision.AT_LEAST) : new Total(rows, Precision.EXACT);
    }

    private long counted(Where<?> where, String form, long limit) {
        return counting(where, form, limit, row -> row.getLong(1));
    }

    private long estimate(Where<?> where) {
        return counting(where, "explain (format json) select 1 from %s where %s", 0, row -> {
            Matcher rows = PLAN_ROWS.matcher(row.getString(1));
            return rows.find() ? Long.parseLong(rows.group(1)) : 0;
        });
    }

    private long counting(Where<?> where, String form, long limit, Reading reading) {
        Reads.Selection selection = plans.cache().get(new CountKey(WhereSql.shapeOf(where), form), () -> {
            FromClause from = plans.from();
            WhereSql condition = WhereSql.ofSelect(where, from);
            String sql = form.formatted(from.sql(), condition.sql());
            return new Reads.Selection(plans.shape(sql, "count"), condition);
        });
        return plans.run(
                selection.shape(),
                statement -> {
                    int next = selection.where().bind(statement, 1, where);
                    if (limit > 0) {
                        statement.setLong(next, limit);
                    }
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return reading.of(row);
                    }
                },
                counted -> 1);
    }

    /** Makes a cursor at a row's sort values. */
    private interface Marks {
        Cursor at(List<@Nullable Object> values);
    }

    /** Takes a number from a row. */
    private interface Reading {
        long of(ResultSet row) throws SQLException;
    }

    private record ListKey(Object shape, Sort<?> sort) {}

    private record PageKey(Class<?> view, ListPlan list, PageRequest.Place place, long nulls) {}

    private record CountKey(Object shape, String form) {}
}
