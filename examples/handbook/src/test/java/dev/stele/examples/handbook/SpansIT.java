package dev.stele.examples.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.error.DatabaseException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The recipe for OpenTelemetry: a span for each statement, with when, what, for whom and whether it failed. */
class SpansIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private final List<SpanData> ended = new ArrayList<>();

    @Test
    void everyStatementIsASpanThatKnowsWhatItRan() {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                .build();
        try (provider;
                Database database = Database.open(postgres.config());
                Database.Observation observation = new SlowQuerySteps(database).trace(provider.get("stele"))) {
            run(database, "select 'secret'");
            assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> run(database, "select 1 / 0"));
        }

        assertThat(ended).hasSize(2);
        SpanData first = ended.get(0);
        assertThat(first.getName()).isEqualTo("sql");
        assertThat(first.getEndEpochNanos()).isGreaterThan(first.getStartEpochNanos());
        assertThat(first.getAttributes().get(AttributeKey.stringKey("db.query.text")))
                .isEqualTo("select ?");
        assertThat(first.getAttributes().get(AttributeKey.stringKey("code.function.name")))
                .startsWith(SpansIT.class.getName() + ".run(SpansIT.java:");
        assertThat(ended.get(1).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(ended.get(1).getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("22012");
    }

    private static boolean run(Database database, String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** Keeps what has ended. */
    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
