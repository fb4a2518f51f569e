package dev.stele.core.socket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks now and then after sockets that write much; safe for use by many threads.
 *
 * <p>It has no thread of its own, and does nothing while nobody sends a load.
 */
final class WriteWatch {
    static final WriteWatch SHARED = new WriteWatch();

    private static final Executor AFTER_A_WHILE =
            CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS, Runnable::run);

    private final Set<LimitedSocket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    void add(LimitedSocket socket) {
        if (sockets.add(socket) && looking.compareAndSet(false, true)) {
            AFTER_A_WHILE.execute(this::look);
        }
    }

    void remove(LimitedSocket socket) {
        sockets.remove(socket);
    }

    private void look() {
        long now = System.nanoTime();
        sockets.forEach(socket -> look(socket, now));
        looking.set(false);
        if (!sockets.isEmpty() && looking.compareAndSet(false, true)) {
            AFTER_A_WHILE.execute(this::look);
        }
    }

    private void look(LimitedSocket socket, long now) {
        socket.closeIfStuck(now);
        if (!socket.isWriting()) {
            sockets.remove(socket);
            // A write may have begun in between and taken it for watched.
            if (socket.isWriting()) {
                sockets.add(socket);
            }
        }
    }
}
