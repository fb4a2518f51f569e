package dev.stele.examples.extend;

import dev.stele.Stele;
import dev.stele.core.DevServer;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.crud.Upserted;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.migrations.Changelog;
import dev.stele.models.Field;
import dev.stele.models.Team;
import dev.stele.models.Workflow;
import java.io.PrintStream;

/** A table of the application's own, from its changelog to a page of its rows. */
public final class Extend {
    private Extend() {}

    /** Runs on a temporary server. */
    public static void main(String[] arguments) {
        run(System.out);
    }

    static void run(PrintStream out) {
        try (DevServer server = DevServer.temporary();
                Stele stele = Stele.builder()
                        .config(server.config()
                                .withFirstSuperuser(new FirstSuperuser("admin@example.com", "changethis")))
                        .entities(Note.class)
                        .changelog(Changelog.classPath("db/changelog/extend"))
                        .start()) {
            Actor.Person admin = stele.users()
                    .authenticate("admin@example.com", "changethis")
                    .orElseThrow();
            Team.Out team =
                    stele.teams().create(admin, new Team.Create("writers", null, Workflow.SEQUENTIAL, admin.id()));
            notes(new Notes(stele.database()), team, out);
            stele.migrations().verify().requireClean();
        }
    }

    private static void notes(Notes notes, Team.Out team, PrintStream out) {
        long id = notes.insert(new Note.Create("hello", null, team.id()));
        Note.Out patched = notes.patch(id, new Note.Update(Field.unset(), Field.of("world")), Note.Out.class);
        Upserted<Note.Out> again = notes.write(new Note.Create("hello", "again", team.id()));
        Page<Note.Out> newest = notes.ofTeam(team, PageRequest.first(20));

        out.println("patched  " + patched);
        out.println("upserted " + again);
        out.println("newest   " + newest.items());
    }
}
