package dev.stele.examples.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Three servers that scripts start, strike and mend, and perhaps something in front of them. */
final class Cluster implements AutoCloseable {
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(2);
    private static final int NODES = 3;

    /** What happens to the primary. */
    enum Fault {
        /** All of its processes are killed, another server is promoted, it comes back as a standby. */
        KILL,
        /** It is stopped in its tracks, another server is promoted, and then it goes on as if nothing had happened. */
        FREEZE,
        /** Its machine dies under Patroni, which finds out when the lease has run out. */
        PATRONI_MACHINE,
        /** Its PostgreSQL dies under a Patroni that lives. */
        PATRONI_POSTGRES;

        boolean isPatroni() {
            return this == PATRONI_MACHINE || this == PATRONI_POSTGRES;
        }
    }

    /** What stands before the servers. */
    enum Front {
        /** Nothing: clients know all servers. */
        NONE,
        /** PgBouncer in transaction mode, which is told of the new primary after each failover. */
        PGBOUNCER,
        /** HAProxy, which asks Patroni. */
        HAPROXY
    }

    private final Scripts scripts;
    private final Path directory;
    private final Fault fault;
    private final Front front;
    private final String direct;
    private final String url;
    private final int port;

    private Cluster(Scripts scripts, Path directory, int port, Fault fault, Front front) {
        this.scripts = scripts;
        this.directory = directory;
        this.port = port;
        this.fault = fault;
        this.front = front;
        this.direct = last(
                fault.isPatroni()
                        ? scripts.run("patroni-start.sh", directory, port, NODES)
                        : scripts.run("cluster-start.sh", directory, port, NODES, "any1"));
        this.url = startFront();
    }

    /**
     * Starts the servers and what stands before them.
     *
     * @param port of the first server; some more from there on must be free
     */
    static Cluster start(Scripts scripts, Path directory, int port, Fault fault, Front front) {
        return new Cluster(scripts, directory, port, fault, front);
    }

    /** The scripts that are needed. */
    static List<String> scripts(Fault fault, Front front) {
        List<String> needed = new ArrayList<>(
                fault.isPatroni()
                        ? List.of("patroni-start.sh", "patroni-kill.sh", "patroni-status.sh", "patroni-stop.sh")
                        : List.of(
                                "cluster-start.sh",
                                "node-kill.sh",
                                "node-promote.sh",
                                "node-rejoin.sh",
                                "cluster-stop.sh"));
        if (fault == Fault.FREEZE) {
            needed.add("node-freeze.sh");
        }
        switch (front) {
            case PGBOUNCER -> needed.addAll(List.of("pgbouncer-start.sh", "pgbouncer-stop.sh"));
            case HAPROXY -> needed.addAll(List.of("haproxy-start.sh", "haproxy-stop.sh"));
            case NONE -> {}
        }
        return needed;
    }

    private String startFront() {
        return switch (front) {
            case NONE -> direct;
            // Without what the script adds for clients that do not notice the pooler themselves.
            case PGBOUNCER ->
                last(scripts.run("pgbouncer-start.sh", besides("pgbouncer"), port + 20, ports()))
                        .replace("&prepareThreshold=0", "");
            case HAPROXY ->
                scripts.run("haproxy-start.sh", besides("haproxy"), port + 30, port + 31, directory)
                        .get(0);
        };
    }

    private Path besides(String name) {
        return directory.resolveSibling(directory.getFileName() + "-" + name);
    }

    private String ports() {
        return String.join(
                ",",
                servers().addresses().stream()
                        .map(address -> address.substring(address.indexOf(':') + 1))
                        .toList());
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    /** Where clients connect. */
    String url() {
        return url;
    }

    Servers servers() {
        return Servers.of(direct);
    }

    /** Breaks the primary and sees to it that another one takes over; tells who did and when. */
    Takeover strike() throws InterruptedException {
        String old = servers().primary("").orElseThrow(() -> new IllegalStateException("no server takes writes"));
        switch (fault) {
            case KILL -> scripts.run("node-kill.sh", directory, node(old));
            case FREEZE -> freeze(old);
            case PATRONI_MACHINE -> scripts.run("patroni-kill.sh", directory, node(old), "machine");
            case PATRONI_POSTGRES -> scripts.run("patroni-kill.sh", directory, node(old), "postgres");
        }
        long struck = System.nanoTime();
        CompletableFuture<Void> promotion = CompletableFuture.runAsync(() -> {
            if (!fault.isPatroni()) {
                scripts.run("node-promote.sh", directory);
            }
        });
        long accepts = servers().untilPromoted(old, LONGEST_OUTAGE);
        promotion.join();
        if (front == Front.PGBOUNCER) {
            accepts = System.nanoTime();
            startFront();
        }
        String now = servers().primary(old).orElseThrow(() -> new IllegalStateException("the new primary is gone"));
        return new Takeover(old, now, struck, accepts);
    }

    /** Stops a server in its tracks: it accepts connections and answers nothing. */
    void freeze(String address) {
        scripts.run("node-freeze.sh", directory, node(address), "freeze");
    }

    /** Lets a frozen server go on, which may be a primary that does not know that it is one no more. */
    void thaw(String address) {
        scripts.run("node-freeze.sh", directory, node(address), "thaw");
    }

    /** Brings the server that was struck back as a standby. */
    void mend(Takeover takeover) {
        if (fault.isPatroni()) {
            scripts.run("patroni-start.sh", directory, port, NODES);
        } else {
            // A server that still takes itself for the primary would be taken for it by the script too.
            scripts.run("node-kill.sh", directory, node(takeover.old()));
            scripts.run("node-rejoin.sh", directory, node(takeover.old()));
        }
    }

    private String node(String address) {
        return "n" + (servers().addresses().indexOf(address) + 1);
    }

    @Override
    public void close() {
        switch (front) {
            case PGBOUNCER -> scripts.run("pgbouncer-stop.sh", besides("pgbouncer"));
            case HAPROXY -> scripts.run("haproxy-stop.sh", besides("haproxy"));
            case NONE -> {}
        }
        scripts.run(fault.isPatroni() ? "patroni-stop.sh" : "cluster-stop.sh", directory, "--wipe");
    }

    /** The names of an enum's values, as they are written in properties. */
    static <E extends Enum<E>> String names(E[] values) {
        return String.join(", ", Arrays.stream(values).map(Cluster::written).toList());
    }

    static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * One server that took the place of another.
     *
     * @param old the address of the one before
     * @param now the address of the one after
     * @param struck when the old one was broken, by {@link System#nanoTime}
     * @param accepts when the new one was first seen to take writes
     */
    record Takeover(String old, String now, long struck, long accepts) {}
}
