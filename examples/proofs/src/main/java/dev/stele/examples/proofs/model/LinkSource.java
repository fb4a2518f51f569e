package dev.stele.examples.proofs.model;

import java.util.Objects;

/** Writes associations and collections as Java. */
final class LinkSource {
    private LinkSource() {}

    static String reference(ReferenceSpec reference) {
        String kind = reference.oneToOne ? "@OneToOne" : "@ManyToOne";
        String key = reference.constrained
                ? reference.constraint == null ? "@ForeignKey" : "@ForeignKey(name = \"" + reference.constraint + "\")"
                : "@ForeignKey(ConstraintMode.NO_CONSTRAINT)";
        String action =
                reference.onDelete == null ? "" : "@OnDelete(action = OnDeleteAction." + reference.onDelete + ") ";
        return "%s(fetch = FetchType.LAZY, optional = %s) @JoinColumn(name = %s, nullable = %s, foreignKey = %s) %s%s %s;"
                .formatted(
                        kind,
                        reference.nullable,
                        Text.literal(reference.column),
                        reference.nullable,
                        key,
                        action,
                        reference.target.name,
                        reference.field);
    }

    static String collection(CollectionSpec spec) {
        String table = Text.literal(spec.table);
        String elements = "@ElementCollection @CollectionTable(name = " + table + ") ";
        String length = "@Column(name = \"element\", length = " + spec.length + ") ";
        return switch (spec.kind) {
            case SET_OF_STRINGS -> elements + length + "java.util.Set<String> " + spec.field + ";";
            case LIST_OF_INTS ->
                elements + "@OrderColumn(name = \"position\") java.util.List<Integer> " + spec.field + ";";
            case MAP_OF_STRINGS -> elements + length + "java.util.Map<String, String> " + spec.field + ";";
            case SET_OF_ENUMS ->
                elements + "@Enumerated(EnumType.STRING) java.util.Set<" + Objects.requireNonNull(spec.constants).name
                        + "> " + spec.field + ";";
            case BAG_OF_EMBEDDABLES ->
                elements + "java.util.List<" + Objects.requireNonNull(spec.embeddable).name + "> " + spec.field + ";";
            case MANY_TO_MANY -> "@ManyToMany @JoinTable(name = " + table + ") java.util.Set<" + target(spec);
            case ONE_TO_MANY ->
                "@OneToMany @JoinColumn(name = \"" + spec.field + "_owner\") java.util.Set<" + target(spec);
            case ONE_TO_MANY_JOINED -> "@OneToMany @JoinTable(name = " + table + ") java.util.List<" + target(spec);
        };
    }

    private static String target(CollectionSpec spec) {
        return Objects.requireNonNull(spec.target).name + "> " + spec.field + ";";
    }
}
