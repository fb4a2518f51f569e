package dev.stele.migrations.advice;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names new indexes as the server would: table, columns, {@code idx}; each name once. */
final class IndexNames {
    private static final int LONGEST = 63;

    private final Set<String> taken;

    IndexNames(KnownSchema schema) {
        this.taken = new HashSet<>();
        schema.indexes().forEach(index -> taken.add(index.name()));
    }

    String name(IndexShape shape) {
        String keys = shape.keys().stream()
                .map(key -> key.expression().replaceAll("::[\\w ]+", "").replaceAll("[^\\p{L}\\p{N}_]+", " "))
                .map(words -> words.strip().replace(' ', '_'))
                .collect(Collectors.joining("_"));
        String stem = (shape.table().name() + "_" + keys).toLowerCase(Locale.ROOT);
        String name = cut(stem, "_idx");
        for (int i = 1; !taken.add(name); i++) {
            name = cut(stem, "_idx" + i);
        }
        return name;
    }

    /** The name as SQL; none of them is a reserved word. */
    static String sql(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : SqlNames.quote(name);
    }

    private static String cut(String stem, String end) {
        String kept = stem;
        while ((kept + end).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + end;
    }
}
