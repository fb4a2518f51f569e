package dev.stele.examples.proofs.model;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Names for tables, columns and constraints: mostly plain, some reserved, quoted, long or beyond ASCII. */
final class Names {
    private static final List<String> NOUNS = List.of(
            "amount", "title", "state", "owner", "due", "price", "label", "note", "score", "total", "city", "street",
            "token", "level", "count", "mode", "path", "size", "color", "weight", "origin", "batch", "region", "rank");
    private static final List<String> TABLES = List.of(
            "account",
            "invoice",
            "order",
            "user",
            "parcel",
            "ticket",
            "shelf",
            "route",
            "sensor",
            "meter",
            "contract",
            "claim",
            "course",
            "lesson",
            "recipe",
            "garden",
            "vessel",
            "flight",
            "hotel",
            "guest",
            "branch",
            "ledger");
    private static final List<String> RESERVED = List.of("select", "group", "table", "check", "desc", "all", "end");

    private final Random random;
    private final Set<String> taken = new HashSet<>(Set.of("id", "version", "dtype", "created", "changed"));
    private int counter;

    Names(Random random) {
        this.random = random;
    }

    /** A Java identifier that is not taken. */
    String field() {
        return NOUNS.get(random.nextInt(NOUNS.size())) + ++counter;
    }

    /** A class name; reserved words are fine there. */
    String type(String kind) {
        return kind + ++counter;
    }

    /** The column of a field: its name, or an odd one. */
    String column(String field) {
        int odd = random.nextInt(24);
        return switch (odd) {
            case 0 -> unique("`" + field.toUpperCase(Locale.ROOT) + " of it`");
            case 1 -> unique("`" + RESERVED.get(random.nextInt(RESERVED.size())) + "`");
            case 2 -> unique("`größe " + counter + "`");
            case 3 -> unique(field + "_" + "x".repeat(62 - field.length()));
            case 4 -> unique("`" + field + "CamelCase`");
            default -> unique(field);
        };
    }

    String table() {
        String noun = TABLES.get(random.nextInt(TABLES.size()));
        return switch (random.nextInt(16)) {
            case 0 -> unique("`" + noun + "`");
            case 1 -> unique("`" + noun.toUpperCase(Locale.ROOT) + " " + ++counter + "`");
            case 2 -> unique(noun + ++counter + "_" + "y".repeat(54 - noun.length()));
            default -> unique(noun + "_" + ++counter);
        };
    }

    String constraint(String kind) {
        return kind + "_" + ++counter;
    }

    private String unique(String name) {
        return taken.add(name.toLowerCase(Locale.ROOT)) ? name : name.replaceFirst("(`?)$", "_" + ++counter + "$1");
    }

    /** The name as SQL writes it: backticks are quotes. */
    static String sql(String name) {
        return name.startsWith("`") ? '"' + name.substring(1, name.length() - 1) + '"' : name;
    }
}
