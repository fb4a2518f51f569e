package dev.stele.migrations.diff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An old and a new schema out of a file of {@code pairs/}.
 *
 * <p>In the file, {@code -- pair: name} starts one, {@code -- to} divides it; {@code -- since: 15} is the first version
 * that has what it needs.
 */
record SchemaPair(String name, String from, String to, int since) {

    /** All pairs of {@code pairs/<file>.sql}. */
    static List<SchemaPair> in(String file) {
        try (InputStream stream = SchemaPair.class.getResourceAsStream("/pairs/" + file + ".sql")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            List<SchemaPair> pairs = new ArrayList<>();
            for (String part : text.split("(?m)^-- pair: ")) {
                if (!part.isBlank()) {
                    pairs.add(parse(part));
                }
            }
            return pairs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaPair parse(String part) {
        int line = part.indexOf('\n');
        String[] sides = part.substring(line).split("(?m)^-- to$", 2);
        int since = sides[0].contains("-- since: ")
                ? Integer.parseInt(sides[0].replaceAll("(?s).*-- since: (\\d+).*", "$1"))
                : 14;
        return new SchemaPair(part.substring(0, line).strip(), sides[0], sides[1], since);
    }

    @Override
    public String toString() {
        return name;
    }
}
