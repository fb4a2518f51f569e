package dev.stele.migrations.diff;

import dev.stele.core.error.MigrationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A snapshot as lines of text: one an object, one a fact, one a dependency; fields divided by tabs. */
final class SnapshotText {
    private static final String HEAD = "stele catalog snapshot 1";

    private SnapshotText() {}

    static String print(CatalogSnapshot snapshot) {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        line(text, "server", String.valueOf(snapshot.serverVersion()));
        for (CatalogObject object : snapshot.objects()) {
            line(text, "object", fields(object.name()));
            object.facts().forEach((key, value) -> line(text, "fact", key, value));
            object.uses().forEach(used -> line(text, "uses", fields(used)));
        }
        return text.toString();
    }

    /** Only what is compared, for a fingerprint. */
    static String comparable(CatalogSnapshot snapshot) {
        StringBuilder text = new StringBuilder();
        for (CatalogObject object : snapshot.objects()) {
            line(text, "object", fields(object.name()));
            object.comparable().forEach((key, value) -> line(text, "fact", key, value));
        }
        return text.toString();
    }

    static CatalogSnapshot parse(String text, Path file) {
        String[] lines = text.split("\n");
        if (!lines[0].equals(HEAD)) {
            throw new MigrationException(
                    "cannot read " + file + ": its first line must be \"" + HEAD + "\" but was \"" + lines[0] + "\"",
                    "Write it with CatalogSnapshot.save().",
                    null,
                    null);
        }
        return new Parser().parse(lines);
    }

    private static String[] fields(ObjectName name) {
        return new String[] {name.kind().name(), name.schema(), name.table(), name.name()};
    }

    private static void line(StringBuilder text, String first, String... others) {
        text.append(first);
        for (String other : others) {
            text.append('\t')
                    .append(other.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        }
        text.append('\n');
    }

    private static String unescape(String field) {
        return Stream.of(field.split("\\\\\\\\", -1))
                .map(part -> part.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r"))
                .collect(Collectors.joining("\\"));
    }

    /** Collects the lines of one object after another. */
    private static final class Parser {
        private final Map<ObjectName, CatalogObject> objects = new TreeMap<>();
        private int server;

        CatalogSnapshot parse(String[] lines) {
            for (int i = 1; i < lines.length; ) {
                String[] fields = fields(lines[i]);
                if (fields[0].equals("object")) {
                    i = object(lines, i);
                } else {
                    server = Integer.parseInt(fields[1]);
                    i++;
                }
            }
            return new CatalogSnapshot(objects, server);
        }

        private int object(String[] lines, int start) {
            ObjectName name = name(fields(lines[start]));
            Map<String, String> facts = new TreeMap<>();
            Set<ObjectName> uses = new TreeSet<>();
            int i = start + 1;
            for (; i < lines.length && !lines[i].startsWith("object\t"); i++) {
                String[] fields = fields(lines[i]);
                if (fields[0].equals("fact")) {
                    facts.put(fields[1], fields[2]);
                } else {
                    uses.add(name(fields));
                }
            }
            objects.put(name, new CatalogObject(name, facts, uses));
            return i;
        }

        private static String[] fields(String line) {
            return Stream.of(line.split("\t", -1)).map(SnapshotText::unescape).toArray(String[]::new);
        }

        private static ObjectName name(String[] fields) {
            return new ObjectName(ObjectKind.valueOf(fields[1]), fields[2], fields[3], fields[4]);
        }
    }
}
