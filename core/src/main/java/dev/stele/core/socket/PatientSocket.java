package dev.stele.core.socket;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * A socket at whose time limit the server is asked on another connection, and waited for as long as it answers there.
 *
 * <p>Silence is no fault of a server that builds an index; a frozen or unreachable one answers nobody.
 */
final class PatientSocket extends LimitedSocket {
    /** The driver sets shorter ones to see whether something has come. */
    private static final int SHORTEST = 1000;

    private volatile boolean asking;
    private volatile long answeredAt;

    PatientSocket(WriteWatch watch) {
        super(watch);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                while (true) {
                    try {
                        return in.read(bytes, offset, length);
                    } catch (SocketTimeoutException e) {
                        requireAnswer(e);
                    }
                }
            }
        };
    }

    private void requireAnswer(SocketTimeoutException e) throws IOException {
        int limit = getSoTimeout();
        if (limit < SHORTEST || isClosed()) {
            throw e;
        }
        if (!Probe.isAnswered(getRemoteSocketAddress(), limit)) {
            throw new SilentServer(limit);
        }
    }

    /** Asks by a thread of its own: whoever writes cannot, and the watch has others to look after. */
    @Override
    void overdue(long now, long since, int limit) {
        if (asking || now - answeredAt < TimeUnit.MILLISECONDS.toNanos(limit)) {
            return;
        }
        asking = true;
        Thread thread = new Thread(
                () -> {
                    if (Probe.isAnswered(getRemoteSocketAddress(), limit)) {
                        answeredAt = System.nanoTime();
                    } else if (isWritingSince(since)) {
                        giveUp();
                    }
                    asking = false;
                },
                "stele-silent-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    IOException stuck(int limit) {
        return new SilentServer(limit);
    }
}
