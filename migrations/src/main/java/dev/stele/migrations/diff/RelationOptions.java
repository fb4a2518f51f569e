package dev.stele.migrations.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the change of the options of a relation, as {@code pg_class} lists them. */
final class RelationOptions {
    private RelationOptions() {}

    /** Resets what is gone, then sets what is wanted. */
    static List<Step> change(String alter, String from, String to) {
        List<String> wanted = list(to);
        List<String> gone = list(from).stream()
                .map(option -> option.substring(0, option.indexOf('=')))
                .filter(option -> wanted.stream().noneMatch(other -> other.startsWith(option + "=")))
                .toList();
        List<Step> steps = new ArrayList<>();
        if (!gone.isEmpty()) {
            steps.add(Step.of(alter + " reset (" + String.join(", ", gone) + ")"));
        }
        if (!wanted.isEmpty()) {
            steps.add(Step.of(alter + " set (" + String.join(", ", wanted) + ")"));
        }
        return steps;
    }

    private static List<String> list(String options) {
        return options.isEmpty() ? List.of() : Arrays.asList(options.split(", "));
    }
}
