package dev.stele.examples.cluster;

import dev.stele.core.Database;
import dev.stele.core.FaultProxy;
import dev.stele.core.TestServer;
import dev.stele.core.error.DatabaseException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Breaks a server and the way to it, in every way by turns and in random order, and mends it each time. */
final class RandomFaults {
    /** What is broken. */
    enum Fault {
        /** All connections are reset. */
        RESET,
        /** New connections are refused as well. */
        REFUSED,
        /** The cable is cut: nothing arrives, nobody is told. */
        CUT,
        /** Connections are accepted, and nothing moves. */
        HALF_OPEN,
        /** Everything arrives late. */
        SLOW,
        /** A connection ends in the middle of an answer. */
        CUT_IN_ANSWER,
        /** The server commits, and the client does not hear of it. */
        ANSWER_LOST,
        /** The server does not hear of the commit. */
        COMMIT_LOST,
        /** The line goes silent at a commit, which arrives. */
        SILENT_AT_COMMIT,
        /** An administrator ends sessions. */
        TERMINATED,
        /** Somebody cancels statements. */
        CANCELLED,
        /** Somebody locks a table. */
        LOCKED,
        /** Somebody holds all connections of the pool. */
        POOL_TAKEN,
        /** The server stops where it is, and goes on later. */
        FROZEN,
        /** All processes of the server are killed, and it is started again. */
        KILLED,
        /** The server is restarted in order. */
        RESTARTED
    }

    private static final String OURS = " from pg_stat_activity where application_name = 'stele' and random() < 0.5";

    private final TestServer server;
    private final FaultProxy proxy;
    private final Database database;
    private final int pool;
    private final Random random;
    private final List<Fault> deck = new ArrayList<>();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);

    RandomFaults(TestServer server, FaultProxy proxy, Database database, int pool, Random random) {
        this.server = server;
        this.proxy = proxy;
        this.database = database;
        this.pool = pool;
        this.random = random;
    }

    /** How often each was struck. */
    Map<Fault, Integer> struck() {
        return struck;
    }

    /** Breaks something for a while and mends it. */
    Fault strike() throws Exception {
        if (deck.isEmpty()) {
            deck.addAll(List.of(Fault.values()));
            Collections.shuffle(deck, random);
        }
        Fault fault = deck.remove(deck.size() - 1);
        strike(fault);
        struck.merge(fault, 1, Integer::sum);
        return fault;
    }

    private void strike(Fault fault) throws Exception {
        switch (fault) {
            case RESET -> proxy.reset();
            case REFUSED -> onTheWay(proxy::refuse);
            case CUT -> onTheWay(proxy::blackhole);
            case HALF_OPEN -> onTheWay(proxy::stall);
            case SLOW -> onTheWay(() -> proxy.delay(Duration.ofMillis(5 + random.nextInt(100))));
            case CUT_IN_ANSWER -> onTheWay(() -> proxy.cutAfter(random.nextInt(100_000)));
            case ANSWER_LOST -> onTheWay(proxy::loseAnswersToCommit);
            case COMMIT_LOST -> onTheWay(proxy::loseCommits);
            case SILENT_AT_COMMIT -> onTheWay(proxy::goSilentAtCommit);
            case TERMINATED -> execute("select pg_terminate_backend(pid)" + OURS);
            case CANCELLED -> execute("select pg_cancel_backend(pid)" + OURS);
            case LOCKED ->
                execute("begin; lock table account in access exclusive mode; select pg_sleep("
                        + random.nextInt(3000) / 1000.0 + "); rollback");
            case POOL_TAKEN -> takeThePool();
            case FROZEN -> {
                server.freeze();
                pause(4000);
                server.thaw();
            }
            case KILLED -> {
                server.kill();
                pause(1000);
                server.restart();
            }
            case RESTARTED -> server.restart();
        }
    }

    private void onTheWay(Runnable broken) throws InterruptedException {
        broken.run();
        pause(4000);
        mend();
    }

    /** Mends the way; what fell silent is reset, as the keep-alive of a server's own machine does at length. */
    void mend() {
        proxy.heal();
        proxy.reset();
    }

    /** Waits up to so many milliseconds. */
    void pause(int most) throws InterruptedException {
        Thread.sleep(100 + random.nextInt(most));
    }

    private void takeThePool() throws InterruptedException {
        double seconds = random.nextInt(2900) / 1000.0;
        List<Thread> holders = new ArrayList<>();
        for (int i = 0; i < pool; i++) {
            Thread holder = new Thread(() -> hold(seconds), "holder-" + i);
            holder.start();
            holders.add(holder);
        }
        for (Thread holder : holders) {
            holder.join();
        }
    }

    private void hold(double seconds) {
        try {
            database.sql(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("select pg_sleep(" + seconds + ")");
                }
            });
        } catch (DatabaseException notNow) {
            // Then the others hold it.
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        server.config().jdbcUrl(),
                        server.config().user(),
                        server.config().password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
