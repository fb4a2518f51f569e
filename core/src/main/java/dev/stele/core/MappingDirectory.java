package dev.stele.core;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where mappings are stored from one start to the next: in the user's cache, or where the environment says. */
final class MappingDirectory {
    private static final String SETTING = "STELE_MAPPING_CACHE";

    private MappingDirectory() {}

    /** The directory, which may not exist; empty where nothing is to be stored. */
    static Optional<Path> find() {
        String property = System.getProperty(SETTING);
        return of(property != null ? property : System.getenv(SETTING));
    }

    private static Optional<Path> of(@Nullable String setting) {
        try {
            if (setting == null || setting.isBlank()) {
                return inHome();
            }
            return setting.strip().equalsIgnoreCase("off") ? Optional.empty() : Optional.of(Path.of(setting.strip()));
        } catch (InvalidPathException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<Path> inHome() {
        return Optional.of(ServerCache.base()).filter(Path::isAbsolute).map(base -> base.resolve("stele/mappings"));
    }
}
