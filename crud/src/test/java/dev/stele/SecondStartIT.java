package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.models.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The second start of an application does without Hibernate and Liquibase. */
class SecondStartIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void loadsNoClassOfHibernateOrLiquibaseWhenTheMappingIsStoredAndTheSchemaThere() throws Exception {
        List<String> first = classesOfAStart(folder.resolve("cache").toString());
        List<String> second = classesOfAStart(folder.resolve("cache").toString());

        assertThat(first)
                .contains("org.hibernate.boot.MetadataSources")
                .anyMatch(name -> name.startsWith("liquibase."));
        assertThat(second)
                .contains("dev.stele.crud.Dao")
                .noneMatch(name -> name.startsWith("org.hibernate.") || name.startsWith("liquibase."))
                // An instance keeps the memory of one hash, and many starts make none.
                .noneMatch(name -> name.startsWith("com.password4j."))
                // What Java makes for records is linked when first called, which takes longer than a statement.
                .doesNotContain("java.lang.runtime.ObjectMethods")
                // The JVM and the driver take 1,900 of them; whoever meets this bound looks what is new in the list.
                .hasSizeLessThan(2900);
    }

    @Test
    void saysWhatIsDoneWithTheStoredMapping() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        for (int i = 0; i < 64; i++) {
            Path old = Files.writeString(cache.resolve("old%02d.mapping".formatted(i)), "");
            Files.setLastModifiedTime(old, FileTime.fromMillis(i));
        }

        classesOfAStart(cache.toString());
        assertThat(output()).contains(".mapping is written", "old00.mapping is removed: 64 newer ones are kept");

        classesOfAStart(cache.toString());
        assertThat(output()).contains("the mapping is that of " + cache).doesNotContain("is written");

        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
        classesOfAStart(cache.toString());
        assertThat(output()).contains(".mapping is not used: others may write to it, or to its directory");
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @Test
    void theCacheCanBeTurnedOff() throws Exception {
        classesOfAStart("off");

        assertThat(classesOfAStart("off")).contains("org.hibernate.boot.MetadataSources");
    }

    private List<String> classesOfAStart(String cache) throws Exception {
        Path classes = folder.resolve("classes");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-Xlog:class+load:file=" + classes + "::filecount=0",
                        "-DSTELE_MAPPING_CACHE=" + cache,
                        "-Dorg.slf4j.simpleLogger.log.dev.stele.core.mapping=debug",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starting.class.getName(),
                        postgres.jdbcUrl(),
                        postgres.config().user(),
                        postgres.config().password())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(classes).stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])* ?", "").replaceFirst(" .*", ""))
                .toList();
    }

    /** The program: starts, asks a DAO, ends. */
    static final class Starting {
        private Starting() {}

        public static void main(String[] args) {
            try (Stele stele = Stele.start(DatabaseConfig.of(args[0], args[1], args[2]))) {
                stele.<Team, Long>dao(Team.class).exists(1L);
            }
        }
    }
}
