package dev.stele.migrations;

import dev.stele.migrations.diff.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which objects a person said to keep, by patterns such as {@code audit_*} or {@code public.note.legacy_id}. */
final class Kept {
    /** What stands before a name in a version's file that keeps what the version made. */
    static final String MARK = "stele:keep";

    private static final Pattern MARKED = Pattern.compile("(?m)^\\s*--\\s*" + MARK + "\\s+(.+?)\\s*$");

    private final List<Pattern> patterns;

    Kept(Collection<String> patterns) {
        this.patterns = patterns.stream().map(Kept::compiled).toList();
    }

    /** What the settings name, and what the versions themselves say is theirs to keep. */
    static Kept of(MigrationSettings settings) {
        List<String> patterns = new ArrayList<>(settings.kept());
        for (ChangelogFile file : settings.changelog().files()) {
            MARKED.matcher(file.text()).results().forEach(found -> patterns.add(found.group(1)));
        }
        return new Kept(patterns);
    }

    /** Whether a pattern fits the name with its schema and table, or without the first of them. */
    boolean keeps(ObjectName name) {
        List<String> parts = Stream.of(name.schema(), name.table(), name.name())
                .filter(part -> !part.isEmpty())
                .toList();
        for (int skipped = 0; skipped < parts.size(); skipped++) {
            String text = String.join(".", parts.subList(skipped, parts.size()));
            if (patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches())) {
                return true;
            }
        }
        return false;
    }

    private static Pattern compiled(String pattern) {
        return Pattern.compile(
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
