package dev.stele.migrations.plan;

import dev.stele.core.mapping.Json;
import dev.stele.migrations.plan.PlanText.Kind;
import dev.stele.migrations.plan.PlanText.Word;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes values that were drawn from a table out of a plan: all constants that its generic plan does not have. */
final class SampleMask {
    /** What is a name or a word of the server's, not an expression. */
    private static final Set<String> NAMES =
            Set.of("Node Type", "Relation Name", "Schema", "Alias", "Index Name", "CTE Name", "Subplan Name");

    private final Set<String> known;

    private SampleMask(Set<String> known) {
        this.known = known;
    }

    /** The plan with {@code '?'} in place of the values. */
    static String hide(String plan, String generic) {
        Set<String> known = texts(generic)
                .flatMap(text -> PlanText.words(text).stream())
                .filter(SampleMask::isConstant)
                .map(Word::text)
                .collect(Collectors.toCollection(HashSet::new));
        return Json.write(new SampleMask(known).hidden(Json.parse(plan), ""));
    }

    /** All texts of a plan, names and expressions. */
    static Stream<String> texts(String json) {
        return within(Json.parse(json));
    }

    private static Stream<String> within(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(SampleMask::within);
        }
        if (value instanceof List<?> list) {
            return list.stream().flatMap(SampleMask::within);
        }
        return value instanceof String text ? Stream.of(text) : Stream.empty();
    }

    private @Nullable Object hidden(@Nullable Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
            map.forEach((name, part) -> hidden.put(String.valueOf(name), hidden(part, String.valueOf(name))));
            return hidden;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(part -> hidden(part, key)).toList();
        }
        return value instanceof String text && !NAMES.contains(key) ? hidden(text) : value;
    }

    private String hidden(String text) {
        StringBuilder hidden = new StringBuilder();
        int at = 0;
        for (Word word : PlanText.words(text)) {
            hidden.append(text, at, word.start());
            hidden.append(isConstant(word) && !known.contains(word.text()) ? "'?'" : word.text());
            at = word.start() + word.text().length();
        }
        return hidden.append(text.substring(at)).toString();
    }

    private static boolean isConstant(Word word) {
        return word.kind() == Kind.STRING || word.kind() == Kind.NUMBER;
    }
}
