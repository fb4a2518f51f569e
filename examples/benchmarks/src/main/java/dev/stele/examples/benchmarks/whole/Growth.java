package dev.stele.examples.benchmarks.whole;

import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.peers.RawPeer;
import dev.stele.examples.benchmarks.peers.StelePeer;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import org.jspecify.annotations.Nullable;

/** What becomes of a call where there are more rows, and where there are more entities. */
public final class Growth {
    private static final int PAGE = 100;

    private final Turns turns;
    private final int calls;

    /** Measures with this, by so many calls each time. */
    public Growth(Turns turns, int calls) {
        this.turns = turns;
        this.calls = calls;
    }

    /** With the rows of this sample. */
    public List<Measured> rows(SampleRows rows) throws Exception {
        Target target = new Target(rows.config(), Target.Wire.PLAIN);
        try (Peer raw = new RawPeer(target);
                Peer stele = new StelePeer(target)) {
            Map<String, Peer> peers = new LinkedHashMap<>();
            peers.put(PeerKind.RAW.title(), raw);
            peers.put(PeerKind.STELE.title(), stele);
            String size = "%,d rows".formatted(rows.notes());
            Note.Out last = raw.find(rows.notes() / 10 * 9L);
            if (last == null) {
                throw new IllegalStateException("the note at nine tenths is not there");
            }
            stele.pageAfter(last, PAGE);
            List<Measured> all = new ArrayList<>(finding("find by id, " + size, peers, rows.notes()));
            all.addAll(turns.measure(
                    "page of 100 at 90 %, " + size,
                    calls,
                    repeated(peers, peer -> peer.pageAfter(last, PAGE)),
                    () -> {}));
            return all;
        }
    }

    /** With a few entities, and with so many. */
    public List<Measured> entities(SampleRows rows, int count) throws Exception {
        Target target = new Target(rows.config(), Target.Wire.PLAIN);
        try (Peer raw = new RawPeer(target);
                Peer few = new StelePeer(target);
                Peer many = new StelePeer(target, generated(count - 11))) {
            Map<String, Peer> peers = new LinkedHashMap<>();
            peers.put(PeerKind.RAW.title(), raw);
            peers.put("Stele, 11 entities", few);
            peers.put("Stele, " + count + " entities", many);
            return finding("find by id, by number of entities", peers, rows.notes());
        }
    }

    private List<Measured> finding(String workload, Map<String, Peer> peers, int notes) throws Exception {
        return turns.measure(
                workload,
                calls,
                repeated(
                        peers,
                        peer -> peer.find(1L + ThreadLocalRandom.current().nextInt(notes))),
                () -> {});
    }

    private Map<String, Turns.Work> repeated(Map<String, Peer> peers, Call call) {
        Map<String, Turns.Work> pieces = new LinkedHashMap<>();
        peers.forEach((name, peer) -> pieces.put(name, () -> {
            for (int i = 0; i < calls; i++) {
                if (call.by(peer) == null) {
                    throw new IllegalStateException("nothing was found");
                }
            }
        }));
        return pieces;
    }

    private static List<Class<?>> generated(int count) {
        return IntStream.range(0, count).<Class<?>>mapToObj(Growth::entity).toList();
    }

    private static Class<?> entity(int number) {
        return new ByteBuddy()
                .subclass(Object.class)
                .name(Growth.class.getPackageName() + ".Generated" + number)
                .annotateType(AnnotationDescription.Builder.ofType(Entity.class).build())
                .defineField("id", long.class, Visibility.PRIVATE)
                .annotateField(AnnotationDescription.Builder.ofType(Id.class).build())
                .defineField("title", String.class, Visibility.PRIVATE)
                .defineField("amount", long.class, Visibility.PRIVATE)
                .make()
                .load(Growth.class.getClassLoader())
                .getLoaded();
    }

    /** A call that may fail. */
    private interface Call {
        @Nullable
        Object by(Peer peer) throws Exception;
    }
}
