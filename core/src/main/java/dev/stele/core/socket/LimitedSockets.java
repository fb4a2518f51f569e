package dev.stele.core.socket;

import java.net.Socket;

/**
 * Makes sockets whose time limit holds for writing too.
 *
 * <p>Java's own limit is for reading only: whoever sends a load to a server that is frozen, or gone without a word, would
 * write for ever. Safe for use by many threads.
 */
public final class LimitedSockets extends SocketsOfDriver {
    /** Called by the driver. */
    public LimitedSockets() {
        // Nothing to set up; the constructor is public for the driver.
    }

    @Override
    public Socket createSocket() {
        return new LimitedSocket(WriteWatch.SHARED);
    }
}
