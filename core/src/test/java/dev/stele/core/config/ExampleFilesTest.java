package dev.stele.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files people copy from say what the code does. */
class ExampleFilesTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    @Test
    void theExampleCanBeUsedAsItIs() {
        DatabaseConfig config =
                Sources.none().withDotenv(ROOT.resolve(".env.example")).load();

        assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/app");
        assertThat(config.environment()).isEqualTo(Environment.LOCAL);
        assertThat(config.firstSuperuser()).isPresent();
    }

    @Test
    void theExampleNamesEveryKeyAndItsTwin() throws IOException {
        Map<String, String> lines = linesOfExample();

        for (Key key : Key.values()) {
            assertThat(lines).containsKey(key.name());
            assertThat(lines.containsKey(key.name() + Key.FILE_SUFFIX))
                    .as("%s has a twin", key)
                    .isEqualTo(key.hasFile());
        }
    }

    @Test
    void theExampleShowsEveryDefault() throws IOException {
        Map<String, String> lines = linesOfExample();

        for (Key key : Key.values()) {
            if (!key.isSecret()) {
                key.defaultValue().ifPresent(value -> assertThat(lines).containsEntry(key.name(), value));
            }
        }
    }

    @Test
    void composeAsksOnlyForWhatTheExampleNames() throws IOException {
        String compose = read("examples/compose.yaml");
        List<String> asked = Pattern.compile("\\$\\{(\\w+)")
                .matcher(compose)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(linesOfExample().keySet())
                .containsAll(asked)
                .contains("POSTGRES_IMAGE", "POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_PORT");
        assertThat(asked).isNotEmpty();
    }

    @Test
    void theDocumentationNamesEveryKeyItsDefaultAndItsFallBack() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : read("docs/configuration.md").split("\n")) {
            Matcher row = Pattern.compile("\\| `([A-Z_]+)` \\|.*").matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), line);
            }
        }

        for (Key key : Key.values()) {
            assertThat(rows).containsKey(key.name());
            String row = rows.get(key.name());
            key.fallback().ifPresent(name -> assertThat(row).contains('`' + name + '`'));
            key.defaultValue().filter(value -> !value.isEmpty()).ifPresent(value -> assertThat(row)
                    .contains("| `" + value + "` |"));
        }
    }

    @Test
    void theDocumentationListsTheParametersOfAnAddress() throws IOException {
        String section = read("docs/configuration.md")
                .split("## Parameters of an address")[1]
                .split("\n## ")[0];
        TreeSet<String> listed = new TreeSet<>();
        Pattern.compile("`([A-Za-z_]+)`")
                .matcher(section)
                .results()
                .map(MatchResult::group)
                .forEach(name -> listed.add(name.replace("`", "")));

        assertThat(listed).containsExactlyElementsOf(new TreeSet<>(UrlParameter.names()));
    }

    private static Map<String, String> linesOfExample() throws IOException {
        Map<String, String> lines = new TreeMap<>();
        Pattern.compile("(?m)^(?:# )?([A-Z_]+)=(.*)$")
                .matcher(read(".env.example"))
                .results()
                .forEach(line -> lines.put(line.group(1), line.group(2)));
        return lines;
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
