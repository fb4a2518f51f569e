package dev.stele.examples.quickstart;

import dev.stele.Stele;
import dev.stele.core.Database;
import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.Environment;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.teams.ManagedSkillsSeed;
import dev.stele.crud.teams.ManagedSkillsSeed.ManagedSkill;
import dev.stele.migrations.Adoption;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main job on real input: adopts a database made by the Python system, then works all eight families. */
public final class Quickstart {
    private static final Path SCRIPT = Path.of(".stele", "upgrade.sql");

    private final Steps steps;

    private Quickstart(Steps steps) {
        this.steps = steps;
    }

    /** Runs against the database of {@code .env} or the environment, or against an embedded one where none is named. */
    public static void main(String[] arguments) {
        Steps steps = new Steps(System.out);
        try {
            new Quickstart(steps).run();
        } catch (RuntimeException e) {
            steps.failed(e);
            System.exit(1);
        }
    }

    private void run() {
        requireWritableFolder();
        DatabaseConfig settings = steps.step("settings", DatabaseConfig::load, Quickstart::origin);
        Optional<DevServer> embedded = steps.step(
                "server",
                () -> DevServer.startUnlessConfigured(settings, Path.of(".stele", "postgres")),
                server -> server.map(DevServer::psqlCommand).orElseGet(settings::jdbcUrl));
        try {
            run(withSuperuser(embedded.map(server -> server.config(settings)).orElse(settings)));
        } finally {
            embedded.ifPresent(DevServer::close);
        }
    }

    private void run(DatabaseConfig config) {
        Migrations migrations = Migrations.of(config);
        adopt(config, migrations);
        try (Stele stele = steps.step(
                "start",
                () -> Stele.builder()
                        .config(config)
                        .managedSkills(MANAGED.keepingOthers())
                        .start(),
                started -> "Stele.start() on a migrated database")) {
            steps.note(stele.startup().toString());
            steps.note(stele.startup().initialData().toString());
            new Families(steps, stele, config).work();
            script(migrations);
            steps.step("verify", migrations::verify, report -> {
                report.requireClean();
                return "the schema is what the changelog makes";
            });
            steps.table(Tables.count(stele.database()));
        }
    }

    private void adopt(DatabaseConfig config, Migrations migrations) {
        try (Database database = steps.step("connect", () -> Database.open(config), Quickstart::version)) {
            if (Tables.none(database)) {
                steps.step(
                        "load",
                        () -> Tables.load(database, "/alembic-database.sql"),
                        rows -> rows + " rows as the Python system left them");
            }
        }
        steps.step("adopt", migrations::adopt, Quickstart::adopted);
        steps.step("status", migrations::status, status -> "at " + status.current() + ", head is " + status.head());
        steps.step(
                "history",
                migrations::history,
                history -> history.size() + " changesets, the last of them "
                        + history.get(history.size() - 1).changeset());
    }

    private static void requireWritableFolder() {
        Path folder = SCRIPT.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "folder \"%s\" cannot be made (%s)\n  hint: run in a folder that may be written"
                            .formatted(folder, e.getClass().getSimpleName()),
                    e);
        }
    }

    private void script(Migrations migrations) {
        steps.step(
                "script",
                () -> Files.writeString(SCRIPT, migrations.script("stele:0001", "head")),
                file -> file + ": from 0001 to head, for psql -v ON_ERROR_STOP=1 -f");
    }

    private static final ManagedSkillsSeed MANAGED = ManagedSkillsSeed.of(
            new ManagedSkill("web-search", "Searches the web."), new ManagedSkill("calculator", "Does sums."));

    /** What the Python system's database and {@code .env.example} call the first superuser. */
    private static DatabaseConfig withSuperuser(DatabaseConfig config) {
        boolean isOurs = config.firstSuperuser().isEmpty() && config.environment() == Environment.LOCAL;
        return isOurs ? config.withFirstSuperuser(new FirstSuperuser("admin@example.com", "changethis")) : config;
    }

    private static String origin(DatabaseConfig settings) {
        List<String> given = settings.settings().stream()
                .filter(setting -> !setting.source().toString().equals("default"))
                .map(setting -> setting.key())
                .toList();
        return given.isEmpty() ? "none given: the embedded server" : String.join(", ", given);
    }

    private static String version(Database database) {
        return "PostgreSQL " + database.health().serverVersion();
    }

    private static String adopted(Adoption adoption) {
        return switch (adoption.origin()) {
            case PYTHON ->
                "made by the Python system; %d changesets brought it to %s"
                        .formatted(
                                adoption.upgrade().applied().size(),
                                adoption.upgrade().to());
            case STELE -> "ours already, at " + adoption.upgrade().to();
        };
    }
}
