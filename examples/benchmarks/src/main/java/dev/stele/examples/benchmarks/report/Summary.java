package dev.stele.examples.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/** Brings rounds together: medians, and ratios to the peer that was measured first at the same, in the same round. */
public final class Summary {
    private Summary() {}

    /** A row for each workload and peer, in the order in which they were measured. */
    public static List<Row> of(List<Measured> all) {
        Map<String, Map<String, Map<Integer, Measured>>> byWorkload = new LinkedHashMap<>();
        for (Measured each : all) {
            byWorkload
                    .computeIfAbsent(each.workload(), workload -> new LinkedHashMap<>())
                    .computeIfAbsent(each.peer(), peer -> new TreeMap<>())
                    .put(each.round(), each);
        }
        List<Row> rows = new ArrayList<>();
        byWorkload.forEach((workload, peers) -> {
            Map<Integer, Measured> base = peers.values().iterator().next();
            peers.forEach((peer, own) -> rows.add(row(workload, peer, new Pairs(own, base))));
        });
        return rows;
    }

    private static Row row(String workload, String peer, Pairs pairs) {
        List<Double> ratios = pairs.each((own, base) -> own.micros() / base.micros());
        return new Row(
                workload,
                peer,
                new Row.Time(
                        pairs.median((own, base) -> own.micros()),
                        median(ratios),
                        ratios.get(0),
                        ratios.get(ratios.size() - 1)),
                new Row.Cost(
                        pairs.median((own, base) -> own.spent().client()),
                        pairs.median((own, base) -> own.spent().server()),
                        pairs.median(
                                (own, base) -> own.spent().cpu() / base.spent().cpu()),
                        pairs.median((own, base) -> own.spent().bytes()),
                        pairs.median((own, base) ->
                                own.spent().bytes() / base.spent().bytes()),
                        pairs.median((own, base) -> own.spent().heap()),
                        Double.NaN,
                        Double.NaN));
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** A peer's measurements beside those of the same rounds that they are compared with. */
    private record Pairs(Map<Integer, Measured> own, Map<Integer, Measured> base) {
        List<Double> each(ToDoubleBiFunction<Measured, Measured> figure) {
            return own.values().stream()
                    .map(each -> figure.applyAsDouble(each, base.getOrDefault(each.round(), each)))
                    .sorted()
                    .toList();
        }

        double median(ToDoubleBiFunction<Measured, Measured> figure) {
            return Summary.median(each(figure));
        }
    }
}
