package dev.stele.examples.handbook;

import dev.stele.core.Database;
import dev.stele.core.StatementObserver.Executed;
import dev.stele.core.statements.Repetition;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementRecorder;
import dev.stele.core.statements.StatementShape;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;

/** Code of the page on slow queries. */
final class SlowQuerySteps {
    private final Database database;

    SlowQuerySteps(Database database) {
        this.database = database;
    }

    void look() {
        StatementRecorder statements = database.statements();
        for (StatementFigures it : statements.figures()) {
            System.out.println(it.operation() + " " + it.calls() + " times, p95 "
                    + it.times().p95() + ": " + it.sql());
        }
        for (Repetition it : statements.repetitions()) {
            System.out.println(it.operation() + " up to " + it.most() + " times in one unit, by " + it.caller());
        }
    }

    void steer(StatementRecorder statements) {
        statements.logSlowerThan(Duration.ofMillis(200));
        statements.pause();
        statements.resume();
        statements.clear();
    }

    private static final String DUE = "select count(*) from memo where done_at is null and due_at < now()";

    long countDue() {
        StatementShape due = database.statements().shape(DUE, "Memo.countDue");
        return database.sql(
                due,
                statement -> {
                    try (var row = statement.executeQuery()) {
                        row.next();
                        return row.getLong(1);
                    }
                },
                count -> 1);
    }

    Database.Observation trace(Tracer tracer) {
        return database.observe(statement -> span(tracer, statement));
    }

    private void span(Tracer tracer, Executed statement) {
        String withoutValues = database.statements().shape(statement.sql()).sql();
        SpanBuilder builder = tracer.spanBuilder(statement.operation())
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(statement.began())
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.query.text", withoutValues)
                .setAttribute("code.function.name", statement.caller());
        var span = builder.startSpan();
        if (statement.failure() != null) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", statement.failure().getSQLState());
        }
        span.end(statement.began().plus(statement.elapsed()));
    }
}
