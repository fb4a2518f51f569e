package dev.stele.core.socket;

import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A server that was silent for longer than the limit, and for as long answered no new connection either. */
public final class SilentServer extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    SilentServer(int millis) {
        super("the server was silent for " + millis / 1000.0 + " s, and for as long answered no new connection");
    }

    /** The one among the causes of a failure, or null. */
    public static @Nullable SilentServer in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SilentServer silent) {
                return silent;
            }
        }
        return null;
    }
}
