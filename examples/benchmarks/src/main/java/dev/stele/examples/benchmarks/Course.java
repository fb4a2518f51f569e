package dev.stele.examples.benchmarks;

import dev.stele.examples.benchmarks.Effort.Rest;
import dev.stele.examples.benchmarks.calls.Bench;
import dev.stele.examples.benchmarks.calls.CallRounds;
import dev.stele.examples.benchmarks.calls.CallRounds.Sample;
import dev.stele.examples.benchmarks.calls.CallRounds.Traffic;
import dev.stele.examples.benchmarks.calls.Meter;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.report.Measured.Spent;
import dev.stele.examples.benchmarks.report.Row;
import dev.stele.examples.benchmarks.report.Summary;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.examples.benchmarks.whole.ColdStart;
import dev.stele.examples.benchmarks.whole.Growth;
import dev.stele.examples.benchmarks.whole.Lists;
import dev.stele.examples.benchmarks.whole.ManyRows;
import dev.stele.examples.benchmarks.whole.ManyThreads;
import dev.stele.examples.benchmarks.whole.PythonCalls;
import dev.stele.examples.benchmarks.whole.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that is measured, one after the other. */
final class Course {
    private final SampleRows rows;
    private final Effort effort;
    private final PythonCalls python;

    Course(SampleRows rows, Effort effort, PythonCalls python) {
        this.rows = rows;
        this.effort = effort;
        this.python = python;
    }

    /** Single calls of every peer, those of Python after all others. */
    List<Row> calls() throws Exception {
        CallRounds rounds = new CallRounds(
                effort.peers(), effort.calls().rounds(), effort.calls().millis());
        List<Traffic> traffic;
        try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.COUNTED)) {
            traffic = rounds.traffic(bench);
            bench.rows().tidy();
        }
        try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.PLAIN)) {
            List<Measured> measured = new ArrayList<>(
                    rounds.run(bench).stream().map(Course::measured).toList());
            measured.addAll(
                    python.run(rows, effort.calls().rounds(), effort.calls().millis()));
            return Summary.of(measured).stream()
                    .map(row -> withTraffic(row, traffic))
                    .toList();
        }
    }

    /** Many threads, many rows, many entities and cold starts, as far as the effort goes; hands each part out as it is done. */
    void rest(Consumer<List<Row>> done) throws Exception {
        Rest rest = effort.rest();
        if (rest == null) {
            return;
        }
        try (Meter meter = new Meter(rows.config())) {
            Turns turns = new Turns(meter, effort.calls().rounds());
            try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.PLAIN)) {
                done.accept(Summary.of(threads(bench, turns, rest.threaded())));
                ManyRows many = new ManyRows(bench, effort.peers(), new Turns(meter, rest.starts()));
                done.accept(Summary.of(many.in(rest.bulk())));
                done.accept(Summary.of(many.out()));
            }
            done.accept(Summary.of(new Lists(rows, new Turns(meter, rest.starts())).run(rest.lists())));
            done.accept(Summary.of(new Growth(turns, rest.threaded() / 5).entities(rows, 500)));
        }
        done.accept(Summary.of(new ColdStart(rows.config(), effort.peers()).run(rest.starts())));
    }

    private List<Measured> threads(Bench bench, Turns turns, int calls) throws Exception {
        List<PeerKind> two = List.of(PeerKind.RAW, PeerKind.STELE);
        List<Measured> all = new ArrayList<>();
        for (int threads : List.of(1, 64)) {
            all.addAll(new ManyThreads(bench, two, turns).run(threads, calls));
        }
        for (int threads : List.of(8, 32)) {
            all.addAll(new ManyThreads(bench, effort.peers(), turns).run(threads, calls));
        }
        return all;
    }

    private static Measured measured(Sample sample) {
        return new Measured(
                sample.workload().title(),
                sample.peer().title(),
                sample.round(),
                sample.p50() / 1e3,
                new Spent(
                        sample.used().client() / 1e3,
                        sample.used().server() / 1e3,
                        sample.used().bytes()));
    }

    private static Row withTraffic(Row row, List<Traffic> traffic) {
        return traffic.stream()
                .filter(each -> each.workload().title().equals(row.workload())
                        && each.peer().title().equals(row.peer()))
                .findFirst()
                .map(each -> row.with(each.flights(), each.commands()))
                .orElse(row);
    }
}
