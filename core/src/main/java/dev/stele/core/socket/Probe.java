package dev.stele.core.socket;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Asks a server whether it answers at all, by the first message of a login; any answer will do. */
final class Probe {
    /** See "SSLRequest" in the PostgreSQL manual, "Message Formats". */
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f};

    private static final long PAUSE = 500;

    private Probe() {}

    /** Asks again and again until it answers or the time is over. */
    static boolean isAnswered(SocketAddress server, int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            int left = (int) TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            if (answers(server, left)) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(Math.min(PAUSE, left));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private static boolean answers(SocketAddress server, int millis) {
        try (Socket socket = new Socket()) {
            socket.connect(server, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(SSL_REQUEST);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
