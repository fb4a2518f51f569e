package dev.stele.examples.benchmarks;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.benchmarks.calls.Bench;
import dev.stele.examples.benchmarks.calls.CallRounds;
import dev.stele.examples.benchmarks.calls.CallRounds.Sample;
import dev.stele.examples.benchmarks.calls.CallRounds.Traffic;
import dev.stele.examples.benchmarks.report.Row;
import dev.stele.examples.benchmarks.report.Table;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import java.io.PrintStream;
import java.util.List;

/**
 * Measures Stele beside hand-written JDBC and its peers.
 *
 * <p>On the database that the settings name, or on an embedded server where they name none; the tables lie in a database
 * of their own, which is dropped at the end.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** Measures everything, or as the argument says: {@code quick}, or {@code migrations} alone. */
    public static void main(String[] args) throws Exception {
        String what = args.length == 0 ? "" : args[0];
        if (!what.equals("quick")) {
            MigrationTimes.main(args);
        }
        if (!what.equals("migrations")) {
            measure(what.equals("quick") ? Effort.QUICK : Effort.WHOLE);
        }
    }

    private static void measure(Effort effort) throws Exception {
        DatabaseConfig settings = DatabaseConfig.load();
        if (settings.isConfigured()) {
            print(settings, effort, System.out);
            return;
        }
        try (DevServer server = DevServer.temporary()) {
            print(server.config(), effort, System.out);
        }
    }

    /** Measures on this server. */
    static void print(DatabaseConfig server, Effort effort, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            SampleRows rows = new SampleRows(database.config(), effort.notes());
            rows.fill();
            List<Row> table = calls(rows, effort);
            out.println(Table.of(table));
        }
    }

    private static List<Row> calls(SampleRows rows, Effort effort) throws Exception {
        CallRounds rounds = new CallRounds(effort.peers(), effort.rounds(), effort.millis());
        List<Traffic> traffic;
        try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.COUNTED)) {
            traffic = rounds.traffic(bench);
            bench.rows().tidy();
        }
        try (Bench bench = new Bench(rows, effort.peers(), Target.Wire.PLAIN)) {
            List<Sample> samples = rounds.run(bench);
            return new CallReport(samples, traffic).rows();
        }
    }
}
