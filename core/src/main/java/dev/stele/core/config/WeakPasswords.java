package dev.stele.core.config;

import dev.stele.core.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passwords that anybody can guess; only a developer's machine may have them. */
final class WeakPasswords {
    private static final String PLACEHOLDER = "changethis";

    private WeakPasswords() {}

    /** What is weak about a password, if anything is. */
    static Optional<String> weaknessOf(String password) {
        if (password.isEmpty()) {
            return Optional.of("no password");
        }
        return password.equalsIgnoreCase(PLACEHOLDER)
                ? Optional.of("the placeholder of the template")
                : Optional.empty();
    }

    /** The fault of a weak password found in this place. */
    static String fault(String place, String weakness) {
        return place + ": found " + weakness + ", expected a password of your own because ENVIRONMENT is not local";
    }

    /**
     * Judges what the application itself has put together.
     *
     * @throws ConfigurationException if a password is weak and the environment is not local
     */
    static Draft refuseIn(Draft draft) {
        List<String> faults = new ArrayList<>();
        if (draft.environment != Environment.LOCAL) {
            if (draft.jdbcUrl != null) {
                judge(draft, Key.POSTGRES_PASSWORD, draft.password, faults);
            }
            if (draft.firstSuperuser != null) {
                judge(draft, Key.FIRST_SUPERUSER_PASSWORD, draft.firstSuperuser.password(), faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the settings cannot be used", faults);
        }
        return draft;
    }

    private static void judge(Draft draft, Key key, String password, List<String> faults) {
        Setting setting = draft.settings.get(key.name());
        String place = key + (setting == null ? " (not set)" : " (" + setting.where() + ")");
        weaknessOf(password).ifPresent(weakness -> faults.add(fault(place, weakness)));
    }
}
