package dev.stele.examples.proofs.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The entity model of the loaded database, as Java source that each step changes in one place. */
final class LoadModel {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> uniques = new TreeMap<>();
    private final Map<String, String> indexes = new TreeMap<>();
    private final Map<String, String> checks = new TreeMap<>();
    private final Map<String, String> entities = new TreeMap<>();
    private String states = "OPEN, CLOSED";
    private String moods = "GOOD, BAD";

    LoadModel() {
        field("id", "@Id @GeneratedValue(strategy = GenerationType.IDENTITY) Long id;");
        field("email", "@Column(nullable = false, length = 120) String email;");
        field("amount", "@Column(nullable = false) Long amount;");
        field("number", "Integer number;");
        field("region", "@Column(name = \"region_id\") Long region;");
        field("nick", "@Column(length = 40) String nick;");
        field("state", "@Enumerated(EnumType.STRING) @Column(length = 20) State state;");
        field("mood", "@JdbcTypeCode(SqlTypes.NAMED_ENUM) Mood mood;");
        field("price", "@Column(precision = 10, scale = 2) java.math.BigDecimal price;");
        field(
                "tags",
                "@ElementCollection @CollectionTable(name = \"account_tags\", joinColumns = @JoinColumn(name ="
                        + " \"account_id\")) @Column(name = \"tag\", nullable = false) java.util.List<String> tags;");
    }

    LoadModel field(String name, String source) {
        fields.put(name, source);
        return this;
    }

    LoadModel without(String field) {
        fields.remove(field);
        return this;
    }

    LoadModel unique(String name, String column) {
        uniques.put(name, "@UniqueConstraint(name = \"" + name + "\", columnNames = \"" + column + "\")");
        return this;
    }

    LoadModel index(String name, String columns) {
        indexes.put(name, "@Index(name = \"" + name + "\", columnList = \"" + columns + "\")");
        return this;
    }

    LoadModel check(String name, String condition) {
        checks.put(name, "@CheckConstraint(name = \"" + name + "\", constraint = \"" + condition + "\")");
        return this;
    }

    LoadModel entity(String name, String source) {
        entities.put(name, source);
        return this;
    }

    LoadModel withoutEntity(String name) {
        entities.remove(name);
        return this;
    }

    /** Drops a unique constraint, an index or a check. */
    LoadModel unconstrained(String name) {
        uniques.remove(name);
        indexes.remove(name);
        checks.remove(name);
        return this;
    }

    LoadModel states(String constants) {
        states = constants;
        return this;
    }

    LoadModel moods(String constants) {
        moods = constants;
        return this;
    }

    String source() {
        String table = "@Table(name = \"account\", uniqueConstraints = {%s}, indexes = {%s}, check = {%s})"
                .formatted(list(uniques), list(indexes), list(checks));
        return """
                public class Models {
                  public enum State { %s }
                  public enum Mood { %s }
                  @Entity(name = "Region") @Table(name = "region")
                  public static class Region { @Id Long id; @Column(nullable = false) String name; }
                  @Entity(name = "Account") %s
                  public static class Account {
                    %s
                  }
                  %s
                }
                """.formatted(
                states, moods, table, String.join("\n    ", fields.values()), String.join("\n  ", entities.values()));
    }

    private static String list(Map<String, String> parts) {
        return parts.values().stream().collect(Collectors.joining(", "));
    }

    /** The simple names of the entities. */
    List<String> entityNames() {
        List<String> names = new ArrayList<>(List.of("Region", "Account"));
        names.addAll(entities.keySet());
        return names;
    }
}
