package dev.stele.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How connections are encrypted where no source says: whatever the server offers on a developer's machine and over the
 * loopback, everything verified where somebody else could answer in the server's place.
 */
final class EncryptionDefaults {
    private static final Pattern LOOPBACK = Pattern.compile(
            "(?i)(?:localhost|[\\w.-]+\\.localhost|127(?:\\.\\d{1,3}){3}|\\[(?:0{0,4}:){2,7}0{0,3}1]):\\d+");
    private static final List<String> CERTAIN = List.of("require", "verify-ca", "verify-full");
    private static final Map<String, Key> KEYS =
            Map.of("sslmode", Key.POSTGRES_SSLMODE, "channelBinding", Key.POSTGRES_CHANNELBINDING);

    private EncryptionDefaults() {}

    /** The setting behind a property of the driver that has such a default. */
    static Optional<Key> keyOf(String driverProperty) {
        return Optional.ofNullable(KEYS.get(driverProperty));
    }

    /** The mode where none is named. */
    static String sslmode(Draft draft) {
        return isExposed(draft) ? "verify-full" : "prefer";
    }

    /** Writes the defaults that fit the environment and the address of {@code draft} over those it was made with. */
    static void fill(Draft draft) {
        String mode = fill(draft, "sslmode", sslmode(draft));
        // Binding the login to the channel needs a channel: with a weaker mode there may be none.
        fill(draft, "channelBinding", isExposed(draft) && CERTAIN.contains(mode) ? "require" : "prefer");
    }

    private static String fill(Draft draft, String property, String value) {
        String key = String.valueOf(KEYS.get(property));
        Setting setting = draft.settings.get(key);
        if (setting != null && setting.source() != Source.DEFAULT) {
            return draft.driver.getOrDefault(property, "");
        }
        draft.driver.put(property, value);
        draft.settings.put(key, new Setting(key, value, Source.DEFAULT, Source.DEFAULT.toString()));
        return value;
    }

    private static boolean isExposed(Draft draft) {
        return draft.environment != Environment.LOCAL && draft.jdbcUrl != null && !isLoopback(draft.jdbcUrl);
    }

    /** Whether every server of the address is this machine, by its name alone. */
    static boolean isLoopback(String jdbcUrl) {
        String hosts = jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("/.*$", "");
        return List.of(hosts.split(",", -1)).stream()
                .allMatch(host -> LOOPBACK.matcher(host).matches());
    }
}
