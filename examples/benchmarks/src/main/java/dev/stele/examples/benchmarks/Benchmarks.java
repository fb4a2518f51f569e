package dev.stele.examples.benchmarks;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.benchmarks.report.Chart;
import dev.stele.examples.benchmarks.report.Json;
import dev.stele.examples.benchmarks.report.Row;
import dev.stele.examples.benchmarks.report.Table;
import dev.stele.examples.benchmarks.sample.SampleRows;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures Stele beside hand-written JDBC and its peers.
 *
 * <p>On the database that the settings name, or on an embedded server where they name none; the tables lie in databases
 * of their own, which are dropped at the end. The figures go to standard output, and as JSON and as a chart to the folder
 * that {@code stele.benchmarks.out} names.
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
        Path out = Path.of(System.getProperty("stele.benchmarks.out", "target"));
        DatabaseConfig settings = DatabaseConfig.load();
        if (settings.isConfigured()) {
            print(settings, effort, out, System.out);
            return;
        }
        try (DevServer server = DevServer.temporary()) {
            print(server.config(), effort, out, System.out);
        }
    }

    /** Measures on this server. */
    static void print(DatabaseConfig server, Effort effort, Path folder, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            SampleRows rows = new SampleRows(database.config(), effort.notes());
            rows.fill();
            Map<String, String> machine = Machine.describe(database.config());
            Course course = new Course(server, rows, effort);
            List<Row> calls = course.calls();
            out.println(Table.of(calls));
            List<Row> all = new ArrayList<>(calls);
            course.rest(part -> {
                out.println(Table.of(part));
                all.addAll(part);
            });
            machine.put("load at the end", Machine.load());
            machine.forEach((name, value) -> out.println(name + ": " + value));
            Files.createDirectories(folder);
            Path json = Files.writeString(folder.resolve("benchmarks.json"), Json.of(machine, all));
            Path chart = Files.writeString(folder.resolve("benchmarks.svg"), Chart.of(calls));
            out.println(json.toAbsolutePath());
            out.println(chart.toAbsolutePath());
        }
    }
}
