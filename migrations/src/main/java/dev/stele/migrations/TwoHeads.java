package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Two lines of versions in one folder, as when two developers wrote the same number, and how they become one. */
final class TwoHeads {
    private final Path folder;
    private final List<ChangelogFile> files;

    TwoHeads(Path folder) {
        this.folder = folder;
        this.files = ChangelogFolder.ofDirectory("app", folder, String.valueOf(folder.getFileName())).stream()
                .sorted(Comparator.comparing(TwoHeads::number).thenComparing(TwoHeads::name))
                .toList();
    }

    /** The last version, or those that have the first number that is there twice: from there on there are two lines. */
    List<Version> heads() {
        return twice().values().stream().findFirst().orElse(List.of(files.get(files.size() - 1))).stream()
                .map(ChangelogFile::version)
                .toList();
    }

    /** Renames the files of the newer line so that they follow all others. */
    List<Version> merge(List<String> newer) {
        List<ChangelogFile> moving = newer.isEmpty() ? newest() : named(newer);
        List<ChangelogFile> staying =
                files.stream().filter(file -> !moving.contains(file)).toList();
        refuseStillTwice(staying);
        BigInteger next = staying.isEmpty() ? BigInteger.ZERO : number(staying.get(staying.size() - 1));
        int digits = files.stream()
                .mapToInt(file -> file.version().number().length())
                .max()
                .orElse(4);
        List<Version> merged = new ArrayList<>();
        for (ChangelogFile file : moving) {
            next = next.add(BigInteger.ONE);
            String number = String.format(Locale.ROOT, "%0" + digits + "d", next);
            move(
                    name(file),
                    number + name(file).substring(file.version().number().length()));
            merged.add(new Version("app", number, file.version().name()));
        }
        return merged;
    }

    private List<ChangelogFile> newest() {
        Map<BigInteger, List<ChangelogFile>> twice = twice();
        if (twice.isEmpty()) {
            return List.of();
        }
        ChangelogFile last = files.get(files.size() - 1);
        List<ChangelogFile> heads = twice.values().iterator().next();
        if (twice.size() > 1 || !heads.contains(last)) {
            throw new MigrationException(
                    "cannot tell which versions of " + folder + " belong together: "
                            + heads.stream().map(TwoHeads::name).collect(Collectors.joining(" and "))
                            + " have one number, and others follow",
                    "name the files of the newer line, such as Changelog.merge(folder, \"" + name(heads.get(1))
                            + "\"); nothing was renamed",
                    null,
                    null);
        }
        return heads.subList(1, heads.size());
    }

    private List<ChangelogFile> named(List<String> names) {
        for (String wanted : names) {
            if (files.stream().noneMatch(file -> name(file).equals(wanted))) {
                throw new MigrationException(
                        "there is no version \"" + wanted + "\" in " + folder,
                        "there are " + files.stream().map(TwoHeads::name).collect(Collectors.joining(", ")),
                        null,
                        null);
            }
        }
        return files.stream().filter(file -> names.contains(name(file))).toList();
    }

    private void refuseStillTwice(List<ChangelogFile> staying) {
        for (int i = 1; i < staying.size(); i++) {
            if (number(staying.get(i)).equals(number(staying.get(i - 1)))) {
                throw new MigrationException(
                        name(staying.get(i - 1)) + " and " + name(staying.get(i)) + " would still have one number",
                        "name every file of the newer line; nothing was renamed",
                        null,
                        null);
            }
        }
    }

    private Map<BigInteger, List<ChangelogFile>> twice() {
        Map<BigInteger, List<ChangelogFile>> all =
                files.stream().collect(Collectors.groupingBy(TwoHeads::number, TreeMap::new, Collectors.toList()));
        all.values().removeIf(same -> same.size() == 1);
        return all;
    }

    private void move(String from, String to) {
        try {
            Files.move(folder.resolve(from), folder.resolve(to));
        } catch (IOException e) {
            throw new MigrationException(
                    "cannot rename " + from + " to " + to, String.valueOf(e.getMessage()), null, e);
        }
    }

    private static BigInteger number(ChangelogFile file) {
        return new BigInteger(file.version().number());
    }

    private static String name(ChangelogFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
