package dev.stele.examples.slow.healthy;

import dev.stele.Stele;
import dev.stele.crud.teams.Actor;
import dev.stele.crud.teams.Actor.Person;
import dev.stele.crud.teams.Checkpoints;
import dev.stele.crud.teams.Checkpoints.Search;
import dev.stele.examples.slow.healthy.EveryNeed.Need;
import dev.stele.examples.slow.healthy.Rows.Chat;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Q59 to Q70: what the graphs save. */
final class CheckpointNeeds {
    private static final Person ADMIN = Actor.superuser(1);

    private final Stele stele;
    private final Checkpoints checkpoints;
    private final Rows rows;

    CheckpointNeeds(Stele stele, Rows rows) {
        this.stele = stele;
        this.checkpoints = stele.checkpoints();
        this.rows = rows;
    }

    void addTo(Map<String, Need> needs) {
        reads(needs);
        writes(needs);
        tidying(needs);
    }

    private void reads(Map<String, Need> needs) {
        needs.put("Q59", round -> {
            Chat chat = rows.chat(round);
            checkpoints.latest(Actor.user(chat.owner()), chat.thread(), "");
            checkpoints.latest(Actor.teamKey(chat.team()), chat.thread(), "");
        });
        needs.put("Q60", round -> checkpoints.find(owner(round), key(rows.chat(round), 2)));
        needs.put("Q61", round -> {
            Chat chat = rows.chat(round);
            checkpoints.list(ADMIN, Search.ofThread(chat.thread(), 20));
            checkpoints.list(ADMIN, Search.ofThread(chat.thread(), 20).before(key(chat, 3)));
            checkpoints.list(ADMIN, Search.everywhere(20).containing(Map.of("run_id", chat.run())));
        });
        needs.put("Q70", round -> {
            var first = checkpoints.scan(ADMIN, null, 100);
            checkpoints.scan(ADMIN, first.get(first.size() - 1).key(), 100);
        });
    }

    private void writes(Map<String, Need> needs) {
        needs.put("Q62", round -> {
            Chat chat = rows.chat(round);
            Checkpoint.Create next = new Checkpoint.Create(
                    key(chat, 4),
                    key(chat, 3).checkpointId(),
                    Map.of("v", 1, "channel_versions", Map.of("messages", "4")),
                    Map.of("source", "loop", "step", 4, "run_id", chat.run()));
            checkpoints.upsert(owner(round), next);
            checkpoints.upsert(owner(round), next, List.of(blob(chat)));
        });
        needs.put("Q63", round -> checkpoints.insertIgnoreBlobs(owner(round), List.of(blob(rows.chat(round)))));
        needs.put("Q64", round -> {
            checkpoints.insertIgnoreWrites(owner(round), List.of(write(rows.chat(round))));
            checkpoints.upsertWrites(owner(round), List.of(write(rows.chat(round))));
        });
    }

    private void tidying(Map<String, Need> needs) {
        needs.put(
                "Q65",
                round -> checkpoints.deleteThread(ADMIN, rows.doomedChat(round).thread()));
        needs.put(
                "Q66",
                round ->
                        checkpoints.deleteRun(ADMIN, rows.doomedChat(50 + round).run()));
        needs.put("Q67", round -> {
            Chat chat = rows.chat(round);
            UUID copy = stele.threads()
                    .insert(owner(round), new ChatThread.Create("Again?", chat.team()))
                    .id();
            checkpoints.copyThread(owner(round), chat.thread(), copy);
        });
        needs.put(
                "Q68",
                round -> checkpoints.keepLatest(
                        ADMIN, List.of(rows.doomedChat(100 + round).thread())));
        needs.put("Q69", round -> {
            // By night, once.
            if (round == 0) {
                stele.threads().deleteIdle(ADMIN, Duration.ofDays(130), 500);
            }
        });
    }

    private Person owner(int round) {
        return Actor.user(rows.chat(round).owner());
    }

    private static Checkpoint.Key key(Chat chat, int step) {
        return new Checkpoint.Key(chat.thread(), "", UUID.fromString("00000000-0000-6000-8000-00000000000" + step));
    }

    private static CheckpointBlob.Create blob(Chat chat) {
        return new CheckpointBlob.Create(chat.thread(), "", "messages", "4", "msgpack", new byte[] {1});
    }

    private static CheckpointWrite.Create write(Chat chat) {
        return new CheckpointWrite.Create(
                chat.thread(), "", key(chat, 4).checkpointId(), new UUID(0, 7), 0, "messages", "msgpack", new byte[] {1
                });
    }
}
