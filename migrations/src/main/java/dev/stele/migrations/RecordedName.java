package dev.stele.migrations;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The name of a folder in the history, which is the same on every machine. */
final class RecordedName {
    private static final String RESOURCES = "/resources/";

    private RecordedName() {}

    /** Writes a name as Liquibase has it: with single slashes, and none at the ends. */
    static String said(String name) {
        List<String> parts = Arrays.stream(name.strip().replace('\\', '/').split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (parts.isEmpty() || parts.contains("..") || parts.get(0).contains(":")) {
            throw new IllegalArgumentException("the folder's name in the history must be relative, such as"
                    + " \"db/changelog\", but was \"" + name + "\"");
        }
        return String.join("/", parts);
    }

    /**
     * Derives the name of a folder: what the class path calls it where it lies in {@code resources/}, else its path
     * from {@code here}, else its own name.
     */
    static String of(Path folder, Path here) {
        Path whole = here.resolve(folder).normalize();
        boolean inside = whole.startsWith(here) && !whole.equals(here);
        String path = "/" + slashes(inside ? here.relativize(whole) : whole);
        int resources = path.lastIndexOf(RESOURCES);
        if (resources >= 0) {
            return said(path.substring(resources + RESOURCES.length()));
        }
        Path own = whole.getFileName();
        return inside ? said(path) : said(own == null ? "changelog" : own.toString());
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
