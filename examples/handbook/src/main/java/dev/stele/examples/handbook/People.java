package dev.stele.examples.handbook;

import dev.stele.core.Database;
import dev.stele.core.error.Forbidden;
import dev.stele.core.error.NotFound;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.Members;
import dev.stele.crud.teams.Skills;
import dev.stele.crud.teams.Teams;
import dev.stele.crud.teams.Users;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Workflow;
import java.util.List;
import java.util.Optional;

/** What docs/families.md shows of users, teams, members and skills. */
@SuppressWarnings("unused") // what is shown is not used
final class People {
    private final Users users;
    private final Teams teams;
    private final Members members;
    private final Skills skills;

    People(Database database) {
        users = new Users(database);
        teams = new Teams(database);
        members = new Members(database);
        skills = new Skills(database);
    }

    void signIn(String email, String password, long idInToken) {
        Optional<Actor.Person> signedIn = users.authenticate(email, password); // empty: e-mail or password is wrong
        Actor.Person me = users.identify(idInToken); // on each request: deleted? inactive?
        use(signedIn, me);
    }

    void work(Actor.Person me, long skillId) {
        Team.Out team = teams.create(me, new Team.Create("research", null, Workflow.HIERARCHICAL, me.id()));
        Member.Out reader = members.insert(me, new Member.Create("reader", "Reads.", MemberType.WORKER, team.id()));
        members.setSkills(me, team.id(), reader.id(), List.of(skillId));
        teams.patch(me, team.id(), new Team.Update(Field.unset(), Field.of("Reads and sums up")));
        Page<Skill.Out> newest = skills.page(me, PageRequest.first(20));
        Teams.Graph chat = teams.graph(Actor.teamKey(team.id()), team.id()); // three statements
        use(newest, chat.root());
    }

    String answer(Actor me, long teamId) {
        try {
            teams.delete(me, teamId);
            return "204";
        } catch (NotFound | Forbidden e) {
            return e.kind().httpStatus() + " " + e.getMessage();
        }
    }

    private static void use(Object... results) {}
}
