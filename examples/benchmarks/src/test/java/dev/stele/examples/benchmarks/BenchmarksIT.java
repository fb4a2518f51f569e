package dev.stele.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.examples.benchmarks.calls.PeerKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final Effort LEAST = new Effort(
            2000,
            List.of(PeerKind.RAW, PeerKind.STELE),
            new Effort.Calls(1, 2),
            new Effort.Rest(500, 640, 1, List.of(100)));

    @Test
    void runsAllPartsAndWritesThemDown(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            Benchmarks.print(postgres.config(), LEAST, folder, out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("| find by id ", "| 80/20 by 32 threads ", "| insert 500 rows ", "| stream 2,000 rows ")
                .contains("| cold start, archive ", "| upsert 100 records ", "| Stele, 500 entities ")
                .containsAnyOf(
                        "Python: left out, since python3 has no sqlmodel with psycopg or psycopg2",
                        "| SQLModel (Python) ");
        assertThat(Files.readString(folder.resolve("benchmarks.json")))
                .contains("\"workload\": \"find by id\", \"peer\": \"Stele\", \"p50Micros\": ");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("benchmarks.svg").toFile())
                        .getElementsByTagName("circle")
                        .getLength())
                .isGreaterThan(22);
    }

    @Test
    void tellsWhatRecordingCosts() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            Benchmarks.recording(postgres.config(), 2, out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("(?m)^\\| find by id \\| [0-9.]+ µs \\| ")
                .contains("| own SQL by id | ");
    }

    @Test
    void readsAndWritesAllRowsInConstantMemory(@TempDir Path folder) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            Benchmarks.print(postgres.config(), new Effort.Sizes(List.of(1000, 100_000), 1, 20), folder, out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("| page of 100 at 90 %, 1,000 rows ", "| page of 100 at 90 %, 100,000 rows ");
        List<Double> growths = heapGrowths(Files.readString(folder.resolve("benchmarks-millions.json")));
        assertThat(growths).hasSize(4).allMatch(bytes -> bytes < 8 << 20);
    }

    private static List<Double> heapGrowths(String json) {
        return Pattern.compile("\"heapGrowthBytes\": (-?[0-9.]+)")
                .matcher(json)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }
}
