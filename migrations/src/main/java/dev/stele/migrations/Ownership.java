package dev.stele.migrations;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import dev.stele.migrations.diff.ObjectKind;
import dev.stele.migrations.diff.ObjectName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who says what a schema should be: the entities what they can express, the changelog all else.
 *
 * <p>Tables of the bundled versions are the changelog's, and so is what a pattern keeps.
 */
final class Ownership {
    /** What no entity has a word for. */
    private static final Set<ObjectKind> CHANGELOGS_OWN = EnumSet.of(
            ObjectKind.ROLE,
            ObjectKind.EXTENSION,
            ObjectKind.COLLATION,
            ObjectKind.DOMAIN,
            ObjectKind.DOMAIN_CONSTRAINT,
            ObjectKind.COMPOSITE,
            ObjectKind.RANGE,
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.AGGREGATE,
            ObjectKind.STATISTICS,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.RULE,
            ObjectKind.TRIGGER,
            ObjectKind.POLICY,
            ObjectKind.PRIVILEGE,
            ObjectKind.DEFAULT_PRIVILEGE,
            ObjectKind.PUBLICATION,
            ObjectKind.EVENT_TRIGGER,
            ObjectKind.OTHER);

    /** An index that JPA can ask for: a tree of plain columns. */
    private static final Pattern PLAIN_INDEX =
            Pattern.compile("btree \\((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?: DESC| ASC| NULLS FIRST| NULLS LAST)*"
                    + "(?:, (?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?: DESC| ASC| NULLS FIRST| NULLS LAST)*)*\\)");

    /** What an entity says of a column or constraint; the other facts are the changelog's. */
    private static final Map<ObjectKind, Set<String>> ENTITYS_FACTS = Map.of(
            ObjectKind.TABLE, Set.of("comment"),
            ObjectKind.COLUMN,
                    Set.of("comment", "type", "collation", "not_null", "generated", "generated.kind", "identity"),
            ObjectKind.CONSTRAINT, Set.of("comment", "type", "definition", "deferrable", "unchecked"),
            ObjectKind.INDEX, Set.of("comment", "unique", "definition"));

    /** Facts that an entity may leave unsaid. */
    private static final Set<String> OPTIONAL = Set.of("comment", "collation", "deferrable");

    private final CatalogSnapshot present;
    private final CatalogSnapshot model;
    private final Set<ObjectName> ours;
    private final Kept kept;
    private final Map<ObjectName, CatalogObject> target = new TreeMap<>();

    private Ownership(CatalogSnapshot present, CatalogSnapshot model, Set<ObjectName> ours, Kept kept) {
        this.present = present;
        this.model = model;
        this.ours = ours;
        this.kept = kept;
    }

    /** What the schema should be. */
    static CatalogSnapshot target(CatalogSnapshot present, CatalogSnapshot model, Set<ObjectName> ours, Kept kept) {
        return new Ownership(present, model, ours, kept).merged();
    }

    private CatalogSnapshot merged() {
        for (CatalogObject object : model.objects()) {
            if (!isOurs(object.name())) {
                target.put(object.name(), object);
            }
        }
        for (CatalogObject object : present.objects()) {
            if (isChangelogs(object)) {
                target.put(object.name(), object);
            } else {
                target.computeIfPresent(object.name(), (name, other) -> merged(object, other));
            }
        }
        keepParts();
        keepNeeded();
        dropOrphans();
        return present.without(object -> true).with(target.values());
    }

    /** An index of the changelog's own goes with a column that goes. */
    private void dropOrphans() {
        target.values()
                .removeIf(object -> object.name().kind() == ObjectKind.INDEX
                        && model.find(object.name()).isEmpty()
                        && object.uses().stream()
                                .anyMatch(used -> used.kind() == ObjectKind.COLUMN && !target.containsKey(used)));
    }

    private boolean isOurs(ObjectName name) {
        return (ours.contains(name) && name.kind() != ObjectKind.SCHEMA)
                || (!name.table().isEmpty()
                        && ours.contains(new ObjectName(ObjectKind.TABLE, name.schema(), "", name.table())));
    }

    private boolean isChangelogs(CatalogObject object) {
        ObjectName name = object.name();
        return CHANGELOGS_OWN.contains(name.kind())
                || isOurs(name)
                || kept.keeps(name)
                || name.kind() == ObjectKind.SCHEMA
                || isPartOfAnother(object)
                || (name.kind() == ObjectKind.INDEX && !isPlain(object))
                || (name.kind() == ObjectKind.CONSTRAINT
                        && "exclude".equals(object.facts().get("type")));
    }

    private static boolean isPartOfAnother(CatalogObject object) {
        return object.name().kind() == ObjectKind.TABLE
                && (object.facts().containsKey("partition_bound")
                        || object.facts().containsKey("inherits"));
    }

    private static boolean isPlain(CatalogObject index) {
        return PLAIN_INDEX
                .matcher(String.valueOf(index.facts().get("definition")))
                .matches();
    }

    /** The model's word where an entity has one, else the changelog's. */
    private static CatalogObject merged(CatalogObject present, CatalogObject model) {
        Set<String> entitys = ENTITYS_FACTS.get(present.name().kind());
        if (present.name().kind() == ObjectKind.ENUM) {
            return EnumValues.inOrderOf(present, model);
        }
        if (entitys == null) {
            return model;
        }
        Map<String, String> facts = new TreeMap<>(model.facts());
        present.facts().forEach((fact, value) -> {
            if (!fact.startsWith("~") && (!entitys.contains(fact) || OPTIONAL.contains(fact))) {
                facts.putIfAbsent(fact, value);
            }
        });
        String type = present.facts().get("type");
        if (type != null && withoutDefaultPrecision(type).equals(withoutDefaultPrecision(facts.get("type")))) {
            facts.put("type", type);
        }
        if (!facts.containsKey("identity")) {
            facts.keySet().removeIf(fact -> fact.startsWith("identity."));
        } else if (present.facts().containsKey("identity")) {
            // JPA asks for an identity, but cannot say of which kind.
            facts.put("identity", present.facts().get("identity"));
        }
        return new CatalogObject(model.name(), facts, model.uses());
    }

    /** Hibernate writes the precision of times that the server takes anyway. */
    private static String withoutDefaultPrecision(@Nullable String type) {
        return String.valueOf(type).replace("timestamp(6)", "timestamp").replace("time(6)", "time");
    }

    /** Whatever belongs to a table or column that stays, stays with it. */
    private void keepParts() {
        for (CatalogObject object : present.objects()) {
            ObjectName name = object.name();
            boolean ofKeptTable = !name.table().isEmpty()
                    && present.find(new ObjectName(ObjectKind.TABLE, name.schema(), "", name.table()))
                            .filter(this::isChangelogs)
                            .isPresent();
            boolean ofKeptColumn = object.uses().stream()
                    .anyMatch(used -> used.kind() == ObjectKind.COLUMN
                            && used.table().equals(name.table())
                            && model.find(used).isEmpty()
                            && target.containsKey(used));
            if (ofKeptTable || ofKeptColumn) {
                target.putIfAbsent(name, object);
            }
        }
    }

    /** What is kept needs what it uses: a default its sequence, a partition its parent's columns. */
    private void keepNeeded() {
        Deque<CatalogObject> open = new ArrayDeque<>(target.values());
        while (!open.isEmpty()) {
            CatalogObject object = open.pop();
            if (!isOurs(object.name()) && model.find(object.name()).isPresent()) {
                continue;
            }
            for (ObjectName used : object.uses()) {
                if (!target.containsKey(used) && used.kind() == ObjectKind.SEQUENCE) {
                    present.find(used).ifPresent(found -> {
                        target.put(used, found);
                        open.add(found);
                    });
                }
            }
        }
        for (CatalogObject owner : present.objects()) {
            if (owner.name().kind() == ObjectKind.SEQUENCE_OWNER && isStillOwned(owner)) {
                target.putIfAbsent(owner.name(), owner);
                present.find(new ObjectName(
                                ObjectKind.SEQUENCE,
                                owner.name().schema(),
                                "",
                                owner.name().name()))
                        .ifPresent(sequence -> target.putIfAbsent(sequence.name(), sequence));
            }
        }
    }

    private boolean isStillOwned(CatalogObject owner) {
        return owner.uses().stream()
                .anyMatch(used -> used.kind() == ObjectKind.COLUMN
                        && target.containsKey(used)
                        && (isOurs(used) || kept.keeps(used) || model.find(used).isEmpty()));
    }

    /** What the changelog has and the model and nobody else asks for, in the order of names. */
    static List<CatalogObject> drops(CatalogSnapshot present, CatalogSnapshot target) {
        return present.objects().stream()
                .filter(object -> target.find(object.name()).isEmpty())
                .filter(object -> Set.of(ObjectKind.TABLE, ObjectKind.COLUMN, ObjectKind.CONSTRAINT, ObjectKind.INDEX)
                        .contains(object.name().kind()))
                .filter(object -> object.name().kind() == ObjectKind.TABLE
                        || target.find(new ObjectName(
                                        ObjectKind.TABLE,
                                        object.name().schema(),
                                        "",
                                        object.name().table()))
                                .isPresent())
                .toList();
    }
}
