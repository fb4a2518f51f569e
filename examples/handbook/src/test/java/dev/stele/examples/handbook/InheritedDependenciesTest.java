package dev.stele.examples.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an application inherits by depending on {@code stele-crud}. */
class InheritedDependenciesTest {

    @Test
    void areAtMostTwentyThreeJarsOfTwentyEightMegabytes() throws IOException {
        List<Path> jars = thirdParty();
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }

        assertThat(jars).hasSizeBetween(10, 23);
        assertThat(bytes).isLessThanOrEqualTo(28L * 1024 * 1024);
    }

    @Test
    void bringNoTestToolAndNoEmbeddedServer() {
        assertThat(thirdParty())
                .map(jar -> jar.getFileName().toString())
                .noneMatch(name -> name.contains("junit") || name.contains("zonky") || name.contains("embedded"));
    }

    /** The Liquibase of the 5.x line is under another licence; only its tests may meet it, never a user. */
    @Test
    void keepTheApacheLicensedLiquibase() {
        String parent = Project.read(Project.ROOT.resolve("pom.xml"));

        assertThat(parent).contains("<liquibase.version>4.33.0</liquibase.version>");
    }

    private static List<Path> thirdParty() {
        String classPath =
                Project.read(Path.of("target", "inherited-classpath.txt").toAbsolutePath());
        return Arrays.stream(classPath.strip().split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> !path.startsWith(Project.ROOT))
                .filter(path -> !path.getFileName().toString().startsWith("stele-"))
                .toList();
    }
}
