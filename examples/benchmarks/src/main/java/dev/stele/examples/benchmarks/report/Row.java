package dev.stele.examples.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of the table.
 *
 * @param workload what was done
 * @param peer by whom
 * @param time how long it took
 * @param cost what it used up; NaN where that was not measured
 */
public record Row(String workload, String peer, Time time, Cost cost) {
    /** The same, with what went over the wire. */
    public Row with(double flights, double commands) {
        return new Row(
                workload,
                peer,
                time,
                new Cost(
                        cost.client(),
                        cost.server(),
                        cost.cpuRatio(),
                        cost.bytes(),
                        cost.bytesRatio(),
                        cost.heap(),
                        flights,
                        commands));
    }

    /**
     * How long it took, beside the first peer in the same round.
     *
     * @param p50 the median in microseconds
     * @param ratio the median of the rounds' ratios
     * @param least the least of them
     * @param most the greatest
     */
    public record Time(double p50, double ratio, double least, double most) {}

    /**
     * What each call used up.
     *
     * @param client microseconds of processor time in this process
     * @param server the same in the server's backends
     * @param cpuRatio both together, to those of the first peer
     * @param bytes bytes allocated
     * @param bytesRatio to those of the first peer
     * @param heap bytes by which what is alive on the heap grew
     * @param flights how often it waited for the server
     * @param commands how many commands the server ran
     */
    public record Cost(
            double client,
            double server,
            double cpuRatio,
            double bytes,
            double bytesRatio,
            double heap,
            double flights,
            double commands) {}

    /** Every figure by its name. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50Micros", time.p50());
        figures.put("ratio", time.ratio());
        figures.put("leastRatio", time.least());
        figures.put("mostRatio", time.most());
        figures.put("clientCpuMicros", cost.client());
        figures.put("serverCpuMicros", cost.server());
        figures.put("cpuRatio", cost.cpuRatio());
        figures.put("allocatedBytes", cost.bytes());
        figures.put("allocatedRatio", cost.bytesRatio());
        figures.put("heapGrowthBytes", cost.heap());
        figures.put("flights", cost.flights());
        figures.put("commands", cost.commands());
        figures.values().removeIf(figure -> figure.isNaN());
        return figures;
    }
}
