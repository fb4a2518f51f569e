package dev.stele.core;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link FaultProxy}: two threads that copy bytes, or do not. */
final class FaultyConnection {
    /** How the driver's COMMIT looks on the wire, whichever way it is sent. */
    private static final String COMMIT = "COMMIT\0";

    private final FaultProxy proxy;
    private final Socket client;
    private final InetSocketAddress target;
    private final Socket server = new Socket();
    private volatile boolean silent;
    private volatile boolean resetAtAnswer;

    FaultyConnection(FaultProxy proxy, Socket client, InetSocketAddress target) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
    }

    void start() {
        FaultProxy.daemon("fault-proxy to server", this::connectAndCopy);
    }

    private void connectAndCopy() {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, 10_000);
            FaultProxy.daemon("fault-proxy to client", () -> copy(server, client, true));
            copy(client, server, false);
        } catch (IOException unreachable) {
            reset();
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            while (true) {
                proxy.awaitThaw();
                int count = in.read(bytes);
                if (count < 0) {
                    break;
                }
                proxy.awaitThaw();
                LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(proxy.latency().toMillis()));
                if (!pass(bytes, count, to, answers)) {
                    return;
                }
            }
            if (!silent) {
                close();
            }
        } catch (IOException e) {
            if (!silent) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passes bytes on, or does to them what the fault says; false when the connection is over. */
    private boolean pass(byte[] bytes, int count, Socket to, boolean answers) throws IOException {
        FaultProxy.Fault fault = proxy.fault();
        if (fault == FaultProxy.Fault.BLACKHOLE) {
            silent = true;
        }
        if (!answers && !silent && isCommit(bytes, count)) {
            switch (fault) {
                case LOSE_COMMIT -> {
                    reset();
                    return false;
                }
                case LOSE_ANSWER_TO_COMMIT -> resetAtAnswer = true;
                case SILENCE_AT_COMMIT -> {
                    // First, lest the answer be faster.
                    silent = true;
                    to.getOutputStream().write(bytes, 0, count);
                }
                default -> {}
            }
        }
        if (answers && (resetAtAnswer || (!silent && !proxy.mayPass(count)))) {
            reset();
            return false;
        }
        if (!silent) {
            to.getOutputStream().write(bytes, 0, count);
        }
        return true;
    }

    private static boolean isCommit(byte[] bytes, int count) {
        return new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains(COMMIT);
    }

    /** Ends it so that both sides see a reset. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Then nobody is left to be told.
        }
        close();
    }

    private void close() {
        proxy.forget(this);
        try (client;
                server) {
            silent = false;
        } catch (IOException alreadyClosed) {
            // It is over either way.
        }
    }
}
