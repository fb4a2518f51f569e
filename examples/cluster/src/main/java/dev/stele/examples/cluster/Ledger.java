package dev.stele.examples.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What the writers were told of each of their commits, in memory and in a file; safe for use by many threads.
 *
 * <p>Rows are numbered by writer and, for each writer, from 0.
 */
final class Ledger implements AutoCloseable {
    /** What a writer was told. */
    enum Told {
        /** It was committed. */
        DONE,
        /** It was not committed and will not be. */
        NOT_DONE,
        /** Nobody knows. */
        UNKNOWN
    }

    private final Map<Told, Map<Integer, BitSet>> told = new HashMap<>();
    private final BufferedWriter file;
    private long done;

    Ledger(Path path) throws IOException {
        file = Files.newBufferedWriter(path);
    }

    synchronized void tell(Told what, int writer, int row) {
        numbers(what, writer).set(row);
        if (what == Told.DONE) {
            done++;
        }
        try {
            file.append(what.name()).append(' ').append(writer + " " + row).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many commits were acknowledged so far. */
    synchronized long done() {
        return done;
    }

    private BitSet numbers(Told what, int writer) {
        return told.computeIfAbsent(what, t -> new HashMap<>()).computeIfAbsent(writer, w -> new BitSet());
    }

    private synchronized long count(Told what) {
        return told.getOrDefault(what, Map.of()).values().stream()
                .mapToLong(BitSet::cardinality)
                .sum();
    }

    /** Compares it with the rows there are. */
    Audit audit(Rows rows) {
        Map<Integer, BitSet> found = new HashMap<>();
        long[] counts = new long[3];
        rows.each(row -> {
            int writer = (int) (row >>> 32);
            int number = (int) row;
            BitSet seen = found.computeIfAbsent(writer, w -> new BitSet());
            if (seen.get(number)) {
                counts[0]++;
            }
            seen.set(number);
            synchronized (this) {
                if (numbers(Told.NOT_DONE, writer).get(number)) {
                    counts[1]++;
                } else if (!numbers(Told.DONE, writer).get(number)
                        && !numbers(Told.UNKNOWN, writer).get(number)) {
                    counts[2]++;
                }
            }
        });
        long lost = 0;
        synchronized (this) {
            for (Map.Entry<Integer, BitSet> writer :
                    told.getOrDefault(Told.DONE, Map.of()).entrySet()) {
                BitSet missing = (BitSet) writer.getValue().clone();
                missing.andNot(found.getOrDefault(writer.getKey(), new BitSet()));
                lost += missing.cardinality();
            }
        }
        return new Audit(
                count(Told.DONE), lost, counts[0], counts[1] + counts[2], count(Told.NOT_DONE), count(Told.UNKNOWN));
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /** Reads every row, as {@code writer << 32 | number}. */
    @FunctionalInterface
    interface Rows {
        void each(LongConsumer row);
    }

    /**
     * How what was told and what is there agree.
     *
     * @param done commits that were acknowledged
     * @param lost those of them that are not there
     * @param doubled rows that are there more than once
     * @param unwanted rows that are there though they were reported as not done, or never reported
     * @param refused commits that were reported as not done
     * @param unresolved commits of which nobody knew
     */
    record Audit(long done, long lost, long doubled, long unwanted, long refused, long unresolved) {
        /** Whether nothing is lost, nothing twice and nothing unknown. */
        boolean isClean() {
            return lost == 0 && doubled == 0 && unwanted == 0 && unresolved == 0;
        }
    }
}
