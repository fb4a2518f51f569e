package dev.stele.examples.benchmarks;

import dev.stele.core.config.DatabaseConfig;
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
import dev.stele.examples.benchmarks.whole.ManyRows;
import dev.stele.examples.benchmarks.whole.ManyThreads;
import dev.stele.examples.benchmarks.whole.Turns;
import java.util.ArrayList;
import java.util.List;

/** Everything that is measured, one after the other. */
final class Course {
    private final DatabaseConfig server;
    private final SampleRows rows;
    private final Effort effort;

    Course(DatabaseConfig server, SampleRows rows, Effort effort) {
        this.server = server;
        this.rows = rows;
        this.effort = effort;
    }

    /** Single calls of every peer. */
    List<Row> calls() throws Exception {
        CallRounds rounds = new CallRounds(effort.peers(), effort.rounds(), effort.millis());
        List<Traffic> traffic;
        try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.COUNTED)) {
            traffic = rounds.traffic(bench);
            bench.rows().tidy();
        }
        try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.PLAIN)) {
            List<Measured> measured =
                    rounds.run(bench).stream().map(Course::measured).toList();
            return Summary.of(measured).stream()
                    .map(row -> withTraffic(row, traffic))
                    .toList();
        }
    }

    /** Many rows, many threads, growth and cold starts, as far as the effort goes. */
    List<Row> rest() throws Exception {
        if (effort.bulk() == 0) {
            return List.of();
        }
        List<Measured> all = new ArrayList<>();
        try (Meter meter = new Meter(rows.config())) {
            Turns turns = new Turns(meter, effort.rounds());
            try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.PLAIN)) {
                all.addAll(threads(bench, turns));
                ManyRows many = new ManyRows(bench, effort.peers(), new Turns(meter, effort.starts()));
                all.addAll(many.in(effort.bulk()));
                all.addAll(many.out());
            }
            Growth growth = new Growth(turns, effort.threaded() / 5);
            all.addAll(growth.rows(rows));
            all.addAll(growth.entities(rows, 500));
        }
        all.addAll(few());
        all.addAll(new ColdStart(rows.config(), effort.peers()).run(effort.starts()));
        return Summary.of(all);
    }

    private List<Measured> threads(Bench bench, Turns turns) throws Exception {
        List<PeerKind> two = List.of(PeerKind.RAW, PeerKind.STELE);
        List<Measured> all = new ArrayList<>();
        for (int threads : List.of(1, 64)) {
            all.addAll(new ManyThreads(bench, two, turns).run(threads, effort.threaded()));
        }
        for (int threads : List.of(8, 32)) {
            all.addAll(new ManyThreads(bench, effort.peers(), turns).run(threads, effort.threaded()));
        }
        return all;
    }

    /** The same with a hundredth of the rows. */
    private List<Measured> few() throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks_few")) {
            SampleRows few = new SampleRows(database.config(), Math.max(1000, effort.notes() / 100));
            few.fill();
            try (Meter meter = new Meter(few.config())) {
                return new Growth(new Turns(meter, effort.rounds()), effort.threaded() / 5).rows(few);
            }
        }
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
