package dev.stele.examples.benchmarks.sample;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Sockets that count network flights and commands; pgjdbc makes it by its name.
 *
 * <p>A flight is a read that follows a write: the driver waited for the server. A command is an Execute or a simple
 * Query. The counts are of all connections of the process.
 */
public final class CountedSockets extends SocketFactory {
    private static final AtomicLong FLIGHTS = new AtomicLong();
    private static final AtomicLong COMMANDS = new AtomicLong();

    /** For the driver. */
    public CountedSockets() {}

    /** How often any connection waited for the server so far. */
    public static long flights() {
        return FLIGHTS.get();
    }

    /** How many commands were sent so far. */
    public static long commands() {
        return COMMANDS.get();
    }

    @Override
    public Socket createSocket() {
        return new CountedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("only unconnected sockets are counted");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("only unconnected sockets are counted");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("only unconnected sockets are counted");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("only unconnected sockets are counted");
    }

    private static final class CountedSocket extends Socket {
        private volatile boolean written;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    if (written) {
                        written = false;
                        FLIGHTS.incrementAndGet();
                    }
                    return super.read(bytes, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            Messages messages = new Messages();
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int single) throws IOException {
                    write(new byte[] {(byte) single}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    written = true;
                    messages.read(bytes, offset, length);
                    out.write(bytes, offset, length);
                }
            };
        }
    }

    /** Follows the frames of the protocol, which have a type once the session has started. */
    private static final class Messages {
        private boolean typed;
        private int header;
        private int length;
        private int left;

        void read(byte[] bytes, int offset, int count) {
            for (int i = offset; i < offset + count; i++) {
                if (left > 0) {
                    int skipped = Math.min(left, offset + count - i);
                    left -= skipped;
                    i += skipped - 1;
                } else {
                    head(bytes[i]);
                }
            }
        }

        private void head(byte next) {
            if (header == 0 && typed) {
                if (next == 'E' || next == 'Q') {
                    COMMANDS.incrementAndGet();
                }
                header = 1;
                return;
            }
            header = Math.max(header, 1);
            length = (length << 8) | (next & 0xFF);
            if (++header == 5) {
                left = length - 4;
                // What asks for encryption has no type either; it is shorter than any start of a session.
                typed |= length > 8;
                length = 0;
                header = 0;
            }
        }
    }
}
