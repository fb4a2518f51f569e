package dev.stele.examples.slow.healthy;

import dev.stele.Stele;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.PageRequest;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.ApiKeys.Issued;
import dev.stele.crud.teams.UploadJobs.Chunks;
import dev.stele.crud.teams.UploadJobs.Job;
import dev.stele.crud.teams.Uploads.Filter;
import dev.stele.examples.slow.healthy.EveryNeed.Need;
import dev.stele.models.ChatThread;
import dev.stele.models.Field;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Q38 to Q58: threads, uploads, API keys. */
final class WorkNeeds {
    private static final PageRequest PAGE = PageRequest.first(20);
    private static final OffsetRequest LIST = new OffsetRequest(0, 100);
    private static final Chunks CHUNKS = new Chunks(500, 50);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Person ADMIN = Actor.superuser(1);

    private final Stele stele;
    private final Rows rows;

    WorkNeeds(Stele stele, Rows rows) {
        this.stele = stele;
        this.rows = rows;
    }

    void addTo(Map<String, Need> needs) {
        threads(needs);
        uploads(needs);
        keys(needs);
    }

    private void threads(Map<String, Need> needs) {
        needs.put("Q38", round -> {
            PeopleNeeds.turned(page -> stele.threads().ofTeam(owner(round), team(round), page));
            stele.threads().ofTeam(owner(round), team(round), LIST);
            stele.threads().ofTeam(ADMIN, team(round), PAGE);
            stele.threads().ofTeam(ADMIN, team(round), LIST);
        });
        needs.put("Q39", round -> stele.threads().get(owner(round), team(round), thread(round)));
        needs.put("Q40", round -> stele.threads().get(Actor.teamKey(team(round)), team(round), thread(round)));
        needs.put("Q41", round -> stele.threads().find(ADMIN, team(round), thread(round)));
        needs.put("Q42", round -> newThread(round));
        needs.put("Q43", round -> {
            Actor key = Actor.teamKey(team(round));
            stele.threads().open(key, new ChatThread.Create(UUID.randomUUID(), "And today?", team(round)));
            stele.threads().open(key, new ChatThread.Create(thread(round), "And tomorrow?", team(round)));
        });
        needs.put("Q44", round -> stele.threads()
                .patch(owner(round), team(round), thread(round), new ChatThread.Update(Field.of("Anew " + round))));
        needs.put("Q45", round -> stele.threads().delete(owner(round), team(round), newThread(round)));
    }

    private void uploads(Map<String, Need> needs) {
        needs.put("Q46", round -> {
            Person owner = owner(round);
            PeopleNeeds.turned(page -> stele.uploads().page(ADMIN, Filter.ALL, page));
            stele.uploads().page(ADMIN, Filter.of(UploadStatus.FAILED), PAGE);
            stele.uploads().page(owner, new Filter(null, owner.id()), PAGE);
            stele.uploads().page(owner, new Filter(UploadStatus.COMPLETED, owner.id()), PAGE);
            stele.uploads().list(owner, new Filter(UploadStatus.COMPLETED, owner.id()), LIST);
            stele.uploads().list(ADMIN, Filter.of(UploadStatus.IN_PROGRESS), LIST);
        });
        needs.put("Q47", round -> stele.uploads().get(ADMIN, 1 + round));
        needs.put("Q48", round -> newUpload(round));
        needs.put("Q49", round -> stele.uploads()
                .patch(ADMIN, 1 + round, new Upload.Update(Field.of("map" + round + ".pdf"), Field.unset())));
        needs.put("Q50", round -> stele.uploads().restart(ADMIN, 200 + round, CHUNKS));
        needs.put("Q51", round -> {
            newUpload(round);
            List<Job> jobs = stele.uploads().jobs().claim(ADMIN, 10, MINUTE);
            jobs.forEach(job -> stele.uploads().jobs().complete(ADMIN, job));
            Job failing = stele.uploads()
                    .jobs()
                    .claimOf(ADMIN, newUpload(round), MINUTE)
                    .orElseThrow();
            stele.uploads().jobs().extend(ADMIN, failing, MINUTE);
            stele.uploads().jobs().fail(ADMIN, failing);
            stele.uploads().jobs().failStuck(ADMIN, Duration.ofDays(1));
        });
        needs.put("Q52", round -> {
            long upload = newUpload(round);
            stele.uploads().askRemoval(ADMIN, upload);
            Job removal = stele.uploads().jobs().claimOf(ADMIN, upload, MINUTE).orElseThrow();
            stele.uploads().jobs().removed(ADMIN, removal);
        });
        needs.put("Q53", round -> stele.uploads().delete(ADMIN, newUpload(round)));
        needs.put("Q54", round -> stele.uploads().getAll(ADMIN, List.of(1L + round, 300L + round)));
    }

    private void keys(Map<String, Need> needs) {
        needs.put("Q55", round -> {
            stele.apiKeys().ofTeam(owner(round), team(round), PAGE);
            stele.apiKeys().ofTeam(owner(round), team(round), LIST);
        });
        needs.put("Q56", round -> stele.apiKeys().issue(owner(round), team(round), "nightly"));
        needs.put("Q57", round -> {
            Issued issued = stele.apiKeys().issue(owner(round), team(round), "nightly");
            stele.apiKeys().delete(owner(round), team(round), issued.key().id());
        });
        needs.put("Q58", round -> {
            Issued issued = stele.apiKeys().issue(owner(round), team(round), "nightly");
            stele.apiKeys().authenticate(team(round), issued.clear());
            stele.apiKeys().authenticate(team(round), "no key of anybody at all");
            stele.apiKeys().revoke(owner(round), team(round), issued.key().id());
        });
    }

    private UUID newThread(int round) {
        return stele.threads()
                .insert(owner(round), new ChatThread.Create("Will it rain?", team(round)))
                .id();
    }

    private long newUpload(int round) {
        Person owner = owner(round);
        return stele.uploads()
                .insert(owner, new Upload.Create("atlas.pdf", "Maps.", owner.id()), CHUNKS)
                .id();
    }

    private Person owner(int round) {
        return Actor.user(rows.chat(round).owner());
    }

    private long team(int round) {
        return rows.chat(round).team();
    }

    private UUID thread(int round) {
        return rows.chat(round).thread();
    }
}
