package dev.stele.core.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings while they are being put together; a {@link DatabaseConfig} copies them. */
final class Draft {
    @Nullable
    String jdbcUrl;

    String user = "";
    String password = "";
    PoolSettings pool = PoolSettings.DEFAULT;
    Timeouts timeouts = Timeouts.DEFAULT;
    String applicationName = "stele";
    Environment environment = Environment.LOCAL;
    RoleCheck roleCheck = RoleCheck.OFF;
    boolean recordsStatements = true;
    Duration slowQuery = Duration.ZERO;

    @Nullable
    FirstSuperuser firstSuperuser;

    @Nullable
    String cursorSecret;

    /** Where it was read, to be read again; null where the credentials are of another place. */
    @Nullable
    Sources origin;

    Map<String, String> driver = new LinkedHashMap<>();
    Map<String, Setting> settings = new LinkedHashMap<>();

    /** Notes that the application itself has set this key. */
    void setInCode(Key key, String value) {
        String shown = key.isSecret() ? "***" : value;
        settings.put(key.name(), new Setting(key.name(), shown, Source.CODE, Source.CODE.toString()));
    }
}
