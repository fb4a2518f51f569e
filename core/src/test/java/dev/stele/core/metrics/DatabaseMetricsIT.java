package dev.stele.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.statements.StatementShape;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseMetricsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void metersTellWhatTheDatabaseCounts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Database database = Database.open(postgres.config())) {
            new DatabaseMetrics(database, Tag.of("database", "main")).bindTo(registry);

            database.tx().run(() -> ask(database));
            database.tx().replica().run(() -> ask(database));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> database.tx().run(() -> {
                        throw new IllegalStateException("no");
                    }));
            assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> ask(database, "select 1 / 0"));

            assertThat(count(registry, "stele.transactions", "outcome", "commit"))
                    .isEqualTo(2);
            assertThat(count(registry, "stele.transactions", "outcome", "rollback"))
                    .isEqualTo(1);
            assertThat(count(registry, "stele.reads", "server", "primary")).isEqualTo(1);
            assertThat(count(registry, "stele.commits.in.doubt", "proven", "no"))
                    .isZero();
            assertThat(registry.get("stele.pool.max")
                            .tag("database", "main")
                            .gauge()
                            .value())
                    .isEqualTo(10);
            FunctionTimer statements =
                    registry.get("stele.statements").tag("operation", "sql").functionTimer();
            assertThat(statements.count()).isEqualTo(3);
            assertThat(statements.totalTime(TimeUnit.NANOSECONDS)).isPositive();
            assertThat(count(registry, "stele.statements.failed", "operation", "sql"))
                    .isEqualTo(1);
            assertThat(registry.getMeters()).hasSize(16);
        }
    }

    @Test
    void anOperationThatComesLaterHasItsMeterThen() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Database database = Database.open(postgres.config())) {
            new DatabaseMetrics(database).bindTo(registry);
            StatementShape shape = database.statements().shape("select 1", "Item.one");

            database.sql(shape, statement -> statement.execute(), found -> 1);

            assertThat(registry.get("stele.statements")
                            .tag("operation", "Item.one")
                            .functionTimer()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static double count(SimpleMeterRegistry registry, String name, String key, String value) {
        return registry.get(name)
                .tag(key, value)
                .tag("database", "main")
                .functionCounter()
                .count();
    }

    private static boolean ask(Database database) {
        return ask(database, "select 1");
    }

    private static boolean ask(Database database, String sql) {
        return database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
