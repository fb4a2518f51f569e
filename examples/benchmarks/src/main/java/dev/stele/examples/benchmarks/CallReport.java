package dev.stele.examples.benchmarks;

import dev.stele.examples.benchmarks.calls.CallRounds.Sample;
import dev.stele.examples.benchmarks.calls.CallRounds.Traffic;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.calls.Workload;
import dev.stele.examples.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;

/** Brings the rounds of single calls together, each measurement beside that of the first peer in its round. */
final class CallReport {
    private final List<Sample> samples;
    private final List<Traffic> traffic;

    CallReport(List<Sample> samples, List<Traffic> traffic) {
        this.samples = samples;
        this.traffic = traffic;
    }

    /** A row for each workload and peer that was measured. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            Map<Integer, Sample> base = rounds(workload, PeerKind.RAW);
            for (PeerKind peer : PeerKind.values()) {
                Map<Integer, Sample> own = rounds(workload, peer);
                if (!own.isEmpty()) {
                    rows.add(row(workload, peer, own, base));
                }
            }
        }
        return rows;
    }

    private Row row(Workload workload, PeerKind peer, Map<Integer, Sample> own, Map<Integer, Sample> base) {
        List<Double> ratios = each(own, base, (a, b) -> a.p50() / b.p50());
        Traffic sent = traffic.stream()
                .filter(each -> each.workload() == workload && each.peer() == peer)
                .findFirst()
                .orElse(new Traffic(workload, peer, Double.NaN, Double.NaN));
        return new Row(
                workload.title(),
                peer.title(),
                new Row.Time(
                        median(each(own, base, (a, b) -> a.p50() / 1e3)),
                        median(ratios),
                        ratios.get(0),
                        ratios.get(ratios.size() - 1)),
                new Row.Cost(
                        median(each(own, base, (a, b) -> a.used().client() / 1e3)),
                        median(each(own, base, (a, b) -> a.used().server() / 1e3)),
                        median(each(own, base, (a, b) -> cpu(a) / cpu(b))),
                        median(each(own, base, (a, b) -> a.used().bytes())),
                        median(each(
                                own, base, (a, b) -> a.used().bytes() / b.used().bytes())),
                        sent.flights(),
                        sent.commands()));
    }

    private Map<Integer, Sample> rounds(Workload workload, PeerKind peer) {
        return samples.stream()
                .filter(each -> each.workload() == workload && each.peer() == peer)
                .collect(Collectors.toMap(Sample::round, each -> each, (a, b) -> a, TreeMap::new));
    }

    private static double cpu(Sample sample) {
        return sample.used().client() + sample.used().server();
    }

    private static List<Double> each(
            Map<Integer, Sample> own, Map<Integer, Sample> base, ToDoubleBiFunction<Sample, Sample> figure) {
        return own.values().stream()
                .map(each -> figure.applyAsDouble(each, base.getOrDefault(each.round(), each)))
                .sorted()
                .toList();
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
