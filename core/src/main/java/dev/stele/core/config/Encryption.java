package dev.stele.core.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how the connection is encrypted and whom it trusts. */
final class Encryption {
    private static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final List<String> BINDINGS = List.of("disable", "prefer", "require");
    private static final String SYSTEM = "system";

    private final SettingsReader reader;
    private final Draft draft;

    /** Reads for the environment and the address that {@code draft} holds by now. */
    Encryption(SettingsReader reader, Draft draft) {
        this.reader = reader;
        this.draft = draft;
    }

    /** The properties for the driver. */
    Map<String, String> driver() {
        String named = choice(Key.POSTGRES_SSLMODE, MODES);
        String mode = reader.given(Key.POSTGRES_SSLMODE).isPresent() ? named : EncryptionDefaults.sslmode(draft);
        Map<String, String> driver = new LinkedHashMap<>();
        driver.put("sslmode", mode);
        driver.put("channelBinding", choice(Key.POSTGRES_CHANNELBINDING, BINDINGS));
        reader.given(Key.POSTGRES_SSLROOTCERT).ifPresent(root -> putRoot(driver, mode, root));
        return driver;
    }

    private String choice(Key key, List<String> values) {
        return reader.read(key, "one of " + String.join(", ", values), text -> Optional.of(text)
                .filter(values::contains));
    }

    private void putRoot(Map<String, String> driver, String mode, Found root) {
        if (!root.value().equals(SYSTEM)) {
            if (!isReadable(root.value())) {
                reader.refuse(root, "a readable file of root certificates, or " + SYSTEM);
            }
            driver.put("sslrootcert", root.value());
            return;
        }
        // As libpq has it: anybody can get a certificate for some name from a public authority.
        if (!mode.equals("verify-full")) {
            reader.refuse(root, "POSTGRES_SSLMODE verify-full beside it, not " + mode);
        }
        driver.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
