package dev.stele.migrations.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stele.core.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report in a real browser, opened from disk. */
@Tag("once")
class AdviceInBrowserTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    /** Ends attributes, elements, scripts, comments and lines, turns text round, and is no text at all. */
    static final String HOSTILE = "'\"><img src=x onerror=harmed=1></script><script>harmed=1</script></style></svg>"
            + "</textarea><!--]]>&lt;${1+1}@if(x)\u202Egpj\u200B\u0007\r\uD800 javascript:harmed=1";

    @TempDir
    static Path folder;

    static Browser browser;
    static Advice sample;

    private Tab tab;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "no Chromium is installed, so no report is opened: apt-get install chromium");
        browser = Browser.start(program.get());
        sample = SampleAdvice.of(postgres);
        sample.writeHtml(folder.resolve("sample.html"));
        ManyTables.of(60).writeHtml(folder.resolve("many.html"));
        new Altered(text -> text + HOSTILE).of(sample).writeHtml(folder.resolve("hostile.html"));
        empty().writeHtml(folder.resolve("empty.html"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        tab = browser.tab().size(1280, 900).colours("light");
    }

    @AfterEach
    void close() {
        tab.close();
    }

    private static Advice empty() {
        return new Advice(
                sample.at(),
                sample.server(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Path file(String name) {
        return folder.resolve(name + ".html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "many", "hostile", "empty"})
    void saysNothingOnTheConsoleAndAsksNoNetwork(String name) throws Exception {
        tab.open(file(name));
        tab.value("new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))");

        assertThat(tab.messages()).isEmpty();
        assertThat(tab.requests()).containsExactly(file(name).toUri().toString());
    }

    @Test
    void letsNoOtherScriptOrStyleRun() throws Exception {
        tab.open(file("sample"));

        tab.value("""
                const script = document.createElement('script');
                script.textContent = 'harmed = 1';
                document.body.append(script);
                document.body.insertAdjacentHTML('beforeend', '<p id=styled style="color:red">x</p><img src="http://127.0.0.1:9/x">');
                """);

        assertThat(tab.value("typeof harmed")).isEqualTo("undefined");
        assertThat(tab.value("getComputedStyle(styled).color")).isNotEqualTo("rgb(255, 0, 0)");
        assertThat(
                        tab.value(
                                "new Promise(done => { const i = document.querySelector('img');"
                                        + " i.complete ? done('blocked') : i.onerror = () => done('blocked'); i.onload = () => done('loaded'); })"))
                .isEqualTo("blocked");
    }

    @Test
    void showsHostileTextsAsTexts() throws Exception {
        tab.open(file("hostile"));

        assertThat(tab.value("typeof harmed")).isEqualTo("undefined");
        assertThat(tab.value("document.scripts.length")).isEqualTo(1L);
        assertThat(tab.value("document.querySelectorAll('img, textarea, [onerror]').length"))
                .isEqualTo(0L);
        assertThat(tab.value("document.querySelectorAll('#notes li').length")).isEqualTo(2L);
        assertThat((String) tab.value("document.querySelector('#notes li').textContent"))
                .endsWith("'\"><img src=x onerror=harmed=1></script><script>harmed=1</script></style></svg></textarea>"
                        + "<!--]]>&lt;${1+1}@if(x)<U+202E>gpj<U+200B><U+0007><U+000D><U+D800> javascript:harmed=1");
        assertThat((String) tab.value("document.body.innerText")).doesNotContain("\u202E", "\u0007");
    }

    @ParameterizedTest
    @CsvSource({
        "sample, light, 1280",
        "sample, dark, 1280",
        "sample, light, 360",
        "sample, dark, 360",
        "many, light, 1280",
        "hostile, light, 360",
        "empty, dark, 360"
    })
    void isAccessible(String name, String colours, int width) throws Exception {
        tab.size(width, 900).colours(colours).open(file(name));
        tab.value("document.querySelectorAll('details').forEach(node => { node.open = true; })");
        tab.value(axe());

        Object violations = tab.value("""
                axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                    .then(result => result.violations.map(violation => violation.id + ': '
                        + violation.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary)))
                """);

        assertThat(violations)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .isEmpty();
    }

    @Test
    void namesEveryControlAndGraphic() throws Exception {
        tab.open(file("sample"));

        List<?> nodes =
                (List<?>) tab.send("Accessibility.getFullAXTree", Map.of()).get("nodes");

        assertThat(nodes)
                .filteredOn(node -> List.of("button", "link", "image", "region", "DisclosureTriangle")
                        .contains(value((Map<?, ?>) node, "role")))
                .hasSizeGreaterThan(40)
                .allSatisfy(node -> assertThat(value((Map<?, ?>) node, "name"))
                        .as(String.valueOf(node))
                        .isNotBlank());
    }

    private static String value(Map<?, ?> node, String name) {
        return node.get(name) instanceof Map<?, ?> value ? String.valueOf(value.get("value")) : "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "many", "hostile", "empty"})
    void fitsAPhoneWithoutScrollingSideways(String name) throws Exception {
        tab.size(360, 740).open(file(name));
        tab.value("document.querySelectorAll('details').forEach(node => { node.open = true; })");

        assertThat(tab.value("document.documentElement.scrollWidth")).isEqualTo(360L);
    }

    @Test
    void foldsPlansByKeyboard() throws Exception {
        tab.open(file("sample"));
        tab.value("document.querySelector('.plan > summary').focus()");

        tab.press("Enter", 13, "\r");
        assertThat(tab.value("document.querySelector('.plan').open")).isEqualTo(true);
        tab.press("Tab", 9, "");
        assertThat(tab.value("document.activeElement.textContent")).isEqualTo("Fold all steps");
        tab.press("Enter", 13, "\r");
        assertThat(tab.value("document.querySelector('.plan details.node').open"))
                .isEqualTo(false);
        tab.press("Tab", 9, "");
        tab.press("Tab", 9, "");
        tab.press(" ", 32, " ");
        assertThat(tab.value("document.querySelector('.plan details.node').open"))
                .isEqualTo(true);
    }

    @Test
    void marksTheStepThatTakesMost() throws Exception {
        tab.open(file("sample"));

        assertThat((String) tab.value("document.querySelector('#statement-1 .plan .flag').parentElement.textContent"))
                .contains("Seq Scan", "thread", "most buffers");
    }

    @Test
    void followsTheSystemsColoursAndTheSwitch() throws Exception {
        String page = "getComputedStyle(document.body).backgroundColor";
        tab.open(file("sample"));
        Object light = tab.value(page);

        tab.colours("dark");
        Object dark = tab.value(page);
        tab.value("document.getElementById('theme').click()");

        assertThat(dark).isNotEqualTo(light);
        assertThat(tab.value(page)).isEqualTo(light);
        assertThat(tab.value("document.getElementById('theme').textContent")).isEqualTo("Dark colours");
    }

    @Test
    void copiesAStatementAsItWas() throws Exception {
        browser.send(
                "",
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        tab.open(file("sample"));
        tab.send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));

        tab.value("document.querySelector('#proposal-1 .copy').click()");

        assertThat(tab.value("new Promise(done => { const look = () => said.textContent ? done(said.textContent)"
                        + " : setTimeout(look, 5); look(); })"))
                .isEqualTo("Copied");
        assertThat(tab.value("navigator.clipboard.readText()"))
                .isEqualTo(Labels.textOf(sample.proposals().get(0).remedy()));
    }

    @Test
    void printsUnfoldedOnPaper() throws Exception {
        tab.open(file("sample"));

        byte[] pdf = tab.pdf();

        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(pages(pdf)).isBetween(3, 40);
        assertThat(tab.messages()).isEmpty();
    }

    private static int pages(byte[] pdf) {
        return new String(pdf, StandardCharsets.ISO_8859_1).split("/Type\\s*/Page\\b(?!s)").length - 1;
    }

    private static String axe() throws IOException {
        try (InputStream in = AdviceInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; 0";
        }
    }
}
