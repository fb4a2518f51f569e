package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One numbered file of formatted SQL, and what its headers say.
 *
 * <p>The headers are read here, without Liquibase, so that a database at head is recognized without starting it.
 *
 * @param version the version this file brings
 * @param path the name the history records
 * @param text the whole file
 * @param changesets the changesets it declares, in order
 */
record ChangelogFile(Version version, String path, String text, List<ChangesetId> changesets) {
    private static final Pattern NAME = Pattern.compile("(\\d+)(?:[-_](.*))?\\.sql");
    private static final Pattern FIRST_LINE = Pattern.compile("(?i)\\s*--\\s*liquibase\\s*formatted.*");
    private static final Pattern ONE_TRANSACTION = Pattern.compile("\\s*--\\s*stele:one-transaction\\s*");
    private static final Pattern LOGICAL_PATH = Pattern.compile("(?i).*logicalFilePath:(\\S*).*");
    private static final Pattern HEADER =
            Pattern.compile("(?i)\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+).*");

    ChangelogFile {
        changesets = List.copyOf(changesets);
    }

    /** Whether a file of this name is a version; others in the folder are left alone. */
    static boolean isVersion(String fileName) {
        return NAME.matcher(fileName).matches();
    }

    /** Whether all of it is applied or taken back, or nothing, as {@code -- stele:one-transaction} says above the changesets. */
    boolean inOneTransaction() {
        return text.lines()
                .takeWhile(line -> !HEADER.matcher(line).matches())
                .anyMatch(line -> ONE_TRANSACTION.matcher(line).matches());
    }

    static ChangelogFile read(String source, String path, String text) {
        String fileName = path.substring(path.lastIndexOf('/') + 1);
        Matcher name = NAME.matcher(fileName);
        if (!name.matches()) {
            throw new IllegalArgumentException("not a version: " + fileName);
        }
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !FIRST_LINE.matcher(lines.get(0)).matches()) {
            throw new MigrationException(
                    "changelog file " + path + " does not begin with \"--liquibase formatted sql\"",
                    "make that its first line",
                    null,
                    null);
        }
        Matcher logical = LOGICAL_PATH.matcher(lines.get(0));
        String recorded = logical.matches() ? logical.group(1) : path;
        String rest = name.group(2) == null ? "" : name.group(2);
        return new ChangelogFile(
                new Version(source, name.group(1), rest), path, text, changesets(lines, recorded, path));
    }

    private static List<ChangesetId> changesets(List<String> lines, String recorded, String path) {
        List<ChangesetId> found = new ArrayList<>();
        for (String line : lines) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                Matcher logical = LOGICAL_PATH.matcher(line);
                String file = logical.matches() ? logical.group(1) : recorded;
                found.add(new ChangesetId(unquoted(header.group(1)), unquoted(header.group(2)), file));
            }
        }
        if (found.isEmpty()) {
            throw new MigrationException(
                    "changelog file " + path + " declares no changeset",
                    "start each changeset with a line \"--changeset author:id\"",
                    null,
                    null);
        }
        return found;
    }

    private static String unquoted(String text) {
        String trimmed = text.strip();
        return trimmed.length() > 1 && trimmed.startsWith("\"") && trimmed.endsWith("\"")
                ? trimmed.substring(1, trimmed.length() - 1)
                : trimmed;
    }
}
