package dev.stele.migrations;

import dev.stele.migrations.diff.ObjectName;
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

    /** An object of a catalog, for messages. */
    static String label(ObjectName name) {
        return name.kind().words() + " \"" + name.qualified() + "\"";
    }
}
