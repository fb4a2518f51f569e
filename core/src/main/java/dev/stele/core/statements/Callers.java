package dev.stele.core.statements;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The application's frames that were seen to run one text; safe for use by many threads. */
final class Callers {
    private static final int KEPT = 8;
    private static final int TOLD = 3;

    private final Map<String, Long> seen = new LinkedHashMap<>();

    synchronized void add(String caller) {
        if (caller.isEmpty()) {
            return;
        }
        if (seen.size() == KEPT && !seen.containsKey(caller)) {
            // The rarest makes room and hands on its count, so that one that comes often wins through.
            String rarest = seen.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            Long count = seen.remove(rarest);
            seen.put(caller, count == null ? 0 : count);
        }
        seen.merge(caller, 1L, Long::sum);
    }

    /** The most seen ones, most seen first. */
    synchronized List<String> most() {
        return seen.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(TOLD)
                .map(Map.Entry::getKey)
                .toList();
    }
}
