package dev.stele.examples.benchmarks.calls;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows with all peers open on them; JMH makes its state itself, so one bench at a time is the current one. */
public final class Bench implements AutoCloseable {
    private static volatile @Nullable Bench current;

    private final SampleRows rows;
    private final Map<PeerKind, Peer> peers = new EnumMap<>(PeerKind.class);

    /** Opens these peers and becomes the current bench. */
    public Bench(SampleRows rows, Collection<PeerKind> kinds, Target.Wire wire) {
        this.rows = rows;
        for (PeerKind kind : kinds) {
            peers.put(kind, kind.open(new Target(rows.config(), wire)));
        }
        current = this;
    }

    static Bench current() {
        Bench bench = current;
        if (bench == null) {
            throw new IllegalStateException("no bench is open");
        }
        return bench;
    }

    /** The rows. */
    public SampleRows rows() {
        return rows;
    }

    /** One of the peers. */
    public Peer peer(PeerKind kind) {
        Peer peer = peers.get(kind);
        if (peer == null) {
            throw new IllegalArgumentException(kind + " is not open");
        }
        return peer;
    }

    DatabaseConfig config() {
        return rows.config();
    }

    /** Closes the peers. */
    @Override
    public void close() {
        peers.values().forEach(Peer::close);
        current = null;
    }
}
