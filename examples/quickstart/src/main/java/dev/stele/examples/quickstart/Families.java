package dev.stele.examples.quickstart;

import dev.stele.Stele;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.config.FirstSuperuser;
import dev.stele.core.error.DatabaseException;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.ApiKeys;
import dev.stele.crud.teams.UploadJobs.Chunks;
import dev.stele.crud.teams.UploadJobs.Job;
import dev.stele.crud.teams.Users.NewUser;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.Field;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.User;
import dev.stele.models.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Works all eight families as a user made for it, who is deleted in the end with all that is his. */
final class Families {
    private final Steps steps;
    private final Stele stele;
    private final DatabaseConfig config;
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);

    Families(Steps steps, Stele stele, DatabaseConfig config) {
        this.steps = steps;
        this.stele = stele;
        this.config = config;
    }

    void work() {
        Person admin = steps.step("sign in", this::signIn, person -> "as the first superuser, user " + person.id());
        User.Out user = steps.step("user", () -> newUser(admin), made -> "created user " + made.id());
        Person actor = Actor.user(user.id());
        try {
            Team.Out team = steps.step("team", () -> team(actor), made -> "created and patched " + made.name());
            Skill.Out skill = steps.step("skill", () -> skill(actor), made -> "created " + made.name());
            steps.step("upload", () -> upload(actor, admin), done -> "cut into chunks and " + done.status());
            steps.step("member", () -> member(actor, team, skill), made -> made.name() + " can " + skill.name());
            threads(actor, team);
            steps.step("api key", () -> key(actor, team), shown -> "issued once, opens team " + shown);
            steps.step("violated", () -> duplicate(actor, team), message -> message.replace('\n', ';'));
            steps.step("delete team", () -> deleted(actor, team), name -> name + " and all that is its");
        } finally {
            steps.step("delete user", () -> deleted(admin, user), id -> "user " + id + " and all that is theirs");
        }
    }

    private Person signIn() {
        FirstSuperuser first = config.firstSuperuser()
                .orElseThrow(() -> new IllegalStateException(
                        "no superuser is named: set FIRST_SUPERUSER and FIRST_SUPERUSER_PASSWORD"));
        return stele.users()
                .authenticate(first.email(), first.password())
                // Initial data never changes an account that is there, and this one may come from the dump.
                .or(() -> stele.users().authenticate(first.email(), "changethis"))
                .orElseThrow(() -> new IllegalStateException(
                        "user FIRST_SUPERUSER exists with another password: set FIRST_SUPERUSER_PASSWORD to it"));
    }

    private User.Out newUser(Person admin) {
        return stele.users()
                .create(
                        admin,
                        NewUser.of(
                                "quickstart-" + suffix + "@example.com",
                                UUID.randomUUID().toString()));
    }

    private Team.Out team(Person actor) {
        Team.Out team = stele.teams()
                .create(actor, new Team.Create("research-" + suffix, null, Workflow.HIERARCHICAL, actor.id()));
        return stele.teams().patch(actor, team.id(), new Team.Update(Field.unset(), Field.of("Finds things out.")));
    }

    private Skill.Out skill(Person actor) {
        Map<String, Object> function = Map.of(
                "name", "weather",
                "description", "Tells the weather of a place.",
                "parameters", Map.of("type", "object", "properties", Map.of()));
        Map<String, Object> definition =
                Map.of("url", "https://example.com/weather", "method", "GET", "type", "function", "function", function);
        return stele.skills().insert(actor, new Skill.Create("weather", "Tells the weather.", definition, actor.id()));
    }

    private Upload.Out upload(Person actor, Person worker) {
        Upload.Out upload =
                stele.uploads().insert(actor, new Upload.Create("atlas.pdf", "Maps.", actor.id()), new Chunks(500, 50));
        Job job = stele.uploads()
                .jobs()
                .claimOf(worker, upload.id(), Duration.ofMinutes(1))
                .orElseThrow();
        stele.uploads().jobs().complete(worker, job);
        return stele.uploads().get(actor, upload.id());
    }

    private Member.Out member(Person actor, Team.Out team, Skill.Out skill) {
        Member.Out member = stele.members()
                .insert(
                        actor,
                        new Member.Create("Forecaster", "Answers for the weather.", MemberType.WORKER, team.id()));
        stele.members().setSkills(actor, team.id(), member.id(), List.of(skill.id()));
        return member;
    }

    private void threads(Person actor, Team.Out team) {
        UUID id = UUID.randomUUID();
        steps.step(
                "thread",
                () -> {
                    stele.threads().insert(actor, new ChatThread.Create("Will it rain?", team.id()));
                    stele.threads().insert(actor, new ChatThread.Create("And tomorrow?", team.id()));
                    return stele.threads().open(actor, new ChatThread.Create(id, "And in Oslo?", team.id()));
                },
                opened -> opened.inserted() ? "upserted: it was not there" : "upserted: it was there");
        steps.step(
                "newest threads",
                () -> stele.threads().ofTeam(actor, team.id(), PageRequest.first(2)),
                page -> page.items().size() + " of 3 on the first page, "
                        + (page.hasNext() ? "more behind it" : "none behind it"));
        steps.step(
                "checkpoint",
                () -> {
                    Checkpoint.Key key = new Checkpoint.Key(id, "", UUID.randomUUID());
                    stele.checkpoints()
                            .upsert(actor, new Checkpoint.Create(key, null, Map.of("v", 1), Map.of("source", "input")));
                    return stele.checkpoints().latest(actor, id, "").orElseThrow();
                },
                saved -> "saved, and read again with its blobs and writes in one statement");
    }

    private long key(Person actor, Team.Out team) {
        ApiKeys.Issued issued = stele.apiKeys().issue(actor, team.id(), "quickstart");
        return stele.apiKeys()
                .authenticate(team.id(), issued.clear())
                .orElseThrow()
                .teamId();
    }

    private String duplicate(Person actor, Team.Out team) {
        try {
            stele.teams().create(actor, new Team.Create(team.name(), null, Workflow.SEQUENTIAL, actor.id()));
        } catch (DatabaseException refused) {
            return refused.getMessage();
        }
        throw new IllegalStateException("two teams have one name");
    }

    private String deleted(Person actor, Team.Out team) {
        stele.teams().delete(actor, team.id());
        return team.name();
    }

    private long deleted(Person admin, User.Out user) {
        stele.users().delete(admin, user.id());
        return user.id();
    }
}
