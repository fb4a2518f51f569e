package dev.stele.core;

import com.zaxxer.hikari.HikariPoolMXBean;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.RoleCheck;
import dev.stele.core.mapping.EntityMappings;
import dev.stele.core.statements.StatementRecorder;
import dev.stele.core.statements.StatementShape;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * An open PostgreSQL database: its connections, transactions and the mapping of the entities.
 *
 * <p>Safe for use by many threads, virtual ones too. Open one per process and close it at shutdown.
 */
public final class Database implements AutoCloseable {
    private final Connections connections;
    private final Observers observers;
    private final UnitsOfWork units;
    private final Transactions transactions;
    private final LazyMappings mappings;
    private final @Nullable DatabaseConfig config;
    private final @Nullable Replicas replicas;
    private final Copying copying;

    private Database(Opened opened, LazyMappings mappings) {
        this.connections = opened.connections();
        this.mappings = mappings;
        this.config = opened.config();
        this.replicas = opened.replicas();
        this.observers = new Observers(recorder(config));
        Violations violations = new Violations(new ConstraintCatalog(connections.direct()), mappings);
        Peer peer = opened.peer();
        this.units = new UnitsOfWork(
                connections, observers, new Translator(peer.address(), peer.user(), violations), replicas);
        this.transactions = new Transactions(units);
        this.copying = new Copying(units);
    }

    private static StatementRecorder recorder(@Nullable DatabaseConfig config) {
        boolean on = config == null || config.recordsStatements();
        StatementRecorder recorder = on ? StatementRecorder.started() : StatementRecorder.paused();
        recorder.logSlowerThan(config == null ? Duration.ZERO : config.slowQuery());
        return recorder;
    }

    /**
     * Waits for the server and opens the database for these entity classes.
     *
     * @throws dev.stele.core.error.Unavailable if the server does not answer within {@code timeouts().start()}
     * @throws dev.stele.core.error.ConfigurationException if it refuses the user, the password or the database,
     *     a class is not mapped, or the role is too powerful and the settings refuse such a role
     */
    public static Database open(DatabaseConfig config, Class<?>... entities) {
        return open(config, List.of(entities));
    }

    /** Waits for the server and opens the database; see {@link #open(DatabaseConfig, Class[])}. */
    public static Database open(DatabaseConfig config, Collection<Class<?>> entities) {
        LateSource source = new LateSource();
        return open(source, entities, () -> {
            ServerSource server = new ServerSource(config);
            new ServerWait(server, config.user(), config.timeouts().start()).untilReady();
            Replicas replicas = config.replicas()
                    .map(them -> new Replicas(them, server.timelines()))
                    .orElse(null);
            return new Opened(
                    Connections.to(server, config), new Peer(server.address(), config.user()), config, replicas);
        });
    }

    /** Opens the database over connections of somebody else, who also closes them; nothing is connected yet. */
    public static Database open(DataSource source, Class<?>... entities) {
        return open(source, List.of(entities));
    }

    /** Opens the database over connections of somebody else; see {@link #open(DataSource, Class[])}. */
    public static Database open(DataSource source, Collection<Class<?>> entities) {
        return open(
                new LateSource(),
                entities,
                () -> new Opened(Connections.of(source), new Peer("the given data source", "its user"), null, null));
    }

    private static Database open(LateSource source, Collection<Class<?>> entities, Supplier<Opened> connecting) {
        LazyMappings mappings = new LazyMappings(List.copyOf(entities), source);
        Opened opened = null;
        try {
            opened = connecting.get();
            source.is(opened.connections().source());
            DatabaseConfig config = opened.config();
            Database database = new Database(opened, mappings.awaited());
            RoleAudit.run(config == null ? RoleCheck.OFF : config.roleCheck(), database);
            return database;
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.connections().close();
            }
            mappings.close();
            throw e;
        }
    }

    /**
     * Runs {@code work} on the connection of the thread's transaction, or on one of its own in autocommit.
     *
     * <p>The connection is lent: work must not close, commit or keep it. What it changes for the session, such as
     * {@code set role}, must be local to a transaction ({@code set local}).
     *
     * @throws dev.stele.core.error.DatabaseException if the database refuses the work
     */
    public <T extends @Nullable Object> T sql(SqlWork<T> work) {
        return units.sql(work);
    }

    /**
     * Prepares the statement of this shape and runs {@code work} on it as {@link #sql(SqlWork)} does, at less cost.
     *
     * @param shape made by {@link #statements}, once for all runs
     * @param rows tells from what the work returned how many rows the statement returned or changed
     * @throws dev.stele.core.error.DatabaseException if the database refuses the work
     */
    public <T extends @Nullable Object> T sql(
            StatementShape shape, StatementWork<T> work, ToLongFunction<? super T> rows) {
        return units.sql(shape, work, rows);
    }

    /**
     * Runs {@code COPY … FROM STDIN} with what {@code source} writes, in the thread's transaction or in autocommit.
     *
     * <p>All rows are kept or none. An error names the row by its number, from 1. The source runs on this thread, and
     * cannot use the thread's transaction.
     *
     * @param sql the statement; its options say in which format the source writes
     * @return how many rows there are
     * @throws dev.stele.core.error.Misuse if it is another statement; it is not run then
     * @throws dev.stele.core.error.DatabaseException if the database refuses the statement or a row
     * @throws java.io.UncheckedIOException if the source fails
     */
    public long copyIn(String sql, CopySource source) {
        CopyDirection.IN.require(sql);
        return units.alone(connection -> copying.in(connection, sql, source));
    }

    /**
     * Runs {@code COPY … TO STDOUT} and writes the rows to {@code target}, which stays open.
     *
     * @return how many rows there are
     * @throws dev.stele.core.error.Misuse if it is another statement; it is not run then
     * @throws dev.stele.core.error.DatabaseException if the database refuses the statement
     * @throws java.io.UncheckedIOException if the target fails; some rows may have been written
     */
    public long copyOut(String sql, OutputStream target) {
        CopyDirection.OUT.require(sql);
        return units.alone(connection -> copying.out(connection, sql, target));
    }

    /** How a unit of work is to run; start it with {@code call} or {@code run}. */
    public Transactions tx() {
        return transactions;
    }

    /** Whether this thread is inside a transaction of this database. */
    public boolean inTransaction() {
        return units.current() != null;
    }

    /**
     * Runs {@code work} so that its failure undoes only its own statements; the transaction may go on.
     *
     * @throws dev.stele.core.error.Misuse outside a transaction
     */
    public <T extends @Nullable Object> T savepoint(Supplier<T> work) {
        return units.savepoint(work);
    }

    /**
     * Runs {@code callback} once after the outermost commit, in the order registered; at once outside a transaction.
     *
     * <p>After a rollback it does not run. Its failure is logged and changes nothing.
     */
    public void afterCommit(Runnable callback) {
        units.afterCommit(callback);
    }

    /**
     * Tells {@code observer} of every statement from now on, in all threads, until the returned handle is closed.
     *
     * <p>Seen are the statements of {@link #sql}, {@link #copyIn}, {@link #copyOut} and of all that builds on them; not
     * BEGIN, COMMIT and savepoints, nor what a caller does with the driver itself.
     */
    public Observation observe(StatementObserver observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    /** What it ran since it was opened: how often, how long, for whom; also to pause that. */
    public StatementRecorder statements() {
        return observers.recorder();
    }

    /** An observer's registration; closing it ends it. */
    @FunctionalInterface
    public interface Observation extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Where the primary's history is now; a read {@code tx().replica(position)} sees all that was committed before.
     *
     * <p>Costs a round trip. Ask after the commit.
     *
     * @throws dev.stele.core.error.Misuse inside a transaction, whose own writes would not be before it
     * @throws dev.stele.core.error.Unavailable if no primary answers
     */
    public Position position() {
        return units.position();
    }

    /**
     * Asks the server how it is, and the pool.
     *
     * @throws dev.stele.core.error.Unavailable if the server does not answer
     */
    public Health health() {
        Health.Pool kept = pool();
        return sql(connection -> health(connection, kept));
    }

    /** The connections kept at this moment; asks no server. */
    public Health.Pool pool() {
        HikariPoolMXBean pool = connections.pool();
        return pool == null
                ? new Health.Pool(0, 0, 0, 0)
                : new Health.Pool(
                        pool.getActiveConnections(),
                        pool.getIdleConnections(),
                        pool.getThreadsAwaitingConnection(),
                        connections.maxSize());
    }

    /** What has happened since the database was opened; asks no server. */
    public Health.Work work() {
        return units.figures().work();
    }

    private Health health(Connection connection, Health.Pool pool) throws SQLException {
        long began = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_is_in_recovery(), current_setting('server_version')")) {
            Duration roundTrip = Duration.ofNanos(System.nanoTime() - began);
            row.next();
            Health.Role role = row.getBoolean(1) ? Health.Role.STANDBY : Health.Role.PRIMARY;
            return new Health(pool, work(), row.getString(2), roundTrip, role);
        }
    }

    /**
     * Runs {@code work} with a Hibernate session over the thread's transaction, or in autocommit; closes the session.
     *
     * <p>The first call builds Hibernate's session factory, which takes some time.
     *
     * @throws dev.stele.core.error.DatabaseException if the database refuses the work
     */
    public <T extends @Nullable Object> T hibernate(Function<StatelessSession, T> work) {
        // Made here, since loading its class loads some of Hibernate.
        return new HibernateDoor(units, mappings).call(work);
    }

    /** The mapping of the entities this database was opened with; for the library's other modules. */
    @SuppressWarnings("exports") // the package is exported to those modules only
    public EntityMappings mappings() {
        return mappings.get();
    }

    /** The connections themselves, for tools that need a {@link DataSource}; no transaction is joined. */
    public DataSource dataSource() {
        return connections.source();
    }

    /** The settings it was opened with; empty where it was opened over a data source. */
    public Optional<DatabaseConfig> config() {
        return Optional.ofNullable(config);
    }

    /** The way to the server, once it has answered. */
    private record Opened(
            Connections connections,
            Peer peer,
            @Nullable DatabaseConfig config,
            @Nullable Replicas replicas) {}

    /** Who is spoken to, as errors name it. */
    private record Peer(String address, String user) {}

    /** Closes the connections, unless they are somebody else's; afterwards every call is a {@code Misuse}. */
    @Override
    public void close() {
        mappings.close();
        connections.close();
        if (replicas != null) {
            replicas.close();
        }
    }
}
