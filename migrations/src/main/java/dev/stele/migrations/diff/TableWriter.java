package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes tables, with the columns and constraints that a new one starts with. */
final class TableWriter implements KindWriter {
    // What CREATE TABLE itself says; the other facts are statements after it.
    private static final Set<String> IN_CREATE =
            Set.of("unlogged", "of_type", "access_method", "tablespace", "options", "toast_options", "partitioned");

    private static final Map<String, TableFact> FACTS = new TreeMap<>(Map.of(
            "partitioned",
            (from, to, sides) -> Alteration.recreate(),
            "unlogged",
            TableFact.always(to -> alter(to) + (to.has("unlogged") ? "set unlogged" : "set logged")),
            "access_method",
            TableFact.always(to -> alter(to) + "set access method " + to.facts().getOrDefault("access_method", "heap")),
            "tablespace",
            TableFact.always(to -> alter(to) + "set tablespace " + to.facts().getOrDefault("tablespace", "pg_default")),
            "options",
            (from, to, sides) -> options(from, to, "options"),
            "toast_options",
            (from, to, sides) -> options(from, to, "toast_options"),
            "row_security",
            TableFact.always(to -> alter(to) + (to.has("row_security") ? "enable" : "disable") + " row level security"),
            "force_row_security",
            TableFact.always(
                    to -> alter(to) + (to.has("force_row_security") ? "" : "no ") + "force row level security"),
            "replica_identity",
            TableFact.always(
                    to -> alter(to) + "replica identity " + to.facts().getOrDefault("replica_identity", "default"))));

    @Override
    public String address(ObjectName name) {
        return "table " + Sql.qualified(name);
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<CatalogObject> parts = sides.folded(object.name());
        List<String> lines = new ArrayList<>();
        columns(parts).stream()
                .filter(column -> !inherits(column, sides))
                .forEach(column -> lines.add(ColumnWriter.definition(column, sides, fromDefault(column, parts))));
        parts.stream()
                .filter(part -> part.kind() == ObjectKind.CONSTRAINT)
                .filter(part -> !sides.followers().follows(part))
                .sorted(Comparator.comparing(ConstraintWriter::rank))
                .forEach(part -> lines.add(ConstraintWriter.clause(part)));
        String body = lines.isEmpty() ? "()" : lines.stream().collect(Collectors.joining(",\n    ", "(\n    ", "\n)"));
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("create " + (object.has("unlogged") ? "unlogged " : "") + address(object.name()) + " " + body
                + Followers.inherits(parts) + trailer(object)));
        for (CatalogObject column : columns(parts)) {
            steps.addAll(
                    inherits(column, sides)
                            ? sides.followers().own(column, fromDefault(column, parts))
                            : ColumnWriter.extras(column));
        }
        steps.addAll(facts(object, sides));
        return steps;
    }

    @Override
    public String refusesToCreate(CatalogObject object, Sides sides) {
        return object.has("of_type") ? "a table of a type is not supported" : "";
    }

    /** Whether CREATE TABLE does not name the column, as it comes with a parent's. */
    private static boolean inherits(CatalogObject column, Sides sides) {
        return sides.followers().follows(column) && !column.text("inherited").equals("and defined");
    }

    /** The default to write into the definition of {@code column}, among the parts of its table. */
    private static String fromDefault(CatalogObject column, List<CatalogObject> parts) {
        ObjectName name = column.name().withKind(ObjectKind.DEFAULT);
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(part -> part.text("expression"))
                .findFirst()
                .orElse("");
    }

    private static List<CatalogObject> columns(List<CatalogObject> parts) {
        return parts.stream()
                .filter(part -> part.kind() == ObjectKind.COLUMN)
                .sorted(Comparator.comparingInt(part -> Integer.parseInt(part.text("~position"))))
                .toList();
    }

    private static String trailer(CatalogObject object) {
        StringBuilder text = new StringBuilder();
        if (object.has("partitioned")) {
            text.append("\npartition by ").append(object.text("partitioned"));
        }
        if (object.has("access_method")) {
            text.append("\nusing ").append(object.text("access_method"));
        }
        List<String> options = new ArrayList<>(optionList(object, "options"));
        options.addAll(optionList(object, "toast_options"));
        if (!options.isEmpty()) {
            text.append("\nwith (").append(String.join(", ", options)).append(')');
        }
        if (object.has("tablespace")) {
            text.append("\ntablespace ").append(Sql.quote(object.text("tablespace")));
        }
        return text.toString();
    }

    private static List<Step> facts(CatalogObject object, Sides sides) {
        CatalogObject bare = new CatalogObject(object.name(), Map.of(), Set.of());
        List<Step> steps = new ArrayList<>();
        for (String key : Facts.changed(bare, object)) {
            TableFact fact = FACTS.get(key);
            if (!IN_CREATE.contains(key) && fact != null) {
                steps.addAll(fact.change(bare, object, sides).steps());
            }
        }
        return steps;
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        String table = Sql.qualified(object.name());
        return List.of(Step.of("drop table " + table)
                .losing("the table is dropped")
                .checking(new PreCheck(
                        object.name() + " is to be dropped but is not empty",
                        "select exists (select from " + table + ")")));
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        List<Step> steps = new ArrayList<>();
        for (String key : Facts.changed(from, to)) {
            TableFact fact = FACTS.get(key);
            Alteration change = fact == null ? Facts.refuse(from, to, key) : fact.change(from, to, sides);
            if (change.way() != Way.STEPS) {
                return change;
            }
            steps.addAll(change.steps());
        }
        return Alteration.by(steps);
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        return Effect.NONE;
    }

    static String alter(CatalogObject table) {
        return "alter table " + Sql.qualified(table.name()) + " ";
    }

    private static Alteration options(CatalogObject from, CatalogObject to, String key) {
        List<Step> steps = new ArrayList<>();
        List<String> wanted = optionList(to, key);
        List<String> gone = optionList(from, key).stream()
                .map(option -> option.substring(0, option.indexOf('=')))
                .filter(option -> wanted.stream().noneMatch(other -> other.startsWith(option + "=")))
                .toList();
        if (!gone.isEmpty()) {
            steps.add(Step.of(alter(to) + "reset (" + String.join(", ", gone) + ")"));
        }
        if (!wanted.isEmpty()) {
            steps.add(Step.of(alter(to) + "set (" + String.join(", ", wanted) + ")"));
        }
        return Alteration.by(steps);
    }

    private static List<String> optionList(CatalogObject object, String key) {
        return object.has(key) ? Arrays.asList(object.text(key).split(", ")) : List.of();
    }
}
