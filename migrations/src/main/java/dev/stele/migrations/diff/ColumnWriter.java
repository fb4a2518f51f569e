package dev.stele.migrations.diff;

import dev.stele.migrations.diff.Alteration.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes columns, without their defaults, which are objects of their own. */
final class ColumnWriter implements KindWriter {
    static final Set<ObjectKind> TYPES =
            Set.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.COMPOSITE, ObjectKind.RANGE, ObjectKind.EXTENSION);

    private static final String INHERITED = "inherited";
    private static final List<String> EXTRAS = List.of("storage", "compression", "statistics", "options");
    private static final Set<String> KNOWN = Set.of(
            INHERITED, "type", "collation", "not_null", "identity", "storage", "compression", "statistics", "options");

    @Override
    public String address(ObjectName name) {
        return "column " + Sql.table(name) + "." + Sql.quote(name.name());
    }

    /** The column as CREATE TABLE and ADD COLUMN write it. */
    static String definition(CatalogObject column, Sides sides, String expression) {
        StringBuilder text =
                new StringBuilder(Sql.quote(column.name().name())).append(' ').append(column.text("type"));
        if (column.has("collation")) {
            text.append(" collate ").append(column.text("collation"));
        }
        if (column.has("generated")) {
            text.append(" generated always as (")
                    .append(column.text("generated"))
                    .append(") ");
            text.append(column.text("generated.kind"));
        } else if (column.has("identity")) {
            text.append(' ').append(Identity.clause(column));
        } else if (!expression.isEmpty()) {
            text.append(" default ").append(expression);
        }
        if (column.has("not_null") && !column.has("not_null.unchecked")) {
            text.append(NotNull.clause(column, sides));
        }
        return text.toString();
    }

    /** What neither CREATE TABLE nor ADD COLUMN can say on every version. */
    static List<Step> extras(CatalogObject column) {
        List<Step> steps = new ArrayList<>();
        CatalogObject bare = new CatalogObject(column.name(), Map.of(), Set.of());
        for (String key : EXTRAS) {
            if (column.has(key)) {
                steps.addAll(extra(bare, column, key));
            }
        }
        if (column.has("not_null.unchecked")) {
            steps.add(NotNull.addUnchecked(column));
        }
        return steps;
    }

    @Override
    public List<Step> create(CatalogObject object, Sides sides) {
        List<CatalogObject> defaults = sides.folded(object.name());
        String expression = defaults.isEmpty() ? "" : defaults.get(0).text("expression");
        String add = "alter table " + Sql.table(object.name()) + " add column ";
        List<Step> steps = new ArrayList<>();
        boolean live = sides.isLive(object.name());
        if (live && Volatility.isVolatile(expression) && !object.has("not_null")) {
            steps.add(Step.of(add + definition(object, sides, "")));
            steps.add(Step.of(alter(object) + "set default " + expression)
                    .because("set apart, as a volatile default would rewrite the table; rows that are there keep null,"
                            + " fill them in batches"));
        } else {
            steps.add(checked(
                    object,
                    expression,
                    Step.of(add + definition(object, sides, expression))
                            .because(live ? rewrite(object, expression) : "")));
        }
        steps.addAll(extras(object));
        return steps;
    }

    private static Step checked(CatalogObject object, String expression, Step step) {
        boolean filled = !expression.isEmpty() || object.has("generated") || object.has("identity");
        return filled || !object.has("not_null") || object.has("not_null.unchecked")
                ? step
                : step.checking(new PreCheck(
                        object.name() + " is to be added as not null without a default, but its table is not empty;"
                                + " give it a @ColumnDefault, or add it nullable and fill it first",
                        "select exists (select from " + Sql.table(object.name()) + ")"));
    }

    private static String rewrite(CatalogObject object, String expression) {
        boolean computed = object.text("generated.kind").equals("stored");
        return computed || object.has("identity") || Volatility.isVolatile(expression)
                ? "rewrites the table under an exclusive lock, as every row gets a value of its own"
                : "";
    }

    @Override
    public List<Step> drop(CatalogObject object, Sides sides) {
        // Tables that inherit keep theirs, where it is to stay.
        String only = sides.followers().keeps(object.name()) ? "only " : "";
        Step step = Step.of("alter table " + only + Sql.table(object.name()) + " drop column "
                + Sql.quote(object.name().name()));
        return object.has("generated")
                ? List.of(step)
                : List.of(step.losing("the column is dropped")
                        .checking(new PreCheck(
                                object.name() + " is to be dropped but holds values",
                                "select exists (select from " + Sql.table(object.name()) + " where "
                                        + Sql.quote(object.name().name()) + " is not null)")));
    }

    @Override
    public String refusesToCreate(CatalogObject object, Sides sides) {
        boolean there = sides.from().find(object.name().owner(ObjectKind.TABLE)).isPresent();
        boolean comes =
                object.text(INHERITED).equals("only") == sides.followers().follows(object);
        return there && object.has(INHERITED) && !comes
                ? "to come to a table that is there, it would have to be inherited " + object.text(INHERITED)
                        + ", which is not supported"
                : "";
    }

    @Override
    public boolean vanishes(CatalogObject object, Sides sides) {
        return !object.text(INHERITED).equals("and defined")
                && sides.followers().follows(object);
    }

    @Override
    public Alteration alter(CatalogObject from, CatalogObject to, Sides sides) {
        Set<String> changed = Facts.changed(from, to);
        boolean retyped = changed.contains("type") || changed.contains("collation") || isRetyped(from, sides);
        if (changed.contains("generated") || changed.contains("generated.kind")) {
            return generated(from, to, sides);
        }
        // Joining a parent makes it inherited beside what the table says, leaving one makes it the table's alone.
        if (changed.contains(INHERITED)
                && to.has(INHERITED)
                && (from.has(INHERITED) || !to.text(INHERITED).equals("and defined"))) {
            return Facts.refuse(from, to, INHERITED);
        }
        for (String key : changed) {
            if (!KNOWN.contains(key.replaceAll("\\..*", "")) || key.equals("identity.type")) {
                return Facts.refuse(from, to, key);
            }
        }
        if (to.has("generated") && retyped) {
            return Alteration.recreate();
        }
        List<Step> steps = new ArrayList<>();
        if (from.has("identity") && !to.has("identity")) {
            steps.add(Step.of(alter(to) + "drop identity"));
        }
        steps.addAll(retyped ? Retyping.steps(from, to, sides) : List.of());
        steps.addAll(NotNull.alter(from, to, sides));
        steps.addAll(Identity.alter(from, to));
        EXTRAS.stream()
                .filter(key -> changed.contains(key) || (retyped && to.has(key) && key.equals("storage")))
                .forEach(key -> steps.addAll(extra(from, to, key)));
        return retyped ? Alteration.retype(steps) : Alteration.by(steps);
    }

    /** Computed values are given up for others computed; a column of data never becomes one. */
    private Alteration generated(CatalogObject from, CatalogObject to, Sides sides) {
        if (to.has("generated") || !from.text("generated.kind").equals("stored")) {
            return Alteration.recreate();
        }
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of(alter(to) + "drop expression"));
        Alteration rest = alter(from.with("generated", null).with("generated.kind", null), to, sides);
        steps.addAll(rest.steps());
        return new Alteration(rest.way(), steps, rest.reason());
    }

    private static boolean isRetyped(CatalogObject column, Sides sides) {
        return column.uses().stream().anyMatch(used -> TYPES.contains(used.kind()) && sides.isRenewed(used));
    }

    @Override
    public Effect affected(CatalogObject user, CatalogObject used, Way way, Sides sides) {
        if (way == Way.REPLACE && TYPES.contains(used.kind())) {
            return Effect.ALTER;
        }
        boolean computed = user.has("generated")
                && !TYPES.contains(used.kind())
                && used.kind() != ObjectKind.TABLE
                && used.kind() != ObjectKind.SCHEMA;
        return computed ? Effect.RECREATE : Effect.NONE;
    }

    @Override
    public boolean folds(CatalogObject object) {
        return true;
    }

    static String alter(CatalogObject column) {
        return "alter table " + Sql.table(column.name()) + " alter column "
                + Sql.quote(column.name().name()) + " ";
    }

    private static List<Step> extra(CatalogObject from, CatalogObject to, String key) {
        return switch (key) {
            case "storage" ->
                List.of(Step.of(alter(to) + "set storage " + to.facts().getOrDefault("storage", to.text("~storage"))));
            case "compression" ->
                List.of(Step.of(alter(to) + "set compression " + to.facts().getOrDefault("compression", "default")));
            case "statistics" ->
                List.of(Step.of(alter(to) + "set statistics " + to.facts().getOrDefault("statistics", "-1")));
            default -> {
                List<Step> steps = new ArrayList<>();
                if (from.has("options")) {
                    steps.add(
                            Step.of(alter(to) + "reset (" + from.text("options").replaceAll("=[^,]*", "") + ")"));
                }
                if (to.has("options")) {
                    steps.add(Step.of(alter(to) + "set (" + to.text("options") + ")"));
                }
                yield steps;
            }
        };
    }
}
