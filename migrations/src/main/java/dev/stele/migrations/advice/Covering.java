package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexShape.IndexKey;
import dev.stele.migrations.plan.TableAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets an index hold all that a statement wants, where that is little and asked for of many rows. */
final class Covering {
    private static final int MOST_COLUMNS = 3;
    private static final int MOST_BYTES = 48;
    private static final double MANY_ROWS = 50;
    /** Only of pages that all can see an index alone tells which rows are there. */
    private static final double MOSTLY_VISIBLE = 0.9;

    private static final Pattern COLUMN = Pattern.compile("(?:\\w+|\"[^\"]+\")\\.(\\w+|\"[^\"]+\")");

    private Covering() {}

    /**
     * The index with the wanted columns beside its keys; empty where that would not pay.
     *
     * @param rows how many rows a call returns
     */
    static Optional<IndexShape> of(IndexShape shape, TableAccess access, ServerTable table, double rows) {
        if (rows < MANY_ROWS || table.size().visible() < MOSTLY_VISIBLE) {
            return Optional.empty();
        }
        List<String> wanted = new ArrayList<>();
        for (String output : access.scan().conditions().output()) {
            Matcher column = COLUMN.matcher(output);
            if (!column.matches()) {
                return Optional.empty();
            }
            wanted.add(column.group(1));
        }
        // What is asked of rows after they were found has to be there too.
        access.conditions().forEach(condition -> wanted.addAll(condition.columns()));
        List<String> beside = wanted.stream()
                .distinct()
                .filter(column -> shape.keys().stream().noneMatch(IndexKey.of(column)::finds))
                .toList();
        double bytes =
                beside.stream().mapToDouble(column -> width(table, column)).sum();
        return beside.isEmpty() || beside.size() > MOST_COLUMNS || bytes > MOST_BYTES
                ? Optional.empty()
                : Optional.of(shape.withInclude(beside));
    }

    private static double width(ServerTable table, String column) {
        ServerTable.Column known = table.columns().get(column.replace("\"", ""));
        return known == null ? MOST_BYTES : known.values().width();
    }
}
