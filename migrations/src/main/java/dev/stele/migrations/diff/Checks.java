package dev.stele.migrations.diff;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the data whether a new constraint would hold. */
final class Checks {
    // A snapshot may be without its schemas, and what holds a key does not matter to a question.
    private static final Set<ObjectKind> NO_MATTER = Set.of(ObjectKind.SCHEMA, ObjectKind.CONSTRAINT, ObjectKind.INDEX);

    private Checks() {}

    /** The step with the question that belongs to {@code constraint}, where the old schema can answer it. */
    static Step guarding(CatalogObject constraint, Step step, Sides sides) {
        if (constraint.has("unchecked") || constraint.has("not_enforced") || !answers(constraint, sides)) {
            return step;
        }
        String condition =
                switch (constraint.text("type")) {
                    case "primary key", "unique" -> duplicates(constraint);
                    case "check" ->
                        "select from " + Sql.table(constraint.name()) + " where not ("
                                + Expressions.writable(constraint.text("~expression")) + ")";
                    case "foreign key" -> orphans(constraint);
                    default -> "";
                };
        return condition.isEmpty()
                ? step
                : step.checking(new PreCheck(
                        constraint.name() + " cannot be added: " + fault(constraint),
                        "select exists (" + condition + ")"));
    }

    /** A question about duplicates under a unique index. */
    static Step guardingIndex(CatalogObject index, Step step, Sides sides) {
        if (!index.has("unique") || !index.has("~keys") || !answers(index, sides)) {
            return step;
        }
        String where = index.has("~predicate") ? "(" + Expressions.writable(index.text("~predicate")) + ")" : "";
        String sql = grouped(index, index.text("~keys"), where);
        return step.checking(
                new PreCheck(index.name() + " cannot be created: there are duplicates", "select exists (" + sql + ")"));
    }

    private static String fault(CatalogObject constraint) {
        return switch (constraint.text("type")) {
            case "check" -> "there are rows that violate it";
            case "foreign key" -> "there are rows whose reference is missing";
            case "primary key" -> "there are duplicates or nulls";
            default -> "there are duplicates";
        };
    }

    /** Whether all that is asked about is in the old schema as it will be in the new one. */
    private static boolean answers(CatalogObject object, Sides sides) {
        return !object.text("definition").contains("PERIOD ")
                && !object.text("definition").contains("WITHOUT OVERLAPS")
                && object.uses().stream()
                        .filter(used -> !NO_MATTER.contains(used.kind()))
                        .allMatch(used -> sides.from()
                                .find(used)
                                .filter(from -> used.kind() == ObjectKind.TABLE
                                        || sides.to()
                                                .find(used)
                                                .filter(to -> alike(from, to))
                                                .isPresent())
                                .isPresent());
    }

    private static boolean alike(CatalogObject from, CatalogObject to) {
        return from.kind() == ObjectKind.COLUMN
                ? from.text("type").equals(to.text("type"))
                : Facts.changed(from, to).isEmpty();
    }

    private static String duplicates(CatalogObject constraint) {
        if (!constraint.text("type").equals("primary key")) {
            return grouped(constraint, constraint.text("~columns"), "");
        }
        String columns = constraint.text("~columns");
        String table = Sql.table(constraint.name());
        return "select from " + table + " group by " + columns + " having count(*) > 1 union all select from " + table
                + " where " + each(columns, " is null", " or ");
    }

    private static String grouped(CatalogObject object, String keys, String where) {
        boolean nulls = object.text("definition").contains("NULLS NOT DISTINCT");
        String filled = nulls ? "" : each(keys, " is not null", " and ");
        String condition = where + (where.isEmpty() || filled.isEmpty() ? "" : " and ") + filled;
        return "select from " + Sql.table(object.name()) + (condition.isEmpty() ? "" : " where " + condition)
                + " group by " + keys + " having count(*) > 1";
    }

    private static String orphans(CatalogObject constraint) {
        List<String> columns = columns(constraint.text("~columns"));
        List<String> referenced = columns(constraint.text("~referenced_columns"));
        StringBuilder match = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            match.append(i == 0 ? "" : " and ")
                    .append("p.")
                    .append(referenced.get(i))
                    .append(" = c.")
                    .append(columns.get(i));
        }
        return "select from " + Sql.table(constraint.name()) + " c where "
                + columns.stream().map(column -> "c." + column + " is not null").collect(Collectors.joining(" and "))
                + " and not exists (select from " + constraint.text("~references") + " p where " + match + ")";
    }

    private static String each(String columns, String suffix, String separator) {
        return columns(columns).stream().map(column -> column + suffix).collect(Collectors.joining(separator));
    }

    private static List<String> columns(String list) {
        return Arrays.asList(list.split(", (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }
}
