package dev.stele.examples.handbook;

import dev.stele.Stele;
import dev.stele.core.error.Duplicate;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.models.ChatThread;
import dev.stele.models.Team;
import dev.stele.models.Workflow;

/** What README.md shows. */
@SuppressWarnings("unused") // what is shown is not used
final class Welcome {
    private Welcome() {}

    static void run(String email, String password) {
        try (Stele stele = Stele.start()) {
            Person me = stele.users().authenticate(email, password).orElseThrow();
            Team.Out team = stele.teams().create(me, new Team.Create("research", null, Workflow.HIERARCHICAL, me.id()));
            stele.threads().insert(me, new ChatThread.Create("Will it rain?", team.id()));
            Page<ChatThread.Out> page = stele.threads().ofTeam(me, team.id(), PageRequest.first(20));
            if (page.hasNext()) {
                page = stele.threads().ofTeam(me, team.id(), PageRequest.after(page.next(), 20));
            }
            try {
                stele.teams().create(me, new Team.Create("research", null, Workflow.SEQUENTIAL, me.id()));
            } catch (Duplicate taken) {
                System.out.println(taken.entity() + ": " + taken.fields()); // Team: [name]
            }
        }
    }
}
