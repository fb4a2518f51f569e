package dev.stele.core.config;

import java.util.Locale;

/** Whether the server is asked at start how powerful our role is, where no source says: not on a developer's machine. */
final class RoleCheckDefault {
    private RoleCheckDefault() {}

    /** Writes the default that fits the environment of {@code draft} over the one it was made with. */
    static void fill(Draft draft) {
        String key = Key.STELE_ROLE_CHECK.name();
        Setting setting = draft.settings.get(key);
        if (setting != null && setting.source() != Source.DEFAULT) {
            return;
        }
        draft.roleCheck = draft.environment == Environment.LOCAL ? RoleCheck.OFF : RoleCheck.WARN;
        String value = draft.roleCheck.name().toLowerCase(Locale.ROOT);
        draft.settings.put(key, new Setting(key, value, Source.DEFAULT, Source.DEFAULT.toString()));
    }
}
