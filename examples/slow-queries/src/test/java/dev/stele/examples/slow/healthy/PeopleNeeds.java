package dev.stele.examples.slow.healthy;

import dev.stele.Stele;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Users.NewUser;
import dev.stele.examples.slow.healthy.EveryNeed.Need;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.User;
import dev.stele.models.Workflow;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Q1 to Q37: users, teams, members, skills. */
final class PeopleNeeds {
    private static final PageRequest PAGE = PageRequest.first(20);
    private static final OffsetRequest LIST = new OffsetRequest(0, 100);
    private static final Person ADMIN = Actor.superuser(1);

    private final Stele stele;
    private final Rows rows;

    PeopleNeeds(Stele stele, Rows rows) {
        this.stele = stele;
        this.rows = rows;
    }

    void addTo(Map<String, Need> needs) {
        users(needs);
        teams(needs);
        members(needs);
        skills(needs);
    }

    private void users(Map<String, Need> needs) {
        needs.put("Q1", round -> stele.users().identify(user(round).id()));
        needs.put("Q2", round -> stele.users().findByEmail(ADMIN, "user" + (2 + round) + "@example.com"));
        needs.put("Q3", round -> {
            turned(page -> stele.users().page(ADMIN, page));
            stele.users().list(ADMIN, LIST);
        });
        needs.put("Q4", round -> newUser());
        needs.put("Q5", round -> stele.users()
                .patch(
                        ADMIN,
                        user(round).id(),
                        new User.Update(Field.unset(), Field.of("Renamed " + round), Field.unset(), Field.unset())));
        needs.put("Q6", round -> stele.users()
                .patchSelf(user(round), new User.UpdateSelf(Field.unset(), Field.of("Myself " + round))));
        needs.put("Q7", round -> {
            User.Out user = newUser();
            stele.users().changePassword(Actor.user(user.id()), "password", "another");
            stele.users().resetPassword(user.email(), "a third");
        });
        needs.put("Q8", round -> {
            stele.users().delete(ADMIN, newUser().id());
            stele.users().delete(ADMIN, 1500 + round);
        });
        needs.put("Q9", round -> stele.users().isEmailTaken(ADMIN, "user" + (2 + round) + "@example.com", 1));
        needs.put("Q10", round -> stele.users().authenticate("user" + (40 + round) + "@example.com", "password"));
    }

    private void teams(Map<String, Need> needs) {
        needs.put("Q12", round -> {
            turned(page -> stele.teams().page(ADMIN, page));
            stele.teams().list(ADMIN, LIST);
        });
        needs.put("Q13", round -> {
            stele.teams().page(user(round), PAGE);
            stele.teams().list(user(round), LIST);
        });
        needs.put("Q14", round -> stele.teams().get(owner(round), team(round)));
        needs.put("Q15", round -> stele.teams().isNameTaken(ADMIN, "team" + (1 + round)));
        needs.put("Q16", round -> stele.teams().isNameTaken(ADMIN, "team" + (1 + round), 2 + round));
        needs.put("Q17", round -> newTeam(owner(round)));
        needs.put("Q18", round -> stele.teams()
                .patch(owner(round), team(round), new Team.Update(Field.unset(), Field.of("changed " + round))));
        needs.put("Q19", round -> {
            Person owner = owner(round);
            stele.teams().delete(owner, newTeam(owner).id());
        });
        needs.put("Q20", round -> stele.teams().graph(owner(round), team(round)));
        needs.put("Q21", round -> stele.teams().graph(Actor.teamKey(team(round)), team(round)));
    }

    private void members(Map<String, Need> needs) {
        needs.put("Q22", round -> {
            stele.members().page(owner(round), team(round), PAGE);
            stele.members().list(owner(round), team(round), LIST);
            stele.members().page(ADMIN, team(round), PAGE);
            stele.members().list(ADMIN, team(round), LIST);
        });
        needs.put("Q23", round -> stele.members().get(owner(round), team(round), leader(round)));
        needs.put("Q24", round -> {
            stele.members().isNameTaken(owner(round), team(round), "worker1");
            stele.members().isNameTaken(owner(round), team(round), "worker1", leader(round));
        });
        needs.put("Q25", round -> newMember(round));
        needs.put("Q26", round -> stele.members().patch(owner(round), team(round), newMember(round), described(round)));
        needs.put("Q27", round -> {
            Person owner = owner(round);
            Skill.Out skill = newSkill(owner);
            stele.members().setSkills(owner, team(round), newMember(round), List.of(skill.id()));
        });
        needs.put("Q28", round -> {
            Person owner = owner(round);
            List<Long> uploads = stele
                    .uploads()
                    .page(owner, new dev.stele.crud.teams.Uploads.Filter(null, owner.id()), PAGE)
                    .items()
                    .stream()
                    .map(upload -> upload.id())
                    .toList();
            stele.members().setUploads(owner, team(round), newMember(round), uploads);
        });
        needs.put("Q29", round -> stele.members().delete(owner(round), team(round), newMember(round)));
    }

    private void skills(Map<String, Need> needs) {
        needs.put("Q30", round -> {
            turned(page -> stele.skills().page(ADMIN, page));
            stele.skills().list(ADMIN, LIST);
        });
        needs.put("Q31", round -> {
            stele.skills().page(user(round), PAGE);
            stele.skills().list(user(round), LIST);
        });
        needs.put("Q32", round -> stele.skills().get(ADMIN, 20 + round));
        needs.put("Q33", round -> newSkill(user(round)));
        needs.put("Q34", round -> {
            Person owner = user(round);
            stele.skills()
                    .patch(
                            owner,
                            newSkill(owner).id(),
                            new Skill.Update(Field.unset(), Field.of("changed"), Field.unset()));
        });
        needs.put("Q35", round -> {
            Person owner = user(round);
            stele.skills().delete(owner, newSkill(owner).id());
        });
        needs.put("Q37", round -> stele.skills().getAll(ADMIN, List.of(20L + round, 60L + round, 100L + round)));
    }

    /** The first pages of a list, as somebody reads it. */
    static <V> void turned(Function<PageRequest, Page<V>> list) {
        Page<V> page = list.apply(PAGE);
        for (int i = 0; i < 3 && page.hasNext(); i++) {
            page = list.apply(PageRequest.after(page.next(), 20));
        }
    }

    private User.Out newUser() {
        return stele.users().create(ADMIN, NewUser.of(UUID.randomUUID() + "@example.com", "password"));
    }

    private Team.Out newTeam(Person owner) {
        String name = "t" + UUID.randomUUID();
        return stele.teams().create(owner, new Team.Create(name, null, Workflow.HIERARCHICAL, owner.id()));
    }

    private long newMember(int round) {
        Member.Create member = new Member.Create(
                "m" + UUID.randomUUID(),
                "works",
                MemberType.WORKER,
                team(round),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return stele.members().insert(owner(round), member).id();
    }

    private static Member.Update described(int round) {
        return new Member.Update(
                Field.unset(),
                Field.of("works in round " + round),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset(),
                Field.unset());
    }

    private Skill.Out newSkill(Person owner) {
        Map<String, Object> function = Map.of(
                "name", "weather",
                "description", "Tells the weather of a place.",
                "parameters", Map.of("type", "object", "properties", Map.of()));
        Map<String, Object> definition =
                Map.of("url", "https://example.com/weather", "method", "GET", "type", "function", "function", function);
        return stele.skills().insert(owner, new Skill.Create("weather", "Tells the weather.", definition, owner.id()));
    }

    private static Person user(int round) {
        return Actor.user(2 + round);
    }

    private Person owner(int round) {
        return Actor.user(rows.chat(round).owner());
    }

    private long team(int round) {
        return rows.chat(round).team();
    }

    /** Members were inserted leaders first, in the order of their teams. */
    private long leader(int round) {
        return team(round);
    }
}
