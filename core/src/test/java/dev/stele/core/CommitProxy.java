package dev.stele.core;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and its server and loses one COMMIT, or the answer to it, each time it is told to.
 *
 * <p>Reads the protocol message by message, so the connection must be neither encrypted nor use named statements.
 */
final class CommitProxy implements AutoCloseable {
    /** What becomes of the next COMMIT. */
    enum Loss {
        /** It is made, and the client is not told. */
        ANSWER,
        /** It does not arrive, and the server learns that the client is gone. */
        REQUEST,
        /** What was sent with it arrives, it does not, and the server believes that the client is there. */
        SPLIT,
        /** It arrives only when {@link #deliver} is called. */
        LATE
    }

    private final ServerSocket entrance;
    private final URI server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Loss next;
    private volatile boolean refusing;
    private volatile CountDownLatch delivery = new CountDownLatch(1);
    private volatile CountDownLatch delivered = new CountDownLatch(1);

    CommitProxy(String jdbcUrl) {
        server = URI.create(jdbcUrl.replaceFirst("jdbc:", ""));
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    /** The same database, through this proxy. */
    String jdbcUrl() {
        return "postgresql://127.0.0.1:" + entrance.getLocalPort() + server.getPath()
                + "?prepareThreshold=0&sslmode=disable&gssEncMode=disable";
    }

    void lose(Loss loss) {
        next = loss;
    }

    /** Whether the loss asked for is still to come. */
    boolean isArmed() {
        return next != null;
    }

    /** From now on connects nobody, or everybody again. */
    void refuse(boolean now) {
        refusing = now;
    }

    /** Lets a late COMMIT arrive, and waits until the server has closed its side. */
    void deliver() throws InterruptedException {
        delivery.countDown();
        delivered.await();
        delivery = new CountDownLatch(1);
        delivered = new CountDownLatch(1);
    }

    private void accept() throws IOException {
        while (!entrance.isClosed()) {
            Socket client = entrance.accept();
            if (refusing) {
                client.close();
                continue;
            }
            Socket target = new Socket(server.getHost(), server.getPort());
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            open.add(client);
            open.add(target);
            Conversation conversation = new Conversation(client, target);
            inBackground(conversation::up);
            inBackground(conversation::down);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        delivery.countDown();
        for (Socket one : open) {
            one.close();
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // The end of a connection, which is what this class is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** One client and its server. */
    private final class Conversation {
        private final Socket client;
        private final Socket target;
        private volatile boolean swallowing;
        private volatile boolean over;

        Conversation(Socket client, Socket target) {
            this.client = client;
            this.target = target;
        }

        void down() throws IOException {
            InputStream in = target.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[16384];
            try {
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (swallowing) {
                        cut();
                        target.close();
                        return;
                    }
                    if (!over) {
                        out.write(bytes, 0, count);
                        out.flush();
                    }
                }
            } finally {
                delivered.countDown();
                client.close();
            }
        }

        void up() throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = target.getOutputStream();
            ByteArrayOutputStream flight = new ByteArrayOutputStream();
            boolean login = true;
            try {
                while (true) {
                    byte[] message = message(in, login);
                    login = false;
                    flight.write(message);
                    if (isCommit(message) && next != null) {
                        Loss loss = next;
                        next = null;
                        lose(loss, flight, message, in, out);
                        return;
                    }
                    if (in.available() == 0) {
                        flight.writeTo(out);
                        out.flush();
                        flight.reset();
                    }
                }
            } catch (IOException gone) {
                target.close();
                throw gone;
            }
        }

        private void lose(Loss loss, ByteArrayOutputStream flight, byte[] commit, DataInputStream in, OutputStream out)
                throws IOException {
            switch (loss) {
                case ANSWER -> {
                    swallowing = true;
                    rest(flight, in);
                    flight.writeTo(out);
                    out.flush();
                }
                case REQUEST -> {
                    cut();
                    target.close();
                }
                case SPLIT -> {
                    out.write(flight.toByteArray(), 0, flight.size() - commit.length);
                    out.flush();
                    cut();
                }
                case LATE -> {
                    rest(flight, in);
                    CountDownLatch signal = delivery;
                    cut();
                    await(signal);
                    flight.writeTo(out);
                    out.flush();
                    target.shutdownOutput();
                }
            }
        }

        /** What follows, up to and with the message that asks for the answer. */
        private static void rest(ByteArrayOutputStream flight, DataInputStream in) throws IOException {
            byte[] message;
            do {
                message = message(in, false);
                flight.write(message);
            } while (message[0] != 'S');
        }

        /** Ends the client's side by a reset. */
        private void cut() throws IOException {
            over = true;
            client.setSoLinger(true, 0);
            client.close();
        }
    }

    private static void await(CountDownLatch signal) {
        try {
            signal.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCommit(byte[] message) {
        return message[0] == 'P' && new String(message, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
    }

    /** The first message has no letter before its length. */
    private static byte[] message(DataInputStream in, boolean first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!first) {
            bytes.write(in.readUnsignedByte());
        }
        int length = in.readInt();
        bytes.write(length >>> 24);
        bytes.write(length >>> 16);
        bytes.write(length >>> 8);
        bytes.write(length);
        byte[] body = new byte[length - 4];
        in.readFully(body);
        bytes.write(body);
        return bytes.toByteArray();
    }
}
