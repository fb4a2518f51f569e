package dev.stele.examples.extend;

import dev.stele.core.DevServer;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.migrations.Changelog;
import dev.stele.migrations.Draft;
import dev.stele.migrations.MigrationSettings;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model changes, and its database follows: generate, review, upgrade, verify. */
public final class FiveSteps {
    private FiveSteps() {}

    /** Runs on a temporary server and a copy of the changelog. */
    public static void main(String[] arguments) throws IOException {
        run(System.out, copied(Files.createTempDirectory("changelog")));
    }

    static void run(PrintStream out, Path folder) {
        try (DevServer server = DevServer.temporary()) {
            // 1. The model changes: Label is new, see Label.java. So far the database is what the changelog makes.
            Migrations migrations = migrations(server.config(), folder);
            migrations.upgrade();

            out.println("== generate");
            Draft draft = migrations.generate("add label");
            out.println(draft);

            out.println("== review");
            out.println(draft.review().text());
            out.println(draft.sql());
            draft.write(folder);

            out.println("== upgrade");
            Migrations next = migrations(server.config(), folder);
            next.upgrade().applied().forEach(out::println);

            out.println("== verify");
            next.check().requireClean();
            next.verify().requireClean();
            out.println("the model, the changelog and the database agree");
        }
    }

    static Migrations migrations(DatabaseConfig config, Path folder) {
        MigrationSettings settings = MigrationSettings.defaults()
                .withChangelog(Changelog.bundled().then(Changelog.directory(folder, "db/changelog/extend")))
                .withEntities(Note.class, Label.class)
                .withKept("note_team_id_updated_at_idx");
        return Migrations.of(config, settings);
    }

    /** A real application generates into src/main/resources/db/changelog and checks the file in. */
    static Path copied(Path folder) throws IOException {
        for (String name : List.of("0001-create-note.sql", "0002-notes-newest-first.sql")) {
            try (InputStream in = FiveSteps.class.getResourceAsStream("/db/changelog/extend/" + name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
        return folder;
    }
}
