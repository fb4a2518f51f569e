package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Makes the pictures of the documentation, in the folder that {@code -Dstele.pictures} names. */
class AdvicePicturesTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final int WIDTH = 1000;

    @Test
    void areSmallEnoughForTheDocumentation() throws Exception {
        String folder = System.getProperty("stele.pictures", "");
        assumeTrue(!folder.isEmpty(), "no folder for pictures is named: -Dstele.pictures=docs/images");
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "no Chromium is installed: apt-get install chromium");
        Path target = Files.createDirectories(Path.of(folder));
        Path page = Files.createTempFile("report", ".html");
        SampleAdvice.of(postgres).writeHtml(page);

        try (Browser browser = Browser.start(program.get())) {
            picture(browser, page, "light", "body", 1240, target.resolve("report-summary.png"));
            picture(browser, page, "dark", "#proposal-1", 800, target.resolve("report-proposal.png"));
            picture(browser, page, "light", "#diagram", 800, target.resolve("report-diagram.png"));
        } finally {
            Files.delete(page);
        }

        try (var files = Files.list(target)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("report-")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(size(file)).isBetween(10_000L, 300_000L));
        }
    }

    private static void picture(Browser browser, Path page, String colours, String part, int height, Path file)
            throws Exception {
        Tab tab = browser.tab().size(WIDTH, 900).colours(colours).open(page);
        tab.value("document.querySelectorAll('#proposal-1 .plan').forEach(plan => { plan.open = true; })");
        String edge = "document.querySelector('%s').getBoundingClientRect().%s + scrollY";
        double top = ((Number) tab.value(edge.formatted(part, "top"))).doubleValue();
        double bottom = ((Number) tab.value(edge.formatted(part, "bottom"))).doubleValue();
        Files.write(file, tab.picture(0, top, WIDTH, Math.min(bottom - top, height)));
        tab.close();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
