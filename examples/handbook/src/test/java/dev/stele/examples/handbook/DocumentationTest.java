package dev.stele.examples.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documentation shows compiles, and what it links to exists. */
class DocumentationTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\R(.*?)^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    @Test
    void everyJavaBlockIsCodeOfTheExamples() {
        List<String> sources = Project.files(Project.ROOT.resolve("examples"), ".java").stream()
                .map(Project::read)
                .map(DocumentationTest::normalized)
                .toList();
        List<String> strangers = new ArrayList<>();

        for (Path document : Project.documents()) {
            Matcher block = JAVA_BLOCK.matcher(Project.read(document));
            while (block.find()) {
                String code = normalized(block.group(1));
                if (sources.stream().noneMatch(source -> source.contains(code))) {
                    strangers.add(Project.ROOT.relativize(document) + ":\n" + block.group(1));
                }
            }
        }

        assertThat(strangers).isEmpty();
    }

    @Test
    void everyRelativeLinkLeadsToAFile() {
        List<String> broken = new ArrayList<>();

        for (Path document : Project.documents()) {
            Matcher link = LINK.matcher(Project.read(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(document.resolveSibling(target))) {
                    broken.add(Project.ROOT.relativize(document) + " -> " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void readmeStartsWithOneCommandToRunAndOneToTest() {
        Matcher block =
                Pattern.compile("(?ms)^```sh\\R(.*?)^```").matcher(Project.read(Project.ROOT.resolve("README.md")));

        assertThat(block.find()).isTrue();
        assertThat(block.group(1).lines()).hasSize(1).allMatch(line -> line.startsWith("mvn "));
        assertThat(block.find()).isTrue();
        assertThat(block.group(1).lines()).hasSize(1).allMatch(line -> line.startsWith("mvn "));
        String testCommand = block.group(1).strip();
        assertThat(Project.read(Project.ROOT.resolve(".ci/run"))).contains(testCommand);
    }

    /** Indentation and blank lines do not count, everything else does. */
    private static String normalized(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
