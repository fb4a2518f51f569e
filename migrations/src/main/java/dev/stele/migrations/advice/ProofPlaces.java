package dev.stele.migrations.advice;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.diff.ScratchDatabase;
import dev.stele.migrations.diff.ScratchServer;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where proposals can be tried.
 *
 * @param live the application's database
 * @param config how to reach it, or null where only the data source is known
 */
record ProofPlaces(DataSource live, @Nullable DatabaseConfig config) {
    /**
     * An empty database beside the live one; or, where that is allowed and the role may create none, on the embedded server.
     *
     * @throws dev.stele.core.error.MigrationException if the data source does not tell its address, or the server refuses
     */
    Optional<ScratchDatabase> scratch(boolean embedded) {
        ScratchServer server = config == null ? ScratchServer.of(live) : ScratchServer.of(config.direct());
        return (embedded ? server : server.withoutEmbedded()).createIfAllowed();
    }
}
