package dev.stele.examples.handbook;

import dev.stele.Stele;
import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import java.nio.file.Path;
import java.util.Optional;

/** What docs/dev-server.md shows of the server, kept or temporary. */
final class EmbeddedServer {
    private EmbeddedServer() {}

    static DatabaseConfig kept() {
        DatabaseConfig settings = DatabaseConfig.load();
        Optional<DevServer> server = DevServer.startUnlessConfigured(settings, Path.of("target", "postgres"));
        DatabaseConfig complete =
                server.map(started -> started.config(settings)).orElse(settings);
        return complete;
    }

    static void temporary() {
        try (DevServer server = DevServer.temporary();
                Stele stele = Stele.start(server.config())) {
            stele.migrations().verify().requireClean();
        }
    }
}
