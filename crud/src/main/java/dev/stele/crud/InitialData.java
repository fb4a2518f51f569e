package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.crud.Seed.Changes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows an application declares to be there when it starts.
 *
 * <p>Applied in one transaction under an advisory lock: all of it or nothing, and when many processes start at once one
 * writes and the others find everything unchanged. Immutable, safe for use by many threads.
 */
public final class InitialData {
    // "stele" in ASCII and a number: no other user of advisory locks in the database should take the same.
    static final long LOCK = 0x7374656c65_000001L;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 5;

    private final List<Seed> seeds;

    private InitialData(List<Seed> seeds) {
        this.seeds = List.copyOf(seeds);
    }

    /** Declares the seeds, applied in this order. */
    public static InitialData of(Seed... seeds) {
        return new InitialData(Arrays.asList(seeds));
    }

    /** Copies with more seeds, applied after these. */
    public InitialData and(Seed... more) {
        return new InitialData(
                Stream.concat(seeds.stream(), Arrays.stream(more)).toList());
    }

    /**
     * Brings the rows to what is declared.
     *
     * @return what was done, seed by seed
     * @throws dev.stele.core.error.DatabaseException if a seed fails; nothing of any seed is kept
     */
    public Report apply(Database database) {
        if (seeds.isEmpty()) {
            return new Report(List.of());
        }
        return database.tx().retry(ATTEMPTS, PATIENCE).call(() -> {
            database.sql(connection -> {
                try (Statement statement = connection.createStatement()) {
                    lock(statement);
                }
                return true;
            });
            List<Applied> applied = new ArrayList<>();
            for (Seed seed : seeds) {
                applied.add(new Applied(seed.name(), seed.apply(database)));
            }
            return new Report(applied);
        });
    }

    // The usual time-outs are meant for rows: another process may take its time, as hashing a password does.
    private static void lock(Statement statement) throws SQLException {
        if (isTrue(statement, "select pg_try_advisory_xact_lock(" + LOCK + ")")) {
            return;
        }
        String[] names = {"lock_timeout", "statement_timeout"};
        List<String> usual = new ArrayList<>();
        for (String name : names) {
            usual.add(text(statement, "select current_setting('" + name + "')"));
            text(statement, "select set_config('" + name + "', '" + PATIENCE.toMillis() + "', true)");
        }
        statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        for (int i = 0; i < names.length; i++) {
            restore(statement, names[i], usual.get(i));
        }
    }

    private static void restore(Statement statement, String name, String value) throws SQLException {
        try (PreparedStatement set = statement.getConnection().prepareStatement("select set_config(?, ?, true)")) {
            set.setString(1, name);
            set.setString(2, value);
            set.execute();
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        return "t".equals(text(statement, sql));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * What one seed did.
     *
     * @param name what the rows are called
     * @param changes what was done to them
     */
    public record Applied(String name, Changes changes) {
        @Override
        public String toString() {
            return name + ": " + changes;
        }
    }

    /**
     * What all seeds did, in their order.
     *
     * @param applied what each seed did
     */
    public record Report(List<Applied> applied) {
        /** Keeps an unmodifiable copy. */
        public Report {
            applied = List.copyOf(applied);
        }

        /** Whether any seed wrote a row. */
        public boolean wrote() {
            return applied.stream().anyMatch(seed -> seed.changes().wrote());
        }

        /** One line a seed, as in {@code "managed skills: inserted 1, updated 0, unchanged 7, removed 0"}. */
        @Override
        public String toString() {
            return applied.stream().map(Applied::toString).collect(Collectors.joining("\n"));
        }
    }
}
