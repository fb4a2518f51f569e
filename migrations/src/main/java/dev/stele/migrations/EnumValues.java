package dev.stele.migrations;

import dev.stele.migrations.diff.CatalogObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The values of native enums, whose order Hibernate takes from the alphabet. */
final class EnumValues {
    private static final Pattern VALUE = Pattern.compile("'(?:[^']|'')*'");

    private EnumValues() {}

    /** The model's values, those that were there before in the order they have; its own order where both agree. */
    static CatalogObject inOrderOf(CatalogObject present, CatalogObject model) {
        List<String> before = values(present);
        List<String> wanted = values(model);
        List<String> kept = before.stream().filter(wanted::contains).toList();
        List<String> ordered = new ArrayList<>(wanted);
        ordered.retainAll(kept);
        if (!ordered.equals(kept)) {
            ordered = new ArrayList<>(kept);
            wanted.stream().filter(value -> !kept.contains(value)).forEach(ordered::add);
        } else {
            ordered = wanted;
        }
        Map<String, String> facts = new TreeMap<>(present.facts());
        facts.put("values", String.join(", ", ordered));
        return new CatalogObject(model.name(), facts, model.uses());
    }

    private static List<String> values(CatalogObject type) {
        return VALUE.matcher(type.facts().getOrDefault("values", ""))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
