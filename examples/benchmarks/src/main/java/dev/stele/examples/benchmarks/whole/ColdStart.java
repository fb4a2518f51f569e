package dev.stele.examples.benchmarks.whole;

import dev.stele.core.config.DatabaseConfig;
import dev.stele.examples.benchmarks.calls.PeerKind;
import dev.stele.examples.benchmarks.report.Measured;
import dev.stele.examples.benchmarks.report.Measured.Spent;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processes that start and make one call on a database that is migrated, with and without an archive of classes. */
public final class ColdStart {
    static final String FOUND = "found";
    /** What makes an archive of classes since JDK 25; before, it is AppCDS. */
    private static final boolean AOT = Runtime.version().feature() >= 25;

    private final DatabaseConfig config;
    private final Map<String, String> starts = new LinkedHashMap<>();

    /** Measures these peers on this database, which has the sample. */
    public ColdStart(DatabaseConfig config, Collection<PeerKind> peers) {
        this.config = config;
        starts.put(PeerKind.RAW.title(), FirstCall.BY_HAND);
        starts.put("Stele Dao", PeerKind.STELE.name());
        starts.put("Stele.start()", FirstCall.STELE_START);
        for (PeerKind peer : peers) {
            if (peer != PeerKind.RAW && peer != PeerKind.STELE) {
                starts.put(peer.title(), peer.name());
            }
        }
    }

    /** Starts each so many times. */
    public List<Measured> run(int rounds) throws IOException {
        Path folder = Files.createTempDirectory("starts");
        try {
            String classPath = Jars.of(System.getProperty("java.class.path"), folder);
            // The first start warms the file cache and, of ours, stores the mapping: no archive holds Hibernate's boot.
            measure("first start", 1, classPath, Map.of());
            Map<String, Path> archives = archives(classPath, folder);
            List<Measured> all = new ArrayList<>(measure("cold start", rounds, classPath, Map.of()));
            all.addAll(measure("cold start, archive", rounds, classPath, archives));
            return all;
        } finally {
            Jars.delete(folder);
        }
    }

    private List<Measured> measure(String workload, int rounds, String classPath, Map<String, Path> archives)
            throws IOException {
        List<Measured> all = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, String> start : starts.entrySet()) {
                Path archive = archives.get(start.getKey());
                List<String> options = archive == null
                        ? List.of()
                        : List.of((AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
                Took took = start(start.getValue(), classPath, options);
                all.add(new Measured(workload, start.getKey(), round, took.micros(), took.spent()));
            }
        }
        return all;
    }

    private Map<String, Path> archives(String classPath, Path folder) throws IOException {
        Map<String, Path> archives = new LinkedHashMap<>();
        for (Map.Entry<String, String> start : starts.entrySet()) {
            Path archive = folder.resolve(start.getValue() + ".archive");
            String option = AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
            start(start.getValue(), classPath, List.of(option + archive));
            archives.put(start.getKey(), archive);
        }
        return archives;
    }

    /** From the start of the process to the answer. */
    private Took start(String peer, String classPath, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options);
        command.addAll(List.of(
                "-Dorg.jboss.logging.provider=slf4j",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                classPath,
                FirstCall.class.getName(),
                peer,
                config.jdbcUrl(),
                config.user(),
                config.password()));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> before = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(FOUND)) {
                    double micros = (System.nanoTime() - start) / 1e3;
                    double cpu = process.info()
                            .totalCpuDuration()
                            .map(time -> time.toNanos() / 1e3)
                            .orElse(Double.NaN);
                    // The end writes the archive; whatever it prints has to be read.
                    lines.lines().forEach(before::add);
                    return new Took(micros, new Spent(cpu, 0, Double.NaN));
                }
                before.add(line);
            }
            throw new IOException(peer + " found nothing:\n" + String.join("\n", before));
        }
    }

    /** One start: its time, and the processor time of all its threads until then. */
    private record Took(double micros, Spent spent) {}
}
