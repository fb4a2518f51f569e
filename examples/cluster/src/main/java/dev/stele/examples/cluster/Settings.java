package dev.stele.examples.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a run is to do, from system properties {@code stele.cluster.*}.
 *
 * @param scripts the folder of the scripts
 * @param directory where the servers and the ledger are kept
 * @param port of the first server
 * @param fault what happens to the primary
 * @param front what stands before the servers
 * @param cycles how often
 * @param writers how many threads write
 * @param pause how long they write undisturbed in each cycle
 * @param url of a cluster of your own, which you break yourself; empty where scripts do
 */
record Settings(
        Path scripts,
        Path directory,
        int port,
        Cluster.Fault fault,
        Cluster.Front front,
        int cycles,
        int writers,
        Duration pause,
        String url) {

    static Settings read() {
        return new Settings(
                Path.of(text("scripts", "../shared/cluster")).toAbsolutePath().normalize(),
                Path.of(text("directory", "target/cluster")).toAbsolutePath().normalize(),
                Integer.parseInt(text("port", "6101")),
                choice("fault", Cluster.Fault.values()),
                choice("front", Cluster.Front.values()),
                Integer.parseInt(text("cycles", "5")),
                Integer.parseInt(text("writers", "8")),
                Duration.parse("PT" + text("pause", "1s").toUpperCase(Locale.ROOT)),
                text("url", ""));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty("stele.cluster." + name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static <E extends Enum<E>> E choice(String name, E[] values) {
        String wanted = text(name, Cluster.written(values[0]));
        return Arrays.stream(values)
                .filter(value -> Cluster.written(value).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("stele.cluster.%s must be one of %s but was %s"
                        .formatted(name, Cluster.names(values), wanted)));
    }
}
