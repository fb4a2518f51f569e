package dev.stele.examples.handbook;

import dev.stele.core.config.DatabaseConfig;

/** What docs/configuration.md shows. */
final class Settings {
    private Settings() {}

    static String describe() {
        DatabaseConfig config = DatabaseConfig.load();
        return config.settings().toString();
    }
}
