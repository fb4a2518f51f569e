package dev.stele.migrations;

import java.util.List;
import java.util.stream.Collectors;

/** Lists in messages. */
final class Lists {
    private static final int SHOWN = 10;

    private Lists() {}

    /** The first few, then how many more. */
    static String sentence(List<?> items) {
        String shown = items.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return items.size() <= SHOWN ? shown : shown + " and " + (items.size() - SHOWN) + " more";
    }
}
