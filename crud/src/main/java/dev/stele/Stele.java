package dev.stele;

import dev.stele.core.Database;
import dev.stele.core.Transactions;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.Misuse;
import dev.stele.crud.Dao;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.ApiKeys;
import dev.stele.crud.teams.Checkpoints;
import dev.stele.crud.teams.Members;
import dev.stele.crud.teams.Skills;
import dev.stele.crud.teams.Teams;
import dev.stele.crud.teams.Threads;
import dev.stele.crud.teams.Uploads;
import dev.stele.crud.teams.Users;
import dev.stele.migrations.Migrations;
import dev.stele.migrations.advice.Advisor;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A data layer that is ready to use: settings read, server there, schema migrated, initial data in, DAOs made.
 *
 * <p>Safe for use by many threads. Start one per process and close it at shutdown; closing ends the connections and an
 * embedded server.
 */
public final class Stele implements AutoCloseable {
    private final Deque<AutoCloseable> opened;
    private final Database database;
    private final @Nullable Migrations migrations;
    private final @Nullable FamilyDaos families;
    private final Startup startup;

    private Stele(Deque<AutoCloseable> opened, Started started) {
        this.opened = opened;
        this.database = started.database();
        this.migrations = started.migrations();
        this.families = started.families();
        this.startup = started.startup();
    }

    /**
     * Starts with the settings of {@code .env}, the environment and the system properties.
     *
     * <p>Where these name no database and the environment is local, an embedded server is started.
     *
     * @throws dev.stele.core.error.DatabaseException as {@link SteleBuilder#start()}
     */
    public static Stele start() {
        return builder().start();
    }

    /**
     * Starts with these settings, and with the application's own entities beside the families.
     *
     * @throws dev.stele.core.error.DatabaseException as {@link SteleBuilder#start()}
     */
    public static Stele start(DatabaseConfig config, Class<?>... ownEntities) {
        return builder().config(config).entities(ownEntities).start();
    }

    /** Begins to say what is to be started. */
    public static SteleBuilder builder() {
        return new SteleBuilder();
    }

    static Stele start(SteleBuilder builder) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return new Stele(opened, new Starting(builder, opened).run());
        } catch (RuntimeException | Error failure) {
            closeAll(opened, failure);
            throw failure;
        }
    }

    /** The users. */
    public Users users() {
        return families().users();
    }

    /** The teams. */
    public Teams teams() {
        return families().teams();
    }

    /** The members of teams. */
    public Members members() {
        return families().members();
    }

    /** The skills. */
    public Skills skills() {
        return families().skills();
    }

    /** The conversations with teams. */
    public Threads threads() {
        return families().threads();
    }

    /** The states of running graphs. */
    public Checkpoints checkpoints() {
        return families().checkpoints();
    }

    /** The files that members search. */
    public Uploads uploads() {
        return families().uploads();
    }

    /** The keys that open teams to programs. */
    public ApiKeys apiKeys() {
        return families().apiKeys();
    }

    /**
     * Begins a transaction that sees the actor's data only, where the changelog has {@code Changelog.rowSecurity()}.
     *
     * <p>For a client that still has to prove its API key, take {@code Actor.teamKey(…)} of the team it names.
     */
    public Transactions as(Actor actor) {
        return database.tx().tenant(actor.tenant());
    }

    /** The database itself: transactions, statements of one's own, health. */
    public Database database() {
        return database;
    }

    /**
     * The migrations of this database, with the changelogs it was started with.
     *
     * @throws Misuse if it was started with none
     */
    public Migrations migrations() {
        if (migrations == null) {
            throw new Misuse("this data layer was started without a changelog", "name one with changelog()");
        }
        return migrations;
    }

    /**
     * Finds what is slow in this database, among the statements of this process and those that the server counted.
     *
     * @throws Misuse if it was started with no changelog
     */
    public Advisor advisor() {
        DatabaseConfig config = database.config().orElseThrow();
        return Advisor.of(config, migrations()).watching(database.statements());
    }

    /**
     * A DAO for one of the application's own entities; keep it, since making it checks every record of the entity.
     *
     * @throws dev.stele.core.error.ConfigurationException if a record does not fit the entity
     */
    public <E, K> Dao<E, K> dao(Class<E> entity) {
        return new Dao<>(database, entity);
    }

    /** What the start did, and how long each part took. */
    public Startup startup() {
        return startup;
    }

    /** Closes everything in the reverse order; a second time does nothing. */
    @Override
    public void close() {
        RuntimeException failure = new IllegalStateException("could not close everything");
        closeAll(opened, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private FamilyDaos families() {
        if (families == null) {
            throw new Misuse(
                    "this data layer was started without the eight families", "start it without withoutFamilies()");
        }
        return families;
    }

    private static void closeAll(Deque<AutoCloseable> opened, Throwable failure) {
        synchronized (opened) {
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (Exception e) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    /** What a start leaves behind. */
    record Started(
            Database database,
            @Nullable Migrations migrations,
            @Nullable FamilyDaos families,
            Startup startup) {}
}
