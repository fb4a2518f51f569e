package dev.stele.examples.slow;

import dev.stele.core.Database;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call took.
 *
 * @param buffers pages of 8 kB that its statements asked for, without parallel workers, whose pages others count
 * @param millis the fastest of some runs
 * @param statements its statements, one after another
 */
record Measured(long buffers, double millis, List<String> statements) {
    private static final int RUNS = 3;
    /** Counts of the session that were not told to others yet, which within a transaction are never told. */
    private static final String FETCHED = """
            select sum(pg_stat_get_xact_blocks_fetched(oid)) from pg_class
            where relnamespace in ('public'::regnamespace, 'pg_toast'::regnamespace)
            """;

    Measured {
        statements = List.copyOf(statements);
    }

    static Measured of(Database database, Runnable call) {
        List<String> sql = new ArrayList<>();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            call.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        Database.Observation observation = database.observe(statement -> sql.add(statement.sql()));
        try {
            call.run();
        } finally {
            observation.close();
        }
        return new Measured(buffers(database, call), best / 1e6, sql);
    }

    private static long buffers(Database database, Runnable call) {
        return database.tx().call(() -> {
            run(database, "set local max_parallel_workers_per_gather = 0");
            long before = fetched(database);
            call.run();
            return fetched(database) - before;
        });
    }

    private static long fetched(Database database) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(FETCHED)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static void run(Database database, String sql) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
