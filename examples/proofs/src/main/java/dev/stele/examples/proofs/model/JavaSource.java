package dev.stele.examples.proofs.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a model as one Java file: an outer class with the entities, embeddables and enums nested in it. */
final class JavaSource {
    static final String PACKAGE = "dev.stele.examples.proofs.generated";
    static final String OUTER = "Models";

    /** The package and the imports; some names are in two packages, so Hibernate's come one by one. */
    static final String HEAD = "package " + PACKAGE + ";\n\nimport jakarta.persistence.*;\n"
            + Stream.of(
                            "annotations.Check",
                            "annotations.ColumnDefault",
                            "annotations.GeneratedColumn",
                            "annotations.JdbcTypeCode",
                            "annotations.Nationalized",
                            "annotations.OnDelete",
                            "annotations.OnDeleteAction",
                            "type.SqlTypes")
                    .map(name -> "import org.hibernate." + name + ";\n")
                    .collect(Collectors.joining());

    private final Model model;
    private final StringBuilder out = new StringBuilder();

    JavaSource(Model model) {
        this.model = model;
    }

    String write() {
        out.append(HEAD);
        out.append("public class ").append(OUTER).append(" {\n");
        model.enums.forEach(this::enumeration);
        model.embeddables.forEach(embeddable ->
                type("@Embeddable", embeddable.name, embeddable.columns.stream().map(ColumnSource::of)));
        if (!model.trackedColumns.isEmpty()) {
            type("@MappedSuperclass", "Tracked", model.trackedColumns.stream().map(ColumnSource::of));
        }
        model.entities.forEach(this::entity);
        return out.append("}\n").toString();
    }

    private void enumeration(EnumSpec spec) {
        out.append("  public enum %s { %s }\n".formatted(spec.name, String.join(", ", spec.constants)));
    }

    private void type(String annotations, String declaration, Stream<String> members) {
        out.append("  ")
                .append(annotations)
                .append("\n  public static class ")
                .append(declaration)
                .append(" {\n");
        members.forEach(member -> out.append("    ").append(member).append('\n'));
        out.append("  }\n");
    }

    private void entity(EntitySpec entity) {
        String declaration = entity.name;
        if (entity.parent != null) {
            declaration += " extends " + entity.parent.name;
        } else if (entity.tracked) {
            declaration += " extends Tracked";
        }
        if (entity.parent == null && entity.id == EntitySpec.Id.EMBEDDED) {
            keyClass(entity);
        }
        type(String.join(" ", annotations(entity)), declaration, members(entity));
    }

    private void keyClass(EntitySpec entity) {
        out.append(
                "  @Embeddable public static class %sKey implements java.io.Serializable {%n".formatted(entity.name));
        out.append("    @Column(name = \"tenant\") long tenant; @Column(name = \"code\", length = 30) String code;\n");
        out.append("    @Override public int hashCode() { return java.util.Objects.hash(tenant, code); }\n");
        out.append("    @Override public boolean equals(Object o) { return o instanceof ")
                .append(entity.name);
        out.append("Key k && k.tenant == tenant && java.util.Objects.equals(k.code, code); }\n  }\n");
    }

    private List<String> annotations(EntitySpec entity) {
        List<String> all = new ArrayList<>(List.of("@Entity(name = \"" + entity.name + "\")"));
        if (entity.hasTable()) {
            all.add(table(entity));
        }
        if (entity.secondaryTable != null) {
            all.add("@SecondaryTable(name = " + Text.literal(entity.secondaryTable) + ")");
        }
        if (entity.inheritance != null) {
            all.add("@Inheritance(strategy = InheritanceType." + entity.inheritance + ")");
            if (entity.inheritance.equals("SINGLE_TABLE")) {
                all.add("@DiscriminatorColumn(name = \"dtype\", discriminatorType = DiscriminatorType.%s, length = %d)"
                        .formatted(entity.discriminator, entity.discriminatorLength));
            }
        }
        discriminatorValue(entity, all);
        return all;
    }

    private void discriminatorValue(EntitySpec entity, List<String> all) {
        EntitySpec root = entity.root();
        if ("SINGLE_TABLE".equals(root.inheritance) && !root.discriminator.equals("STRING")) {
            int number = model.entities.indexOf(entity);
            String value = root.discriminator.equals("CHAR") ? String.valueOf((char) ('A' + number)) : "" + number;
            all.add("@DiscriminatorValue(\"" + value + "\")");
        }
    }

    private static String table(EntitySpec entity) {
        List<String> parts = new ArrayList<>(List.of("name = " + Text.literal(entity.table)));
        if (entity.schema != null) {
            parts.add("schema = " + Text.literal(entity.schema));
        }
        if (entity.comment != null) {
            parts.add("comment = " + Text.literal(entity.comment));
        }
        parts.add("uniqueConstraints = " + list(entity.uniques.stream().map(JavaSource::unique)));
        parts.add("indexes = " + list(entity.indexes.stream().map(JavaSource::index)));
        parts.add("check = "
                + list(entity.checks.stream().map(check -> "@CheckConstraint(name = \"%s\", constraint = %s)"
                        .formatted(check.name, Text.literal(check.expression)))));
        return "@Table(" + String.join(", ", parts) + ")";
    }

    private static String unique(KeySpec key) {
        return "@UniqueConstraint(name = \"%s\", columnNames = %s)"
                .formatted(key.name, list(key.columns.stream().map(column -> Text.literal(column.column))));
    }

    private static String index(KeySpec key) {
        String columns = key.columns.stream().map(column -> column.column).collect(Collectors.joining(", "));
        return "@Index(name = \"%s\", columnList = %s, unique = %s, options = %s)"
                .formatted(
                        key.name,
                        Text.literal(columns + (key.descending ? " desc" : "")),
                        key.unique,
                        Text.literal(key.options));
    }

    private static String list(Stream<String> parts) {
        return parts.collect(Collectors.joining(", ", "{", "}"));
    }

    private Stream<String> members(EntitySpec entity) {
        Stream<String> id = entity.parent == null ? Stream.of(id(entity)) : Stream.empty();
        Stream<String> version = entity.versioned ? Stream.of("@Version int version;") : Stream.empty();
        Stream<String> parts = Stream.of(id, version, embedded(entity)).flatMap(part -> part);
        Stream<String> columns = entity.columns.stream().map(ColumnSource::of);
        Stream<String> links = Stream.concat(
                entity.references.stream().map(LinkSource::reference),
                entity.collections.stream().map(collection -> LinkSource.collection(collection)));
        return Stream.of(parts, columns, links).flatMap(part -> part);
    }

    private static String id(EntitySpec entity) {
        String sequence = entity.table.replaceAll("[^A-Za-z0-9_]", "_") + "_seq";
        return switch (entity.id) {
            case IDENTITY -> "@Id @GeneratedValue(strategy = GenerationType.IDENTITY) " + entity.idType + " id;";
            case SEQUENCE ->
                ("@Id @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = \"%1$s\")"
                                + " @SequenceGenerator(name = \"%1$s\", sequenceName = \"%2$s\", initialValue = %3$d,"
                                + " allocationSize = %4$d) %5$s id;")
                        .formatted(entity.name, sequence, entity.sequenceStart, entity.sequenceStep, entity.idType);
            case UUID -> "@Id @GeneratedValue java.util.UUID id;";
            case ASSIGNED_LONG -> "@Id Long id;";
            case ASSIGNED_STRING -> "@Id @Column(length = 40) String id;";
            case EMBEDDED -> "@EmbeddedId " + entity.name + "Key id;";
        };
    }

    private static Stream<String> embedded(EntitySpec entity) {
        Stream<String> first =
                entity.embedded == null ? Stream.empty() : Stream.of("@Embedded " + entity.embedded.name + " part;");
        EmbeddableSpec again = entity.embeddedTwice;
        if (again == null) {
            return first;
        }
        String overrides = list(again.columns.stream().map(column -> "@AttributeOverride(name = \"%s\", column = %s)"
                .formatted(column.field, ColumnSource.column(column, "second_"))));
        return Stream.concat(
                first, Stream.of("@Embedded @AttributeOverrides(" + overrides + ") " + again.name + " second;"));
    }
}
