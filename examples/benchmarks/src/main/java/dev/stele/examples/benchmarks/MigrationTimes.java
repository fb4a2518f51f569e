package dev.stele.examples.benchmarks;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import java.io.PrintStream;
import java.util.List;

/** Prints what reading and comparing a schema takes, and what a start at head takes with each tool. */
public final class MigrationTimes {
    private MigrationTimes() {}

    /** Measures on an embedded server; {@code stele.benchmarks.rounds} (31) says how often. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("stele.benchmarks.rounds", 31);
        try (DevServer server = DevServer.temporary()) {
            print(server.config(), rounds, List.of(12, 500), System.out);
        }
    }

    /** Measures schemas of these sizes, and starts of a changelog with 50 versions. */
    static void print(DatabaseConfig server, int rounds, List<Integer> sizes, PrintStream out) throws Exception {
        for (int tables : sizes) {
            try (SchemaSample schema = new SchemaSample(server, tables)) {
                out.println(tables + " tables, median of " + rounds + " rounds");
                Rounds.interleaved(rounds, schema.work()).print(out);
            }
        }
        try (StartSample starts = new StartSample(server, 50)) {
            out.println("start at head with 50 versions, median of " + rounds + " rounds");
            Rounds.interleaved(rounds, starts.work()).print(out);
        }
    }
}
