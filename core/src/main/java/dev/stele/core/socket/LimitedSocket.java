package dev.stele.core.socket;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/** A socket whose {@code SO_TIMEOUT} holds for a single write too; used by one thread, watched by another. */
class LimitedSocket extends Socket {
    /** What the system surely takes without waiting for the other side. */
    private static final int BUFFERED = 16 * 1024;

    private final WriteWatch watch;
    private int unanswered;
    /** When the write began that is under way, as {@code System.nanoTime()}; 0 where none is. */
    private volatile long writingSince;

    private volatile long limitNanos;
    private volatile boolean stuck;

    LimitedSocket(WriteWatch watch) {
        this.watch = watch;
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        super.setSoTimeout(millis);
        limitNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Closes the socket under a write that has taken longer than the limit. */
    void closeIfStuck(long now) {
        long since = writingSince;
        long limit = limitNanos;
        if (since != 0 && limit != 0 && now - since > limit) {
            overdue(now, since, (int) TimeUnit.NANOSECONDS.toMillis(limit));
        }
    }

    /** Called where the write that began at {@code since} has taken longer than {@code limit} milliseconds; may not wait. */
    void overdue(long now, long since, int limit) {
        giveUp();
    }

    final void giveUp() {
        stuck = true;
        try {
            close();
        } catch (IOException e) {
            // The write ends in either case.
            return;
        }
    }

    /** What the write ends with that was given up. */
    IOException stuck(int limit) {
        return new SocketException("the server took nothing within the time limit");
    }

    final boolean isWritingSince(long since) {
        return writingSince == since;
    }

    boolean isWriting() {
        return writingSince != 0;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                unanswered = Math.min(BUFFERED + 1, unanswered + length);
                if (unanswered <= BUFFERED) {
                    out.write(bytes, offset, length);
                } else {
                    writeWatched(bytes, offset, length);
                }
            }

            private void writeWatched(byte[] bytes, int offset, int length) throws IOException {
                writingSince = System.nanoTime() | 1; // never 0
                watch.add(LimitedSocket.this);
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw stuck ? stuck((int) TimeUnit.NANOSECONDS.toMillis(limitNanos)) : e;
                } finally {
                    writingSince = 0;
                }
            }
        };
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                unanswered = 0;
                return in.read(bytes, offset, length);
            }
        };
    }

    @Override
    public synchronized void close() throws IOException {
        watch.remove(this);
        super.close();
    }
}
