package dev.stele.examples.benchmarks.calls;

import dev.stele.examples.benchmarks.calls.Meter.Used;
import dev.stele.examples.benchmarks.sample.CountedSockets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every workload by every peer in turn, so that what else the machine does meets all of them alike.
 *
 * <p>All of it runs in this one process: a peer is compared with its neighbour of the same seconds, and its code is
 * compiled once rather than at each measurement.
 *
 * @param peers who is measured; the first is what all are measured by
 * @param rounds how often, after one round that only warms up
 * @param millis how long each is measured each time, after as long to warm up
 */
public record CallRounds(Collection<PeerKind> peers, int rounds, int millis) {
    private static final String BENCHMARK = "^" + Pattern.quote(SingleCall.class.getName() + ".call") + "$";

    /**
     * One measurement.
     *
     * @param workload what was called
     * @param peer by whom
     * @param round in which round, from 1
     * @param p50 the median in nanoseconds
     * @param used what each call used up
     */
    public record Sample(Workload workload, PeerKind peer, int round, double p50, Used used) {}

    /**
     * What a call sends.
     *
     * @param workload what was called
     * @param peer by whom
     * @param flights how often it waited for the server
     * @param commands how many commands the server ran
     */
    public record Traffic(Workload workload, PeerKind peer, double flights, double commands) {}

    /** Measures on the bench, which has to be the current one. */
    public List<Sample> run(Bench bench) throws RunnerException, SQLException {
        System.setProperty("jmh.ignoreLock", "true");
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            for (Workload workload : Workload.values()) {
                for (PeerKind peer : peers) {
                    double p50 = measure(workload, peer);
                    if (round > 0) {
                        samples.add(new Sample(workload, peer, round, p50, SingleCall.last()));
                    }
                }
            }
            bench.rows().tidy();
        }
        return samples;
    }

    private double measure(Workload workload, PeerKind peer) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(BENCHMARK)
                        .param("workload", workload.name())
                        .param("peer", peer.name())
                        .param("millis", Integer.toString(millis))
                        .mode(Mode.SampleTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(0)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(millis))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle()
                .getPrimaryResult()
                .getStatistics()
                .getPercentile(50);
    }

    /** Counts what goes over the wire of a bench that counts it. */
    public List<Traffic> traffic(Bench bench) throws SQLException {
        List<Traffic> traffic = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            for (PeerKind peer : peers) {
                traffic.add(count(bench, workload, peer));
            }
        }
        return traffic;
    }

    // The driver names a statement at its fifth use and asks for the columns at the sixth; from then on all are alike.
    static Traffic count(Bench bench, Workload workload, PeerKind peer) throws SQLException {
        int calls = 20;
        if (workload == Workload.DELETE) {
            bench.rows().doom(2 * calls);
        }
        Workload.Call call = workload.by(bench.peer(peer), bench.rows());
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        // The pool tests a connection that lay still for half a second, so what most calls do is told.
        double[] flights = new double[calls];
        double[] commands = new double[calls];
        for (int i = 0; i < calls; i++) {
            long flightsBefore = CountedSockets.flights();
            long commandsBefore = CountedSockets.commands();
            call.run();
            flights[i] = CountedSockets.flights() - flightsBefore;
            commands[i] = CountedSockets.commands() - commandsBefore;
        }
        Arrays.sort(flights);
        Arrays.sort(commands);
        return new Traffic(workload, peer, flights[calls / 2], commands[calls / 2]);
    }
}
