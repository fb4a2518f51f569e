package dev.stele.migrations.diff;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConfigurationException;
import java.util.List;

/** A process whose class path has no embedded server. */
public final class NoEmbeddedServer {
    private NoEmbeddedServer() {}

    public static ScratchServer beside(DatabaseConfig config) {
        return ScratchServer.of(config, () -> {
            throw new ConfigurationException("cannot start the embedded server", List.of("its artifact is missing"));
        });
    }
}
