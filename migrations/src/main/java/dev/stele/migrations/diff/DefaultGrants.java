package dev.stele.migrations.diff;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes back from a new object what default privileges give away with it and is not wanted.
 *
 * <p>Only those of the role that compares count, which is the one to run the plan. They change last in a plan, so that
 * the old ones hold for all that it makes.
 */
final class DefaultGrants {
    private static final String NOBODY = "";

    private static final Map<ObjectKind, String> CLASSES = new EnumMap<>(Map.of(
            ObjectKind.SCHEMA, "schemas",
            ObjectKind.TABLE, "tables",
            ObjectKind.VIEW, "tables",
            ObjectKind.MATERIALIZED_VIEW, "tables",
            ObjectKind.SEQUENCE, "sequences",
            ObjectKind.FUNCTION, "functions",
            ObjectKind.PROCEDURE, "functions",
            ObjectKind.AGGREGATE, "functions"));

    private static final Set<ObjectKind> TYPES =
            Set.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.COMPOSITE, ObjectKind.RANGE);

    private DefaultGrants() {}

    /** Why a range cannot be made just so, or empty; its multirange and its constructors are given away too. */
    static String refusal(CatalogObject range, Sides sides) {
        return given("functions", range.name().schema(), sides).isEmpty()
                        && given("types", range.name().schema(), sides).isEmpty()
                ? ""
                : "it would be made under default privileges on functions or types, which is not supported";
    }

    /** What to say behind the statement that makes {@code object}. */
    static List<Step> settle(CatalogObject object, Sides sides) {
        ObjectName name = object.name();
        if (object.kind() == ObjectKind.COLUMN) {
            return object.has("~identity.sequence") ? counter(object, sides) : List.of();
        }
        String type = TYPES.contains(name.kind()) ? "types" : CLASSES.getOrDefault(name.kind(), NOBODY);
        return settle(given(type, name.schema(), sides), on(name), wanted(name, sides));
    }

    /** As {@link #settle}, of the inner sequence of an identity. */
    private static List<Step> counter(CatalogObject column, Sides sides) {
        String schema = column.name().schema();
        String sequence = Sql.quote(schema, column.text("~identity.sequence"));
        Stream<CatalogObject> wanted = sides.to().objects().stream()
                .filter(object -> object.kind() == ObjectKind.PRIVILEGE)
                .filter(object -> object.text("~on").equals("sequence " + sequence)
                        || (object.name().schema().equals(schema)
                                && object.name().name().equals("sequence " + column.text("~identity.sequence"))));
        return settle(given("sequences", schema, sides), "sequence " + sequence, wanted);
    }

    private static List<Step> settle(Map<String, String> given, String on, Stream<CatalogObject> wanted) {
        if (given.isEmpty()) {
            return List.of();
        }
        Map<String, String> whole = wanted.findFirst().map(CatalogObject::facts).orElse(Map.of());
        Map<String, String> kept = new TreeMap<>();
        given.forEach((grantee, items) -> {
            String rest = Grants.within(items, whole.getOrDefault(grantee, ""));
            if (!rest.isEmpty()) {
                kept.put(grantee, rest);
            }
        });
        ObjectName nameless = new ObjectName(ObjectKind.PRIVILEGE, "", "", on);
        return Grants.change(
                        new CatalogObject(nameless, given, Set.of()),
                        new CatalogObject(nameless, kept, Set.of()),
                        "",
                        on)
                .stream()
                .map(step -> step.because("what default privileges say of new objects is not wanted of this one"))
                .toList();
    }

    /** What is wanted of the object: the privileges that are on it alone. */
    private static Stream<CatalogObject> wanted(ObjectName name, Sides sides) {
        return sides.to().objects().stream()
                .filter(object -> object.kind() == ObjectKind.PRIVILEGE
                        && object.uses().contains(name)
                        && object.name().schema().equals(name.schema()));
    }

    /** What is granted on new objects beyond what the server grants by itself, by grantee. */
    private static Map<String, String> given(String type, String schema, Sides sides) {
        Map<String, String> given = new TreeMap<>();
        // Those of no schema sort first.
        for (CatalogObject object : sides.from().objects()) {
            boolean holds = object.kind() == ObjectKind.DEFAULT_PRIVILEGE
                    && object.has("~own")
                    && object.text("~on").equals(type)
                    && (object.name().schema().isEmpty()
                            || object.name().schema().equals(schema));
            if (holds) {
                Map<String, String> more = object.comparable();
                // The owner has all, and takes part in nothing here.
                more.remove("to " + object.text("~role"));
                more.forEach((grantee, items) -> given.merge(grantee, items, Grants::merged));
            }
        }
        given.computeIfPresent("to public", (key, items) -> Grants.without(items, standard(type)));
        given.values().removeIf(String::isEmpty);
        return given;
    }

    /** What everybody has by itself. */
    private static String standard(String type) {
        return type.equals("functions") ? "execute" : type.equals("types") ? "usage" : NOBODY;
    }

    /** What stands behind ON. */
    private static String on(ObjectName name) {
        return switch (name.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> "table " + Sql.qualified(name);
            case SEQUENCE -> "sequence " + Sql.qualified(name);
            case SCHEMA -> "schema " + Sql.quote(name.name());
            case FUNCTION, PROCEDURE -> name.kind().words() + " " + RoutineWriter.signature(name);
            // No order of arguments and no star is written here.
            case AGGREGATE ->
                "function "
                        + RoutineWriter.signature(name)
                                .replaceFirst("\\(\\*\\)$", "()")
                                .replaceFirst("\\(ORDER BY ", "(")
                                .replaceFirst(" ORDER BY ", ", ");
            default -> "type " + Sql.qualified(name);
        };
    }
}
