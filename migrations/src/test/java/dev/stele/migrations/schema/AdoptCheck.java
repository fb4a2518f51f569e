package dev.stele.migrations.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One block of {@code adopt-checks.sql}.
 *
 * @param name what it is called
 * @param sql what returns the rows at fault
 */
record AdoptCheck(String name, String sql) {
    private static final Path FILE = Path.of("src/main/resources/db/changelog/stele/adopt-checks.sql");

    static List<AdoptCheck> all() {
        try {
            return Arrays.stream(Files.readString(FILE).split("(?m)^--check "))
                    .skip(1)
                    .map(block -> new AdoptCheck(block.substring(0, block.indexOf(':')), select(block)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String select(String block) {
        return block.substring(block.indexOf("\nselect ") + 1);
    }
}
