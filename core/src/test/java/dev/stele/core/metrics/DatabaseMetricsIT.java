package dev.stele.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
            assertThat(registry.getMeters()).hasSize(14);
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
        return database.sql(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute("select 1");
            }
        });
    }
}
