package dev.stele.examples.benchmarks.calls;

import com.sun.management.ThreadMXBean;
import dev.stele.core.config.DatabaseConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What work costs beside its time: processor time here and in the server's backends, and bytes allocated.
 *
 * <p>Counted are the threads of Java, so neither the compiler nor the collector.
 */
public final class Meter implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Connection connection;
    private Map<Long, Long> serverBefore = Map.of();
    private long clientBefore;
    private long bytesBefore;

    /** Watches the backends of this database. */
    public Meter(DatabaseConfig config) throws SQLException {
        connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
    }

    /**
     * What was used up.
     *
     * @param client nanoseconds of processor time of this process
     * @param server nanoseconds of processor time of the backends; NaN where the server runs elsewhere
     * @param bytes bytes allocated
     */
    public record Used(double client, double server, double bytes) {
        /** The share of one of so many calls. */
        public Used per(long calls) {
            return new Used(client / calls, server / calls, bytes / calls);
        }
    }

    /** Begins. */
    public void start() throws SQLException {
        serverBefore = server();
        bytesBefore = bytes();
        clientBefore = client();
    }

    /** What was used since the start. */
    public Used stop() throws SQLException {
        double client = (double) client() - clientBefore;
        double bytes = (double) bytes() - bytesBefore;
        Map<Long, Long> after = server();
        double server = after.isEmpty() ? Double.NaN : 0;
        for (Map.Entry<Long, Long> each : after.entrySet()) {
            server += each.getValue() - serverBefore.getOrDefault(each.getKey(), 0L);
        }
        return new Used(client, server, bytes);
    }

    private static long client() {
        return Arrays.stream(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()))
                .filter(time -> time > 0)
                .sum();
    }

    private static long bytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /** The time of each backend of the database but our own. */
    private Map<Long, Long> server() throws SQLException {
        Map<Long, Long> times = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                                + " and (inet_server_addr() is null or inet_server_addr() = inet_client_addr())");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String schedstat = read(Path.of("/proc", row.getString(1), "schedstat"));
                if (!schedstat.isEmpty()) {
                    times.put(row.getLong(1), onProcessor(schedstat));
                }
            }
        }
        return times;
    }

    /** The file's text; empty where there is none, as of a backend that has ended since it was listed. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** The first of the numbers of a schedstat file: nanoseconds on a processor. */
    private static long onProcessor(String schedstat) {
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
