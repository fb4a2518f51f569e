package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.models.Team;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
                .noneMatch(name -> name.startsWith("org.hibernate.") || name.startsWith("liquibase."));
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
