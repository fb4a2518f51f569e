package dev.stele.examples.cluster;

import dev.stele.core.Database;
import dev.stele.core.Health;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Timeouts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Breaks the primary again and again while writers write, and compares what they were told with what is there. */
public final class Failovers {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    private final Settings settings;
    private final PrintStream out;
    private final List<Long> firstSuccess = new ArrayList<>();
    private int unfenced;

    private Failovers(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs; exits with 1 where a promise was not kept, with 2 where a script is missing. */
    public static void main(String[] args) throws Exception {
        Settings settings = Settings.read();
        Scripts scripts = new Scripts(settings.scripts(), settings.directory().resolveSibling("scripts.log"));
        if (settings.url().isEmpty()) {
            List<String> missing = scripts.missing(Cluster.scripts(settings.fault(), settings.front()));
            if (!missing.isEmpty()) {
                System.err.println("the folder " + scripts.folder() + " lacks " + String.join(", ", missing)
                        + "\n  hint: name the folder by -Dstele.cluster.scripts=..., or a cluster of your own by"
                        + " -Dstele.cluster.url=jdbc:postgresql://...");
                System.exit(2);
            }
        }
        Files.createDirectories(settings.directory());
        boolean kept = new Failovers(settings, System.out).run(scripts);
        System.out.println(kept ? "every promise kept" : "NOT KEPT");
        System.exit(kept ? 0 : 1);
    }

    private boolean run(Scripts scripts) throws IOException, InterruptedException {
        if (!settings.url().isEmpty()) {
            return run(settings.url(), null);
        }
        try (Cluster cluster =
                Cluster.start(scripts, settings.directory(), settings.port(), settings.fault(), settings.front())) {
            return run(cluster.url(), cluster);
        }
    }

    private boolean run(String url, @Nullable Cluster cluster) throws IOException, InterruptedException {
        try (Database database = Database.open(config(url));
                Ledger ledger = new Ledger(settings.directory().resolveSibling("ledger.txt"))) {
            database.tx().receipt().retry(5).run(() -> execute(database, "drop table if exists entry"));
            database.tx().receipt().retry(5).run(() -> execute(database, "create table entry (writer int, row int)"));
            Writers writers = new Writers(database, ledger, settings.writers()).start();
            try (writers) {
                for (int cycle = 1; cycle <= settings.cycles(); cycle++) {
                    Thread.sleep(settings.pause().toMillis());
                    if (cluster != null) {
                        cycle(cycle, cluster, database, ledger, writers);
                    }
                }
                Thread.sleep(settings.pause().toMillis());
            }
            return report(ledger.audit(each -> read(database, each)), database.work(), writers.longest());
        }
    }

    private DatabaseConfig config(String url) {
        DatabaseConfig config = DatabaseConfig.of(url);
        Timeouts usual = config.timeouts();
        Timeouts quick = new Timeouts(
                Duration.ofSeconds(1),
                usual.login(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                usual.lock(),
                usual.idleInTransaction(),
                usual.start());
        return config.withTimeouts(quick).withPool(config.pool().withMaxSize(settings.writers()));
    }

    private void cycle(int number, Cluster cluster, Database database, Ledger ledger, Writers writers)
            throws InterruptedException {
        Cluster.Takeover takeover = cluster.strike();
        long success = untilDone(writers, takeover.accepts());
        firstSuccess.add(success);
        String fenced = "";
        if (settings.fault() == Cluster.Fault.FREEZE) {
            fenced = zombie(cluster, takeover, database, writers)
                    ? ", old primary refused"
                    : ", OLD PRIMARY NOT REFUSED";
        }
        cluster.mend(takeover);
        out.printf(
                Locale.ROOT,
                "%3d  %s -> %s  writable after %.1f s, first success %d ms later, %d commits%s%n",
                number,
                takeover.old(),
                takeover.now(),
                seconds(takeover.accepts() - takeover.struck()),
                success,
                ledger.done(),
                fenced);
    }

    /** Milliseconds from then on until a commit was acknowledged. */
    private static long untilDone(Writers writers, long from) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_SILENCE.toNanos();
        while (writers.lastDone() - from < 0) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("no commit succeeded within " + LONGEST_SILENCE);
            }
            Thread.sleep(1);
        }
        return TimeUnit.NANOSECONDS.toMillis(writers.lastDone() - from);
    }

    /** Wakes the old primary, which still takes itself for one, and takes the new one away until clients have met it. */
    private boolean zombie(Cluster cluster, Cluster.Takeover takeover, Database database, Writers writers)
            throws InterruptedException {
        long before = database.work().fenced();
        cluster.thaw(takeover.old());
        cluster.freeze(takeover.now());
        long end = System.nanoTime() + LONGEST_SILENCE.toNanos();
        while (database.work().fenced() == before && System.nanoTime() - end < 0) {
            Thread.sleep(10);
        }
        cluster.thaw(takeover.now());
        untilDone(writers, System.nanoTime());
        boolean refused = database.work().fenced() > before;
        unfenced += refused ? 0 : 1;
        return refused;
    }

    private boolean report(Ledger.Audit audit, Health.Work work, Duration longest) {
        Health.Outcomes outcomes = work.outcomes();
        out.printf(
                Locale.ROOT,
                "%d cycles (%s, front %s), %d writers: %d commits, %d lost, %d doubled, %d unwanted, %d unresolved%n",
                firstSuccess.size(),
                Cluster.written(settings.fault()),
                Cluster.written(settings.front()),
                settings.writers(),
                audit.done(),
                audit.lost(),
                audit.doubled(),
                audit.unwanted(),
                audit.unresolved());
        out.printf(
                Locale.ROOT,
                "commits in doubt %d: %d proven made, %d proven not made; %d reported as not made; %d runs again%n",
                outcomes.lost(),
                outcomes.provenCommitted(),
                outcomes.provenNotCommitted(),
                audit.refused(),
                work.retries());
        out.printf(
                Locale.ROOT,
                "first success after the new primary takes writes: p50 %d ms, p95 %d ms, max %d ms; longest call %.1f s;"
                        + " old primaries refused %d times%n",
                percentile(50),
                percentile(95),
                percentile(100),
                seconds(longest.toNanos()),
                work.fenced());
        return audit.isClean() && unfenced == 0;
    }

    private long percentile(int percent) {
        if (firstSuccess.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(firstSuccess);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static void execute(Database database, String sql) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static long read(Database database, LongConsumer each) {
        return database.tx()
                .readOnly()
                .call(() -> database.sql(connection -> {
                    long count = 0;
                    try (Statement statement = connection.createStatement()) {
                        statement.setFetchSize(10_000);
                        try (ResultSet rows = statement.executeQuery("select writer, row from entry")) {
                            while (rows.next()) {
                                each.accept(rows.getLong(1) << 32 | rows.getInt(2));
                                count++;
                            }
                        }
                    }
                    return count;
                }));
    }
}
