package dev.stele.migrations.advice;

import dev.stele.core.statements.Repetition;
import dev.stele.core.statements.StatementFigures;
import dev.stele.core.statements.StatementFigures.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Statements as a process would have counted them. */
final class CountedHere implements Counted {
    private final List<StatementFigures> figures = new ArrayList<>();
    private final List<Repetition> repetitions = new ArrayList<>();

    /** Each of a hundred calls took 20 ms and returned {@code rows} rows. */
    CountedHere slow(String operation, String sql, long rows) {
        return ran(operation, sql, 100, rows, Duration.ofMillis(20));
    }

    CountedHere ran(String operation, String sql, long calls, long rows, Duration each) {
        Times times = new Times(each.multipliedBy(calls), each, each, each, each, each);
        figures.add(new StatementFigures(
                sql, operation, List.of("app.Caller.call(Caller.java:7)"), calls, 0, rows * calls, times));
        return this;
    }

    CountedHere again(String operation, String sql, long units, int most) {
        repetitions.add(
                new Repetition(sql, operation, "app.Caller.call(Caller.java:7)", units, most, Duration.ofMillis(50)));
        return this;
    }

    @Override
    public List<StatementFigures> figures() {
        return List.copyOf(figures);
    }

    @Override
    public List<Repetition> repetitions() {
        return List.copyOf(repetitions);
    }
}
