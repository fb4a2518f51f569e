package dev.stele.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** How often the network is crossed; a single statement must cost one crossing and nothing else. */
class FlightsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final AtomicInteger FLIGHTS = new AtomicInteger();

    @Test
    void crossesTheNetworkOnceForAStatementOutsideATransaction() throws Exception {
        inOneSession(database -> assertThat(flights(() -> ask(database))).isEqualTo(1));
    }

    @Test
    void letsBeginTravelWithTheFirstStatement() throws Exception {
        inOneSession(database -> assertThat(flights(() -> database.tx().run(() -> ask(database))))
                .as("statement with BEGIN, then COMMIT")
                .isEqualTo(2));
        inOneSession(
                database -> assertThat(flights(() -> database.tx().readOnly().run(() -> ask(database))))
                        .as("read-only costs nothing more")
                        .isEqualTo(2));
        inOneSession(database -> assertThat(
                        flights(() -> database.tx().serializable().run(() -> ask(database))))
                .as("another isolation costs one more")
                .isEqualTo(3));
    }

    @Test
    void letsAReceiptTravelWithItsCommit() throws Exception {
        inOneSession(database -> {
            database.tx().receipt().run(() -> ask(database));

            assertThat(flights(() -> database.tx().receipt().run(() -> ask(database))))
                    .as("as many as without")
                    .isEqualTo(2);
        });
    }

    @Test
    void crossesNothingForATransactionWithoutStatements() throws Exception {
        inOneSession(database -> assertThat(
                        flights(() -> database.tx().serializable().run(() -> {})))
                .isZero());
    }

    private interface Work {
        void run(Database database);
    }

    private static void inOneSession(Work work) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.config().user());
        source.setPassword(postgres.config().password());
        source.setSocketFactory(CountingSockets.class.getName());
        source.setSslMode("disable");
        try (var kept = source.getConnection();
                Database database = Database.open(new OneConnection(kept))) {
            ask(database);
            work.run(database);
        }
    }

    private static int flights(Runnable work) {
        int before = FLIGHTS.get();
        work.run();
        return FLIGHTS.get() - before;
    }

    private static String ask(Database database) {
        return database.sql(connection -> {
            try (var statement = connection.prepareStatement("select 1");
                    var row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        });
    }

    /** Counts a flight each time something is read after something was written. */
    public static final class CountingSockets extends SocketFactory {
        @Override
        public Socket createSocket() {
            return new CountingSocket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class CountingSocket extends Socket {
        private final AtomicBoolean written = new AtomicBoolean();

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int count = super.read(bytes, offset, length);
                    if (written.getAndSet(false)) {
                        FLIGHTS.incrementAndGet();
                    }
                    return count;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    written.set(true);
                }
            };
        }
    }
}
