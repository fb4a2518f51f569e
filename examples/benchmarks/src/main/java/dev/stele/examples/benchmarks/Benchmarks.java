package dev.stele.examples.benchmarks;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.benchmarks.Effort.Sizes;
import dev.stele.examples.benchmarks.calls.Bench;
import dev.stele.examples.benchmarks.calls.Meter;
import dev.stele.examples.benchmarks.report.Chart;
import dev.stele.examples.benchmarks.report.Json;
import dev.stele.examples.benchmarks.report.Row;
import dev.stele.examples.benchmarks.report.Summary;
import dev.stele.examples.benchmarks.report.Table;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import dev.stele.examples.benchmarks.whole.ColdStart;
import dev.stele.examples.benchmarks.whole.Lists;
import dev.stele.examples.benchmarks.whole.ManyRows;
import dev.stele.examples.benchmarks.whole.PythonCalls;
import dev.stele.examples.benchmarks.whole.RecordingCost;
import dev.stele.examples.benchmarks.whole.Turns;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

    /** Measures everything, or what the argument names. */
    public static void main(String[] args) throws Exception {
        switch (args.length == 0 ? "" : args[0]) {
            case "migrations" -> MigrationTimes.main(args);
            case "lists" -> measure((server, folder) -> lists(server, System.out));
            case "streams" -> measure((server, folder) -> streams(server, System.out));
            case "backup" ->
                measure((server, folder) -> BackupTimes.print(
                        server, Integer.getInteger("stele.benchmarks.megabytes", 1000), 3, System.out));
            case "recording" -> measure((server, folder) -> recording(server, 2_000, System.out));
            case "starts" -> measure((server, folder) -> starts(server, System.out));
            case "millions" -> measure((server, folder) -> print(server, Sizes.MILLIONS, folder, System.out));
            case "quick" -> measure((server, folder) -> print(server, Effort.QUICK, folder, System.out));
            default -> {
                MigrationTimes.main(args);
                measure((server, folder) -> print(server, Effort.WHOLE, folder, System.out));
            }
        }
    }

    /** Measures the starts of processes on this server. */
    static void starts(DatabaseConfig server, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            new SampleRows(database.config(), 1000).fill();
            out.println(Table.of(Summary.of(new ColdStart(database.config(), List.of()).run(7))));
            Machine.describe(database.config()).forEach((name, value) -> out.println(name + ": " + value));
        }
    }

    /** Measures what recording statements costs on this server. */
    static void recording(DatabaseConfig server, int blocks, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            SampleRows rows = new SampleRows(database.config(), 100_000);
            rows.fill();
            new RecordingCost(rows, blocks, 200).run().forEach(out::println);
            Machine.describe(database.config()).forEach((name, value) -> out.println(name + ": " + value));
        }
    }

    /** Measures lists of records on this server. */
    static void lists(DatabaseConfig server, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            SampleRows rows = new SampleRows(database.config(), 100_000);
            rows.fill();
            try (Meter meter = new Meter(database.config())) {
                out.println(Table.of(Summary.of(new Lists(rows, new Turns(meter, 7)).run(List.of(100, 1000, 5000)))));
            }
            Machine.describe(database.config()).forEach((name, value) -> out.println(name + ": " + value));
        }
    }

    /** Measures reading all rows of a table on this server. */
    static void streams(DatabaseConfig server, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            SampleRows rows = new SampleRows(database.config(), Effort.WHOLE.notes());
            rows.fill();
            try (Meter meter = new Meter(database.config());
                    Bench bench = new Bench(rows, Effort.WHOLE.peers(), Target.Wire.PLAIN)) {
                out.println(Table.of(Summary.of(new ManyRows(bench, Effort.WHOLE.peers(), new Turns(meter, 7)).out())));
            }
            Machine.describe(database.config()).forEach((name, value) -> out.println(name + ": " + value));
        }
    }

    private static void measure(Work work) throws Exception {
        Path out = Path.of(System.getProperty("stele.benchmarks.out", "target"));
        DatabaseConfig settings = DatabaseConfig.load();
        if (settings.isConfigured()) {
            work.run(settings, out);
            return;
        }
        try (DevServer server = DevServer.temporary()) {
            work.run(server.config(), out);
        }
    }

    /** Measures on this server. */
    static void print(DatabaseConfig server, Effort effort, Path folder, PrintStream out) throws Exception {
        try (SampleDatabase database = new SampleDatabase(server, "stele_benchmarks")) {
            SampleRows rows = new SampleRows(database.config(), effort.notes());
            rows.fill();
            Report report = new Report(database.config(), out);
            PythonCalls python = new PythonCalls();
            report.note("Python", python.describe());
            Course course = new Course(rows, effort, python);
            List<Row> calls = course.calls();
            report.add(calls);
            course.rest(report::add);
            report.write(folder.resolve("benchmarks.json"));
            Path chart = Files.writeString(folder.resolve("benchmarks.svg"), Chart.of(calls));
            out.println(chart.toAbsolutePath());
        }
    }

    /** Measures growth on this server. */
    static void print(DatabaseConfig server, Sizes sizes, Path folder, PrintStream out) throws Exception {
        Report report = new Report(server, out);
        new Millions(server, sizes).run(report::add);
        report.write(folder.resolve("benchmarks-millions.json"));
    }

    /** What is measured on a server and written to a folder. */
    private interface Work {
        void run(DatabaseConfig server, Path folder) throws Exception;
    }

    /** What was measured so far, printed as it comes. */
    private static final class Report {
        private final Map<String, String> machine;
        private final List<Row> all = new ArrayList<>();
        private final PrintStream out;

        Report(DatabaseConfig config, PrintStream out) throws SQLException {
            this.machine = Machine.describe(config);
            this.out = out;
        }

        void note(String name, String value) {
            machine.put(name, value);
        }

        void add(List<Row> rows) {
            out.println(Table.of(rows));
            all.addAll(rows);
        }

        void write(Path file) throws IOException {
            machine.put("load at the end", Machine.load());
            machine.forEach((name, value) -> out.println(name + ": " + value));
            Files.createDirectories(file.toAbsolutePath().getParent());
            out.println(Files.writeString(file, Json.of(machine, all)).toAbsolutePath());
        }
    }
}
