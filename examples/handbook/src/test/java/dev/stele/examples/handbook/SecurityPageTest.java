package dev.stele.examples.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The security page names tests that exist. */
class SecurityPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyTestThatThePageNamesIsThere() {
        String page = Project.read(Project.ROOT.resolve("docs/SECURITY.md"));
        Map<String, String> sources = Project.files(Project.ROOT, ".java").stream()
                .filter(file -> file.toString().contains("/src/test/"))
                .filter(file -> simpleName(file).matches("\\w+(Test|IT)"))
                .collect(Collectors.toMap(SecurityPageTest::simpleName, Project::read, String::concat));

        List<String> gone = NAMED.matcher(page)
                .results()
                .filter(named -> !sources.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "("))
                .map(named -> named.group(1) + "." + named.group(2))
                .toList();

        assertThat(NAMED.matcher(page).results()).hasSizeGreaterThan(40);
        assertThat(gone).isEmpty();
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
