package dev.stele.migrations.diff;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes whether a column may be null. */
final class NotNull {
    private NotNull() {}

    static String clause(CatalogObject column) {
        String name = isPartitions(column) ? givenName(column) : column.text("not_null.name");
        return (name.isEmpty() ? "" : " constraint " + Sql.quote(name)) + " not null"
                + (column.has("not_null.no_inherit") ? " no inherit" : "");
    }

    /** As {@link #clause}, of a parent by its name, which the server leaves out where a partition has it already. */
    static String clause(CatalogObject column, Sides sides) {
        boolean named = column.has("~not_null.name")
                && sides.followers().isParent(column.name().owner(ObjectKind.TABLE));
        return clause(named ? column.with("not_null.name", name(column)) : column);
    }

    private static boolean isPartitions(CatalogObject column) {
        return column.has("~inherited") && !column.has("inherited");
    }

    /** The name where it is not the usual one, such as a parent's, which a partition keeps when it leaves. */
    private static String givenName(CatalogObject column) {
        String usual = column.name().table() + "_" + column.name().name() + "_not_null";
        return usual.getBytes(StandardCharsets.UTF_8).length < 64
                        && !name(column).equals(usual)
                ? name(column)
                : "";
    }

    static Step addUnchecked(CatalogObject column) {
        return Step.of("alter table " + Sql.table(column.name()) + " add constraint " + Sql.quote(name(column))
                + " not null " + Sql.quote(column.name().name())
                + (column.has("not_null.no_inherit") ? " no inherit" : "") + " not valid");
    }

    /** Lets a table leave its parent, and gives what it keeps the names that it shall have; they were the parent's. */
    static List<Step> leaving(Step leave, CatalogObject membership, Sides sides) {
        ObjectName table = membership.name().owner(ObjectKind.TABLE);
        List<Step> steps = new ArrayList<>(List.of(leave));
        for (CatalogObject from : sides.from().objects()) {
            CatalogObject to = sides.to().byName().get(from.name());
            if (from.kind() == ObjectKind.COLUMN
                    && from.name().owner(ObjectKind.TABLE).equals(table)
                    && from.has("~not_null.name")
                    && to != null
                    && to.has("not_null")
                    && !to.has("~inherited")
                    && !name(from).equals(name(to))) {
                steps.add(rename(from, to));
            }
        }
        return steps;
    }

    private static Step rename(CatalogObject from, CatalogObject to) {
        return Step.of("alter table " + Sql.table(to.name()) + " rename constraint " + Sql.quote(name(from)) + " to "
                + Sql.quote(name(to)));
    }

    /** The name of the constraint that the server keeps since version 18. */
    private static String name(CatalogObject column) {
        if (column.has("~not_null.name")) {
            return column.text("~not_null.name");
        }
        return column.has("not_null.name")
                ? column.text("not_null.name")
                : column.name().table() + "_" + column.name().name() + "_not_null";
    }

    static List<Step> alter(CatalogObject from, CatalogObject to, Sides sides) {
        if (from.has("not_null") && !to.has("not_null")) {
            return List.of(Step.of(ColumnWriter.alter(to) + "drop not null"));
        }
        if (!from.has("not_null") && to.has("not_null")) {
            return to.has("not_null.unchecked") ? List.of(addUnchecked(to)) : set(from, to, sides);
        }
        return to.has("not_null") && sides.major() >= 18 ? constraint(from, to, sides) : List.of();
    }

    private static List<Step> set(CatalogObject from, CatalogObject to, Sides sides) {
        String column = Sql.quote(to.name().name());
        PreCheck check = new PreCheck(
                to.name() + " is to be not null but holds nulls",
                "select exists (select from " + Sql.table(from.name()) + " where "
                        + Sql.quote(from.name().name()) + " is null)");
        String table = "alter table " + Sql.table(to.name()) + " ";
        boolean named = to.has("not_null.name") && sides.major() >= 18;
        String set = named
                ? table + "add" + clause(to).replaceFirst(" not null", " not null " + column)
                : ColumnWriter.alter(to) + "set not null";
        if (!sides.isLive(to.name()) || (named && to.has("not_null.no_inherit"))) {
            return List.of(Step.of(set).checking(check));
        }
        String probe = Sql.quote(sides.free(to.name().table() + "_" + to.name().name(), "_filled"));
        return List.of(
                Step.of(table + "add constraint " + probe + " check (" + column + " is not null) not valid")
                        .checking(check)
                        .because("validated while others read and write, so that set not null need not scan the table"),
                Step.alone(table + "validate constraint " + probe),
                Step.of(set),
                Step.alone(table + "drop constraint " + probe));
    }

    private static List<Step> constraint(CatalogObject from, CatalogObject to, Sides sides) {
        List<Step> steps = new ArrayList<>();
        String table = "alter table " + Sql.table(to.name()) + " ";
        boolean renamed = sides.followers().leaves(to.name().owner(ObjectKind.TABLE));
        if (!renamed && !from.text("not_null.name").equals(to.text("not_null.name"))) {
            steps.add(rename(from, to));
        }
        if (from.has("not_null.unchecked") && !to.has("not_null.unchecked")) {
            steps.add(Step.alone(table + "validate constraint " + Sql.quote(name(to))));
        }
        if (from.has("not_null.no_inherit") != to.has("not_null.no_inherit")
                || (!from.has("not_null.unchecked") && to.has("not_null.unchecked"))) {
            steps.add(Step.of(ColumnWriter.alter(to) + "drop not null"));
            steps.add(
                    to.has("not_null.unchecked")
                            ? addUnchecked(to)
                            : Step.of(table + "add"
                                    + clause(to)
                                            .replaceFirst(
                                                    " not null",
                                                    " not null "
                                                            + Sql.quote(
                                                                    to.name().name()))));
        }
        return steps;
    }
}
