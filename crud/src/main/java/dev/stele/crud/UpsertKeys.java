package dev.stele.crud;

import dev.stele.core.error.Misuse;
import dev.stele.core.mapping.AttributeMapping;
import dev.stele.core.mapping.ColumnMapping;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.crud.query.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What a key consists of, once it is known that a unique constraint has exactly these columns. */
final class UpsertKeys {
    private UpsertKeys() {}

    static List<ColumnMapping> columns(EntityMapping entity, Key<?> key) {
        if (key.attributes().isEmpty()) {
            return entity.id().columns();
        }
        List<ColumnMapping> columns = new ArrayList<>();
        for (String name : key.attributes()) {
            AttributeMapping attribute = entity.attribute(name)
                    .orElseThrow(() -> new Misuse(
                            "%s has no attribute %s".formatted(entity.name(), name),
                            "build the key from the attributes of " + entity.name() + "_"));
            columns.addAll(attribute.columns());
        }
        List<String> names = columns.stream().map(ColumnMapping::name).toList();
        boolean unique = entity.uniqueKeys().stream()
                .anyMatch(known -> known.columns().size() == names.size()
                        && new HashSet<>(known.columns()).equals(new HashSet<>(names)));
        if (!unique) {
            throw new Misuse(
                    "cannot upsert %s on %s: no unique constraint has exactly the columns %s"
                            .formatted(entity.name(), key.attributes(), names),
                    "declare one in @Table(uniqueConstraints = …) and migrate, or choose another key");
        }
        return columns;
    }
}
