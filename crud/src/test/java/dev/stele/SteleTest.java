package dev.stele;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.core.config.Timeouts;
import dev.stele.core.error.MigrationException;
import dev.stele.core.error.Misuse;
import dev.stele.core.error.Unavailable;
import dev.stele.crud.Dao;
import dev.stele.crud.Seed;
import dev.stele.crud.Seed.Changes;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.crud.teams.PasswordHasher;
import dev.stele.migrations.Changelog;
import dev.stele.models.ChatThread;
import dev.stele.models.CreateOf;
import dev.stele.models.Team;
import dev.stele.models.ViewOf;
import dev.stele.models.Workflow;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SteleTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final FirstSuperuser ROOT = new FirstSuperuser("root@example.com", "correct horse battery staple");

    @BeforeEach
    void empty() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void oneCallMakesAnEmptyDatabaseReadyToUse() {
        DatabaseConfig config = postgres.config().withFirstSuperuser(ROOT);

        try (Stele stele = Stele.start(config)) {
            Actor.Person root =
                    stele.users().authenticate(ROOT.email(), ROOT.password()).orElseThrow();
            long rootId = root.id();
            Team.Out team =
                    stele.teams().create(root, new Team.Create("research", null, Workflow.HIERARCHICAL, rootId));
            stele.threads().insert(root, new ChatThread.Create("why?", team.id()));

            assertThat(stele.threads()
                            .ofTeam(root, team.id(), PageRequest.first(20))
                            .items())
                    .extracting(ChatThread.Out::query)
                    .containsExactly("why?");
            assertThat(stele.migrations().status().isAtHead()).isTrue();
            assertThat(stele.startup().upgrade().orElseThrow().applied()).isNotEmpty();
        }
    }

    @Test
    void aChangelogMayBeginWithTheBundledOneOrGoOnFromIt() {
        Changelog guarded = Changelog.bundled().then(Changelog.rowSecurity());

        for (Changelog given : List.of(guarded, Changelog.rowSecurity())) {
            try (Stele stele =
                    Stele.builder().config(postgres.config()).changelog(given).start()) {
                assertThat(stele.migrations().status().head()).isEqualTo(guarded.head());
            }
        }
    }

    @Test
    void theSecondStartFindsEverythingUnchanged() {
        SteleBuilder builder = Stele.builder()
                .config(postgres.config().withFirstSuperuser(ROOT))
                .managedSkills(ManagedSkillsSeed.of(new ManagedSkill("search", "finds")))
                .initialData(Seed.of("notes", database -> Changes.unchanged(3)));
        try (Stele first = builder.start()) {
            assertThat(first.startup().initialData()).hasToString("""
                            superusers: inserted 1, updated 0, unchanged 0, removed 0
                            managed skills: inserted 1, updated 0, unchanged 0, removed 0
                            notes: inserted 0, updated 0, unchanged 3, removed 0""");
        }

        try (Stele second = builder.start()) {
            assertThat(second.startup().initialData().wrote()).isFalse();
            assertThat(second.startup().upgrade().orElseThrow().applied()).isEmpty();
            assertThat(second.startup().parts())
                    .extracting(Startup.Part::name)
                    .containsExactly("settings", "server", "connect", "migrate", "initial data", "daos");
            assertThat(second.startup().toString().lines())
                    .hasSize(7)
                    .last()
                    .asString()
                    .matches("total +\\d+ ms");
        }
    }

    @Test
    void managedSkillsStayWhereNoneAreDeclared() {
        SteleBuilder builder = Stele.builder().config(postgres.config().withFirstSuperuser(ROOT));
        try (Stele first = builder.managedSkills(ManagedSkillsSeed.of(new ManagedSkill("search", "finds")))
                .start()) {
            assertThat(first.startup().initialData().wrote()).isTrue();
        }

        Stele.start(postgres.config()).close();

        assertThat(postgres.value(Long.class, "select count(*) from skill")).isEqualTo(1);
    }

    @Test
    void anApplicationWithNoneOfOurTablesUsesItAlone() {
        postgres.execute(
                "create table planet (id bigint generated by default as identity primary key, name text not null)");

        try (Stele stele = Stele.builder()
                .config(postgres.config().withFirstSuperuser(ROOT))
                .withoutFamilies()
                .entities(Planet.class)
                .start()) {
            Dao<Planet, Long> planets = stele.dao(Planet.class);
            long id = planets.insert(new Planet.Create("Mars"));

            assertThat(planets.get(id, Planet.Out.class).name()).isEqualTo("Mars");
            List<Long> ids = List.of(id);
            assertThat(stele.dao(Planet.class).getAll(ids, Planet.Out.class)).hasSize(1);
            assertThatThrownBy(stele::users)
                    .isInstanceOf(Misuse.class)
                    .hasMessage("this data layer was started without the eight families\n"
                            + "  hint: start it without withoutFamilies()");
            assertThatThrownBy(stele::migrations)
                    .isInstanceOf(Misuse.class)
                    .hasMessage("this data layer was started without a changelog\n  hint: name one with changelog()");
            assertThat(stele.startup().upgrade()).isEmpty();
        }
        assertThat(postgres.query("select tablename from pg_tables where schemaname = 'public'"))
                .containsExactly(List.of("planet"));
    }

    @Test
    void anApplicationsOwnEntitiesStandBesideTheFamilies() {
        Stele.start(postgres.config()).close();
        postgres.execute(
                "create table planet (id bigint generated by default as identity primary key, name text not null)");

        try (Stele stele = Stele.start(postgres.config(), Planet.class)) {
            Dao<Planet, Long> planets = stele.dao(Planet.class);

            assertThat(planets.insert(new Planet.Create("Mars"))).isEqualTo(1);
        }
    }

    @Test
    void hashesPasswordsWithTheHasherGiven() {
        PasswordHasher own = new PasswordHasher() {
            @Override
            public String hash(String password) {
                return "own:" + password.length();
            }

            @Override
            public boolean verify(String password, String hash) {
                return hash(password).equals(hash);
            }

            @Override
            public boolean needsRehash(String password, String hash) {
                return false;
            }
        };

        try (Stele stele = Stele.builder()
                .config(postgres.config().withFirstSuperuser(ROOT))
                .passwordHasher(own)
                .start()) {
            assertThat(postgres.value(String.class, "select hashed_password from \"user\""))
                    .isEqualTo("own:28");
            assertThat(stele.users().authenticate(ROOT.email(), "any 28 characters, whichever"))
                    .isPresent();
        }
    }

    @Test
    void leavesTheSchemaAloneWhereToldSo() {
        try (Stele stele =
                Stele.builder().config(postgres.config()).withoutMigrations().start()) {
            assertThat(stele.startup().upgrade()).isEmpty();
            assertThat(stele.migrations().status().isAtHead()).isFalse();
        }
    }

    @Test
    void aFailingSeedLeavesNoConnectionOpen() {
        IllegalStateException broken = new IllegalStateException("broken seed");

        assertThatThrownBy(() -> Stele.builder()
                        .config(postgres.config().withApplicationName("leak-test"))
                        .initialData(Seed.of("broken", database -> {
                            throw broken;
                        }))
                        .start())
                .isSameAs(broken);

        assertThat(connections()).isZero();
    }

    @Test
    void aFailingMigrationLeavesNoConnectionOpen(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("0001-broken.sql"), """
                --liquibase formatted sql

                --changeset app:broken
                create table broken (id nonsense);
                --rollback drop table broken;
                """);

        assertThatThrownBy(() -> Stele.builder()
                        .config(postgres.config().withApplicationName("leak-test"))
                        .changelog(Changelog.directory(folder, "db/changelog"))
                        .start())
                .isInstanceOf(MigrationException.class);

        assertThat(connections()).isZero();
    }

    @Test
    void startsAnEmbeddedServerWhereNoDatabaseIsConfiguredAndStopsItAfterwards(@TempDir Path folder) throws Exception {
        SteleBuilder builder = Stele.builder()
                .config(DatabaseConfig.load(Files.createFile(folder.resolve("empty.env"))))
                .devServerDirectory(folder.resolve("postgres"));

        try (Stele stele = builder.start()) {
            assertThat(stele.migrations().status().isAtHead()).isTrue();
        }
        assertThat(running(folder)).isEmpty();

        assertThatThrownBy(() -> builder.initialData(Seed.of("broken", database -> {
                            throw new IllegalStateException("broken seed");
                        }))
                        .start())
                .hasMessage("broken seed");
        assertThat(running(folder)).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedInTime() {
        Timeouts impatient = postgres.config().timeouts().withStart(Duration.ofMillis(300));
        DatabaseConfig nowhere = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "none", "none")
                .withTimeouts(impatient);

        assertThatThrownBy(() -> Stele.start(nowhere))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void closingTwiceDoesNothing() {
        Stele stele = Stele.start(postgres.config().withApplicationName("leak-test"));

        stele.close();
        stele.close();

        assertThat(connections()).isZero();
        assertThatThrownBy(() -> stele.database().health()).isInstanceOf(Misuse.class);
    }

    private static long connections() {
        // The server notices a closed connection a moment later.
        for (long deadline = System.nanoTime() + 5_000_000_000L; System.nanoTime() < deadline; ) {
            if (count() == 0) {
                return 0;
            }
            Thread.onSpinWait();
        }
        return count();
    }

    private static List<Path> running(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("postmaster.pid")).toList();
        }
    }

    private static long count() {
        return postgres.value(Long.class, "select count(*) from pg_stat_activity where application_name = 'leak-test'");
    }

    /** An application's own table. */
    @Entity
    @Table(name = "planet")
    static class Planet {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        private Long id;

        private String name;

        record Create(String name) implements CreateOf<Planet> {}

        record Out(long id, String name) implements ViewOf<Planet> {}
    }
}
