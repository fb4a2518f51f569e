package dev.stele.migrations.diff;

import java.nio.charset.StandardCharsets;

/** Makes names that the server does not cut. */
final class Names {
    private static final int LONGEST = 63;

    private Names() {}

    /** {@code name} with {@code suffix}, the former shortened where both would be too long. */
    static String temporary(String name, String suffix) {
        String cut = name;
        while ((cut + suffix).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + suffix;
    }
}
