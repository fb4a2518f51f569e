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
    private static final String SYSTEM = "system";

    private final SettingsReader reader;

    Encryption(SettingsReader reader) {
        this.reader = reader;
    }

    /** The properties for the driver. */
    Map<String, String> driver() {
        String mode = reader.read(Key.POSTGRES_SSLMODE, "one of " + String.join(", ", MODES), text -> Optional.of(text)
                .filter(MODES::contains));
        Map<String, String> driver = new LinkedHashMap<>();
        driver.put("sslmode", mode);
        reader.given(Key.POSTGRES_SSLROOTCERT).ifPresent(root -> putRoot(driver, mode, root));
        return driver;
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
