package dev.stele.core.metrics;

import dev.stele.core.Database;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Binds what a database counts to a registry; reading a meter asks no server.
 *
 * <p>Immutable. A meter holds its database weakly and reads NaN after it is gone.
 */
@SuppressWarnings("exports") // who uses it has Micrometer, and the others shall not need it
public final class DatabaseMetrics implements MeterBinder {
    private final Database database;
    private final Tags tags;

    /**
     * Takes the database to watch.
     *
     * @param tags put on every meter, such as the name of the database where there are several
     */
    public DatabaseMetrics(Database database, Tag... tags) {
        this.database = database;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        String connections = "stele.pool.connections";
        gauge(registry, connections, "state", "active", it -> it.pool().active());
        gauge(registry, connections, "state", "idle", it -> it.pool().idle());
        gauge(registry, "stele.pool.max", "", "", it -> it.pool().max());
        gauge(registry, "stele.pool.waiting", "", "", it -> it.pool().waiting());
        count(registry, "stele.pool.timeouts", "", "", it -> it.work().withoutConnection());
        count(registry, "stele.transactions", "outcome", "commit", it -> it.work()
                .commits());
        count(registry, "stele.transactions", "outcome", "rollback", it -> it.work()
                .rollbacks());
        count(registry, "stele.retries", "", "", it -> it.work().retries());
        String doubts = "stele.commits.in.doubt";
        count(registry, doubts, "proven", "committed", it -> it.work()
                .outcomes()
                .provenCommitted());
        count(registry, doubts, "proven", "not.committed", it -> it.work()
                .outcomes()
                .provenNotCommitted());
        count(registry, doubts, "proven", "no", it -> it.work().outcomes().unknown());
        count(registry, "stele.reads", "server", "replica", it -> it.work()
                .reads()
                .replica());
        count(registry, "stele.reads", "server", "primary", it -> it.work()
                .reads()
                .primary());
        count(registry, "stele.servers.fenced", "", "", it -> it.work().fenced());
        database.statements().eachOperation(operation -> statements(registry, operation));
    }

    /** Some hundred operations at most are told apart, so the tag has no more values. */
    private void statements(MeterRegistry registry, String operation) {
        Tags tagged = tags.and("operation", operation);
        FunctionTimer.builder(
                        "stele.statements",
                        database.statements(),
                        it -> it.operation(operation).calls(),
                        it -> it.operation(operation).total().toNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tagged)
                .register(registry);
        FunctionCounter.builder("stele.statements.failed", database.statements(), it -> it.operation(operation)
                        .failures())
                .tags(tagged)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String key, String value, ToDoubleFunction<Database> figure) {
        Gauge.builder(name, database, figure).tags(with(key, value)).register(registry);
    }

    private void count(
            MeterRegistry registry, String name, String key, String value, ToDoubleFunction<Database> figure) {
        FunctionCounter.builder(name, database, figure).tags(with(key, value)).register(registry);
    }

    private Tags with(String key, String value) {
        return key.isEmpty() ? tags : tags.and(key, value);
    }
}
