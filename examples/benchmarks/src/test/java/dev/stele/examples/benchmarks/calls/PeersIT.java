package dev.stele.examples.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.examples.benchmarks.calls.CallRounds.Sample;
import dev.stele.examples.benchmarks.calls.CallRounds.Traffic;
import dev.stele.examples.benchmarks.calls.Meter.Used;
import dev.stele.examples.benchmarks.sample.SampleRows;
import dev.stele.examples.benchmarks.sample.Target;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on every machine: all peers answer alike, and Stele sends and allocates little more than needs be. */
class PeersIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final Set<PeerKind> PEERS = EnumSet.allOf(PeerKind.class);

    private static Bench bench;

    @BeforeAll
    static void open() throws SQLException {
        SampleRows rows = new SampleRows(postgres.config(), 2000);
        rows.fill();
        bench = new Bench(rows, PEERS, Target.Wire.COUNTED);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersAlikeByWhomever(Workload workload) throws SQLException {
        Object expected = workload.answer(bench.peer(PeerKind.RAW), bench.rows());

        for (PeerKind peer : PEERS) {
            assertThat(workload.answer(bench.peer(peer), bench.rows()))
                    .as(peer.title())
                    .isEqualTo(expected);
        }
        assertThat(expected).isNotNull();
    }

    @Test
    void countsAllNotesAlike() throws SQLException {
        long expected = bench.peer(PeerKind.RAW).streamAll();

        for (PeerKind peer : PEERS) {
            assertThat(bench.peer(peer).streamAll()).as(peer.title()).isEqualTo(expected);
        }
        assertThat(expected).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void sendsWhatIsSentByHand(Workload workload) throws SQLException {
        Traffic byHand = CallRounds.count(bench, workload, PeerKind.RAW);
        Traffic stele = CallRounds.count(bench, workload, PeerKind.STELE);

        double statements = workload == Workload.GRAPH ? 3 : 1;
        assertThat(List.of(byHand.flights(), byHand.commands())).containsOnly(statements);
        assertThat(List.of(stele.flights(), stele.commands())).containsOnly(statements);
    }

    @ParameterizedTest
    @EnumSource
    void allocatesAtMostTwiceWhatIsAllocatedByHand(Workload workload) throws SQLException {
        double byHand = bytes(workload, PeerKind.RAW);
        double stele = bytes(workload, PeerKind.STELE);

        assertThat(stele).isLessThan(2 * byHand);
    }

    @Test
    void measuresEveryWorkload() throws Exception {
        Set<PeerKind> peers = EnumSet.of(PeerKind.RAW, PeerKind.STELE);

        List<Sample> samples = new CallRounds(peers, 1, 5).run(bench);

        assertThat(samples).hasSize(peers.size() * Workload.values().length);
        assertThat(samples).allSatisfy(sample -> assertThat(sample.p50()).isPositive());
        assertThat(samples)
                .allSatisfy(sample -> assertThat(sample.used().bytes()).isPositive());
    }

    private static double bytes(Workload workload, PeerKind peer) throws SQLException {
        int calls = 200;
        if (workload == Workload.DELETE) {
            bench.rows().doom(2 * calls);
        }
        Workload.Call call = workload.by(bench.peer(peer), bench.rows());
        try (Meter meter = new Meter(bench.config())) {
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            meter.start();
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            Used used = meter.stop();
            return used.per(calls).bytes();
        }
    }
}
