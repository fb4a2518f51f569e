package dev.stele.core.socket;

import java.net.Socket;

/**
 * Makes sockets for work that the server may be long silent at; safe for use by many threads.
 *
 * <p>The driver's {@code socketTimeout} is the silence after which the server is asked on another connection whether it
 * answers at all. Who gets no answer for as long again gives up, with {@link SilentServer}.
 */
public final class PatientSockets extends SocketsOfDriver {
    /** Called by the driver. */
    public PatientSockets() {
        // Nothing to set up; the constructor is public for the driver.
    }

    @Override
    public Socket createSocket() {
        return new PatientSocket(WriteWatch.SHARED);
    }
}
