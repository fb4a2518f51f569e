package dev.stele.examples.extend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table of the application's own is little to write, and works. */
class ExtendIT {

    @Test
    void insertsPatchesUpsertsAndPages() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Extend.run(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "patched  Out[id=1, title=hello, body=world, teamName=writers]",
                        "upserted Upserted[view=Out[id=1, title=hello, body=again, teamName=writers], inserted=false]",
                        "newest   [Out[id=1, title=hello, body=again, teamName=writers]]");
    }

    @Test
    void anEntityWithItsRecordsAndDaoIsFortyLinesAtMost() throws IOException {
        Path sources = Path.of("src/main/java/dev/stele/examples/extend");

        List<String> lines;
        try (Stream<String> entity = Files.lines(sources.resolve("Note.java"));
                Stream<String> dao = Files.lines(sources.resolve("Notes.java"))) {
            lines = Stream.concat(entity, dao).filter(line -> !line.isBlank()).toList();
        }

        assertThat(lines).hasSizeLessThanOrEqualTo(40);
        assertThat(lines).as("no string names a column").noneSatisfy(line -> assertThat(line)
                .contains("\""));
    }
}
