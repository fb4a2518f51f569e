package dev.stele.core;

import dev.stele.core.statements.StatementShape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Runs COPY, which goes beside JDBC, and tells of it like of any other statement. */
final class Copying {
    private final UnitsOfWork units;

    Copying(UnitsOfWork units) {
        this.units = units;
    }

    long in(Connection connection, String sql, CopySource source) throws SQLException {
        return told(sql, () -> {
            CopyIn copy = api(connection).copyIn(sql);
            try {
                source.writeTo(new CopyStream(copy));
                return copy.endCopy();
            } catch (Refused e) {
                throw e.failure;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                if (copy.isActive()) {
                    cancel(copy);
                }
            }
        });
    }

    long out(Connection connection, String sql, OutputStream target) throws SQLException {
        return told(sql, () -> {
            try {
                return api(connection).copyOut(sql, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static CopyManager api(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** The server answers a cancelled COPY with an error, which says nothing that the caller does not know. */
    private static void cancel(CopyIn copy) {
        try {
            copy.cancelCopy();
        } catch (SQLException expected) {
            return;
        }
    }

    private long told(String sql, Work work) throws SQLException {
        long began = System.nanoTime();
        long rows = -1;
        SQLException failure = null;
        try {
            rows = work.run();
            return rows;
        } catch (SQLException e) {
            failure = e;
            throw e;
        } finally {
            Observers observers = units.observers();
            StatementShape shape = observers.recorder().shape(sql);
            observers.ended(new Observers.Ran(sql, 1, began, rows, failure), shape, units.anyWork());
        }
    }

    private interface Work {
        long run() throws SQLException;
    }

    /** The server's refusal on its way through code that knows of streams only. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final SQLException failure;

        Refused(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** The wire as a stream; each write is one message, so writers should give many bytes at once. */
    private static final class CopyStream extends OutputStream {
        private final CopyIn copy;

        CopyStream(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                copy.writeToCopy(bytes, offset, length);
            } catch (SQLException e) {
                throw new Refused(e);
            }
        }
    }
}
