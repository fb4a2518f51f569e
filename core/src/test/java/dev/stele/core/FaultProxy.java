package dev.stele.core;

import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a test and its server, and breaks the way between them as networks do.
 *
 * <p>Bytes are passed on as they are, so encryption must be off for faults that look at statements. Safe for use by many
 * threads; one fault at a time is in force, for connections old and new, until {@link #heal}.
 */
public final class FaultProxy implements AutoCloseable {
    /** What becomes of bytes, in both directions. */
    enum Fault {
        /** They are passed on. */
        NONE,
        /** They are taken and thrown away: a cable is cut. A connection that lost some is silent for ever. */
        BLACKHOLE,
        /** They are not even taken until it is healed, and then all arrive: a machine is frozen. */
        STALL,
        /** COMMIT is passed on, its answer thrown away, and the connection reset. */
        LOSE_ANSWER_TO_COMMIT,
        /** COMMIT is passed on, its answer and all that comes after is thrown away in silence. */
        SILENCE_AT_COMMIT,
        /** COMMIT is thrown away and the connection reset. */
        LOSE_COMMIT
    }

    private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port;
    private volatile InetSocketAddress target;
    private volatile Fault fault = Fault.NONE;
    private volatile long bytesLeft = Long.MAX_VALUE;
    private volatile Duration latency = Duration.ZERO;
    private volatile ServerSocket door;

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.door = listen(0);
        this.port = door.getLocalPort();
    }

    /** Starts one before the server of these settings. */
    public static FaultProxy before(DatabaseConfig server) {
        try {
            return new FaultProxy(address(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same database by way of the proxy. */
    public DatabaseConfig config(DatabaseConfig server) {
        String url = server.jdbcUrl().replaceFirst("//[^/]*/", "//" + address() + "/");
        return DatabaseConfig.of(url + "?sslmode=disable", server.user(), server.password());
    }

    /** Where it listens, as {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** How many connections were made to it. */
    public int accepted() {
        return accepted.get();
    }

    /** Leads new connections to another server, as a moved virtual address does; old ones stay. */
    public void pointAt(DatabaseConfig server) {
        target = address(server);
    }

    /** Cuts the cable: nothing arrives any more, nobody is told. */
    public void blackhole() {
        fault = Fault.BLACKHOLE;
    }

    /** Freezes the way: new connections are accepted, but nothing moves until it is healed. */
    public void stall() {
        fault = Fault.STALL;
    }

    /** Refuses new connections and resets those there are. */
    public void refuse() {
        close(door);
        reset();
    }

    /** Resets the connections there are. */
    public void reset() {
        connections.forEach(FaultyConnection::reset);
    }

    /** Waits before passing anything on. */
    public void delay(Duration each) {
        latency = each;
    }

    /** Resets the connection on which, from now on, this many bytes of answers have come, counted over all. */
    public void cutAfter(long bytes) {
        bytesLeft = bytes;
    }

    /** Lets the server commit and the client never hear of it. */
    public void loseAnswersToCommit() {
        fault = Fault.LOSE_ANSWER_TO_COMMIT;
    }

    /** Lets the server commit while the line goes silent. */
    public void goSilentAtCommit() {
        fault = Fault.SILENCE_AT_COMMIT;
    }

    /** Breaks the line before the server hears of the commit. */
    public void loseCommits() {
        fault = Fault.LOSE_COMMIT;
    }

    /** Passes everything on again; connections that have lost bytes stay silent. */
    public void heal() {
        latency = Duration.ZERO;
        bytesLeft = Long.MAX_VALUE;
        thaw();
        if (door.isClosed()) {
            try {
                door = listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        close(door);
        reset();
        thaw();
    }

    private synchronized void thaw() {
        fault = Fault.NONE;
        notifyAll();
    }

    Fault fault() {
        return fault;
    }

    Duration latency() {
        return latency;
    }

    /** Waits while the way is frozen. */
    synchronized void awaitThaw() throws InterruptedException {
        while (fault == Fault.STALL) {
            wait();
        }
    }

    /** Takes bytes off what is left before the cut; false when nothing is. */
    synchronized boolean mayPass(int bytes) {
        if (bytesLeft == Long.MAX_VALUE) {
            return true;
        }
        bytesLeft -= bytes;
        return bytesLeft >= 0;
    }

    void forget(FaultyConnection connection) {
        connections.remove(connection);
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted), 200);
        daemon("fault-proxy " + socket.getLocalPort(), () -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                accepted.incrementAndGet();
                FaultyConnection connection = new FaultyConnection(this, client, target);
                connections.add(connection);
                connection.start();
            } catch (IOException closed) {
                // Whoever closed it knows.
            }
        }
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress address(DatabaseConfig server) {
        URI uri = URI.create(server.jdbcUrl().substring("jdbc:".length()));
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }
}
