package dev.stele.examples.benchmarks.whole;

import com.sun.management.ThreadMXBean;
import dev.stele.core.Database;
import dev.stele.crud.Dao;
import dev.stele.examples.benchmarks.sample.Entities;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.SampleRows;
import java.lang.management.ManagementFactory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs that statements are recorded: the same calls on the same connection, by turns with and without.
 *
 * @param rows the rows to read
 * @param blocks how many blocks are measured with, and as many without
 * @param calls how many calls a block has
 */
public record RecordingCost(SampleRows rows, int blocks, int calls) {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A call that is measured. */
    private interface Call {
        Object of(long id) throws Exception;
    }

    /** Measures, and tells a line for each call. */
    public List<String> run() throws Exception {
        try (Database database = Database.open(rows.config(), Entities.with(Note.class))) {
            Dao<Note, Long> notes = new Dao<>(database, Note.class);
            Map<String, Call> measured = new LinkedHashMap<>();
            measured.put("find by id", id -> notes.get(id, Note.Out.class));
            measured.put(
                    "own SQL by id",
                    id -> database.sql(connection -> {
                        try (PreparedStatement statement = connection.prepareStatement(
                                "select id, code, title, amount, body from note where id = ?")) {
                            statement.setLong(1, id);
                            try (ResultSet row = statement.executeQuery()) {
                                row.next();
                                return new Note.Out(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getInt(4),
                                        row.getString(5));
                            }
                        }
                    }));
            List<String> lines = new ArrayList<>();
            lines.add("| | p50 off | p50 on | CPU off | CPU on | more CPU | allocated off | allocated on |");
            lines.add("|---|---:|---:|---:|---:|---:|---:|---:|");
            for (Map.Entry<String, Call> call : measured.entrySet()) {
                lines.add(line(call.getKey(), database, call.getValue()));
            }
            return lines;
        }
    }

    private String line(String name, Database database, Call call) throws Exception {
        Side off = new Side(blocks, calls);
        Side on = new Side(blocks, calls);
        for (int block = -Math.max(1, blocks / 5); block < blocks; block++) {
            database.statements().pause();
            off.measure(block, call, rows.notes());
            database.statements().resume();
            on.measure(block, call, rows.notes());
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.2f µs | %.2f µs | %.2f µs | %.2f µs | %.0f ns, %.1f %% of the time | %.0f B | %.0f B |",
                name,
                off.p50() / 1e3,
                on.p50() / 1e3,
                off.cpu() / 1e3,
                on.cpu() / 1e3,
                on.cpu() - off.cpu(),
                100 * (on.cpu() - off.cpu()) / off.p50(),
                off.bytes(),
                on.bytes());
    }

    /** What was measured with, or without. */
    private static final class Side {
        private final int calls;
        private final long[] times;
        private final double[] cpu;
        private final double[] bytes;

        Side(int blocks, int calls) {
            this.calls = calls;
            this.times = new long[blocks * calls];
            this.cpu = new double[blocks];
            this.bytes = new double[blocks];
        }

        /** One block; those with a number below zero only warm up. */
        void measure(int block, Call call, int ids) throws Exception {
            long allocated = THREAD.getCurrentThreadAllocatedBytes();
            long used = THREAD.getCurrentThreadCpuTime();
            for (int i = 0; i < calls; i++) {
                long began = System.nanoTime();
                if (call.of(1 + (1_000_000_000L + (long) block * calls + i) * 31 % ids) == null) {
                    throw new IllegalStateException("nothing was found");
                }
                if (block >= 0) {
                    times[block * calls + i] = System.nanoTime() - began;
                }
            }
            if (block >= 0) {
                cpu[block] = (double) (THREAD.getCurrentThreadCpuTime() - used) / calls;
                bytes[block] = (double) (THREAD.getCurrentThreadAllocatedBytes() - allocated) / calls;
            }
        }

        double p50() {
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        double cpu() {
            return median(cpu);
        }

        double bytes() {
            return median(bytes);
        }

        private static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }
}
