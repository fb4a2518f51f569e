package dev.stele.crud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConstraintViolation;
import dev.stele.crud.Seed.Changes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InitialDataTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase()
            // No unique constraint: only the lock keeps two starters from inserting twice.
            .withSql("create table planet (name text not null)");

    @BeforeEach
    void empty() {
        postgres.execute("delete from planet");
    }

    @Test
    void reportsWhatEachSeedDid() {
        InitialData data = InitialData.of(
                planet("Mars"),
                Seed.of("moons", database -> new Changes(0, 2, 3, 4)),
                Seed.of("suns", database -> Changes.unchanged(1)));

        try (Database database = Database.open(postgres.config())) {
            InitialData.Report first = data.apply(database);
            InitialData.Report second = data.apply(database);

            assertThat(first).hasToString("""
                    planets: inserted 1, updated 0, unchanged 0, removed 0
                    moons: inserted 0, updated 2, unchanged 3, removed 4
                    suns: inserted 0, updated 0, unchanged 1, removed 0""");
            assertThat(second.applied().get(0)).hasToString("planets: inserted 0, updated 0, unchanged 1, removed 0");
        }
    }

    @Test
    void keepsNothingOfAnySeedWhereOneFails() {
        InitialData data = InitialData.of(planet("Mars")).and(Seed.of("broken", database -> {
            insert(database, null);
            return Changes.inserted(1);
        }));

        try (Database database = Database.open(postgres.config())) {
            assertThatThrownBy(() -> data.apply(database)).isInstanceOf(ConstraintViolation.class);
        }
        assertThat(planets()).isZero();
    }

    @Test
    void waitsForAnotherStarterLongerThanForARow() throws Exception {
        List<String> seen = new ArrayList<>();
        InitialData data = InitialData.of(Seed.of("time-outs", database -> {
            seen.add(setting(database, "lock_timeout"));
            seen.add(setting(database, "statement_timeout"));
            return Changes.unchanged(0);
        }));

        try (Database database = Database.open(postgres.config());
                Connection other = postgres.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("select pg_advisory_xact_lock(" + InitialData.LOCK + ")");
            CompletableFuture<?> waiting =
                    CompletableFuture.runAsync(() -> database.tx().run(() -> {
                        database.sql(connection -> connection
                                .createStatement()
                                .execute("set local lock_timeout = '50ms'; set local statement_timeout = '100ms'"));
                        data.apply(database);
                    }));
            assertThat(waiting)
                    .as("still waiting after twice the statement time-out")
                    .failsWithin(Duration.ofMillis(200))
                    .withThrowableOfType(TimeoutException.class);
            other.commit();

            waiting.get(10, TimeUnit.SECONDS);
        }
        assertThat(seen).containsExactly("50ms", "100ms");
    }

    @Test
    void w4_eightProcessesThatStartAtOnceInsertOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            processes.add(start());
        }
        List<String> said = new ArrayList<>();
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            said.add(output.strip());
        }

        assertThat(planets()).isEqualTo(1);
        assertThat(said)
                .containsOnlyOnce("planets: inserted 1, updated 0, unchanged 0, removed 0")
                .filteredOn("planets: inserted 0, updated 0, unchanged 1, removed 0"::equals)
                .hasSize(7);
    }

    /** What each of the eight processes runs. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] args) {
            DatabaseConfig config = DatabaseConfig.of(args[0], args[1], args[2]);
            try (Database database = Database.open(config)) {
                System.out.println(InitialData.of(planet("Mars")).apply(database));
            }
        }
    }

    private static Process start() throws IOException {
        DatabaseConfig config = postgres.config();
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Starter.class.getName(),
                        config.jdbcUrl(),
                        config.user(),
                        config.password())
                .redirectErrorStream(true)
                .start();
    }

    private static Seed planet(String name) {
        return Seed.of("planets", database -> {
            if (database.sql(connection -> {
                var found = connection.createStatement().executeQuery("select from planet where name = '" + name + "'");
                return found.next();
            })) {
                return Changes.unchanged(1);
            }
            // Long enough for every other process to look before this one inserts.
            database.sql(connection -> connection.createStatement().execute("select pg_sleep(0.3)"));
            insert(database, name);
            return Changes.inserted(1);
        });
    }

    private static void insert(Database database, String name) {
        database.sql(connection -> {
            var statement = connection.prepareStatement("insert into planet values (?)");
            statement.setString(1, name);
            return statement.executeUpdate();
        });
    }

    private static String setting(Database database, String name) {
        return database.sql(connection -> {
            var row = connection.createStatement().executeQuery("select current_setting('" + name + "', true)");
            row.next();
            return row.getString(1);
        });
    }

    private static long planets() {
        return postgres.value(Long.class, "select count(*) from planet");
    }
}
