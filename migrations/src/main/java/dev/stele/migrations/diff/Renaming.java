package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Renames objects of the old catalog before it is compared, and says with which statements. */
final class Renaming {
    private final List<String> statements = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<UnaryOperator<String>> back = new ArrayList<>();
    private CatalogSnapshot from;

    private Renaming(CatalogSnapshot from) {
        this.from = from;
    }

    /** Applies the renames of {@code options}, then those of keys, indexes and sequences that differ by name alone. */
    static Renaming of(CatalogSnapshot from, CatalogSnapshot to, DiffOptions options) {
        Renaming renaming = new Renaming(from);
        options.renames().forEach(renaming::apply);
        SameButName.find(renaming.from, to).forEach(renaming::move);
        return renaming;
    }

    /** The old catalog as it is after the renames. */
    CatalogSnapshot from() {
        return from;
    }

    /** The plan with the renames before it, and its pre-checks in the old names. */
    SchemaPlan before(SchemaPlan plan) {
        List<PlannedStatement> first = statements.stream()
                .map(sql -> new PlannedStatement(sql, true, 1, "", List.of(), null))
                .toList();
        return first.isEmpty() && faults.isEmpty()
                ? plan
                : plan.after(first, changes, this::back).refusing(faults);
    }

    private PreCheck back(PreCheck check) {
        String sql = check.sql();
        for (int i = back.size() - 1; i >= 0; i--) {
            sql = back.get(i).apply(sql);
        }
        return new PreCheck(check.message(), sql, check.waivable());
    }

    private void apply(Rename rename) {
        List<CatalogObject> found = from.objects().stream()
                .filter(object -> object.kind() == rename.kind()
                        && object.name().qualified().equals(rename.from()))
                .toList();
        if (found.isEmpty()) {
            // Both directions of a plan may be made with the same options.
            return;
        }
        ObjectName old = found.get(0).name();
        String prefix = old.schema() + ".";
        boolean part = rename.kind() == ObjectKind.COLUMN;
        if (!part && rename.to().contains(".") && !rename.to().startsWith(prefix)) {
            faults.add("rename " + rename + ": an object cannot be moved to another schema");
            return;
        }
        String name =
                part || !rename.to().contains(".") ? rename.to() : rename.to().substring(prefix.length());
        ObjectName wanted = new ObjectName(old.kind(), old.schema(), old.table(), name);
        if (from.find(wanted).isPresent()) {
            faults.add("rename " + rename + ": there is " + wanted + " already");
            return;
        }
        move(old, wanted);
    }

    private void move(ObjectName old, ObjectName wanted) {
        statements.add(statement(old, wanted));
        changes.add("rename " + old + " to " + wanted.name());
        String was = token(old);
        String is = token(wanted);
        Map<ObjectName, CatalogObject> moved = new TreeMap<>();
        for (CatalogObject object : from.objects()) {
            ObjectName name = moved(object.name(), old, wanted);
            Set<ObjectName> uses = object.uses().stream()
                    .map(used -> moved(used, old, wanted))
                    .collect(Collectors.toCollection(TreeSet::new));
            Map<String, String> facts = new TreeMap<>(object.facts());
            if (name.kind() == ObjectKind.SEQUENCE_OWNER
                    && object.uses().contains(old)
                    && old.kind() == ObjectKind.COLUMN) {
                facts.put("column", Sql.table(wanted) + "." + Sql.quote(wanted.name()));
            } else if (concerns(object, old)) {
                facts.replaceAll((key, value) -> key.equals("comment") ? value : replace(value, was, is));
            }
            moved.put(name, inner(object, new CatalogObject(name, facts, uses)));
        }
        if (old.kind() == ObjectKind.TABLE || old.kind() == ObjectKind.COLUMN) {
            back.add(sql -> replace(sql, is, was));
        }
        from = from.without(object -> true).with(moved.values());
    }

    private static String statement(ObjectName old, ObjectName wanted) {
        String table = "alter table " + Sql.table(old) + " rename ";
        String names = Sql.quote(old.name()) + " to " + Sql.quote(wanted.name());
        return switch (old.kind()) {
            case COLUMN -> table + "column " + names;
            case CONSTRAINT -> table + "constraint " + names;
            default -> "alter " + Writers.get(old.kind()).address(old) + " rename to " + Sql.quote(wanted.name());
        };
    }

    private static ObjectName moved(ObjectName name, ObjectName old, ObjectName wanted) {
        if (name.equals(old)) {
            return wanted;
        }
        boolean owner = name.kind() == ObjectKind.SEQUENCE_OWNER || name.kind() == ObjectKind.DEFAULT;
        if (owner && name.schema().equals(old.schema()) && name.name().equals(old.name()) && isSame(name, old)) {
            return new ObjectName(name.kind(), name.schema(), name.table(), wanted.name());
        }
        boolean part = old.kind() == ObjectKind.TABLE
                && name.schema().equals(old.schema())
                && name.table().equals(old.name());
        return part ? new ObjectName(name.kind(), name.schema(), wanted.name(), name.name()) : name;
    }

    private static boolean isSame(ObjectName name, ObjectName old) {
        return name.kind() == ObjectKind.SEQUENCE_OWNER
                ? old.kind() == ObjectKind.SEQUENCE
                : old.kind() == ObjectKind.COLUMN && name.table().equals(old.table());
    }

    /** Whether the texts of {@code object} may name what is renamed. */
    private static boolean concerns(CatalogObject object, ObjectName old) {
        return switch (old.kind()) {
            case CONSTRAINT, INDEX -> false;
            case COLUMN -> object.uses().contains(old) || object.name().equals(old);
            default -> true;
        };
    }

    /** How printed expressions name the object: with its schema, but for columns. */
    private static String token(ObjectName name) {
        return name.table().isEmpty() ? Sql.qualified(name) : Sql.quote(name.name());
    }

    private static String replace(String text, String was, String is) {
        if (!text.contains(was)) {
            return text;
        }
        // Texts in quotes stay, but those that name a sequence or a type in nextval('…'::regclass).
        Pattern token =
                Pattern.compile("'(?:[^']|'')*'(?!::regclass)|(?<![\\w\"$.])" + Pattern.quote(was) + "(?![\\w\"$])");
        return token.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().equals(was) ? is : found.group()));
    }

    /** The server renames neither the sequence of an identity nor a NOT NULL constraint along. */
    private CatalogObject inner(CatalogObject before, CatalogObject after) {
        if (after.kind() != ObjectKind.COLUMN || before.name().equals(after.name())) {
            return after;
        }
        String prefix = after.name().table() + "_" + after.name().name() + "_";
        CatalogObject column = after;
        if (column.has("identity")) {
            String sequence = before.text("~identity.sequence");
            column = column.with("~identity.sequence", sequence)
                    .with("identity.sequence", sequence.equals(prefix + "seq") ? null : sequence);
        }
        if (column.has("not_null") && from.serverVersion() >= 180000) {
            String name = before.has("not_null.name")
                    ? before.text("not_null.name")
                    : before.name().table() + "_" + before.name().name() + "_not_null";
            column = column.with("not_null.name", name.equals(prefix + "not_null") ? null : name);
        }
        return column;
    }
}
