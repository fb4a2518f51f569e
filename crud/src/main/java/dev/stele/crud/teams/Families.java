package dev.stele.crud.teams;

import dev.stele.models.ApiKey;
import dev.stele.models.ChatThread;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import dev.stele.models.Member;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.User;
import java.util.List;

/** The eight families, for those who open a database without {@code Stele}. */
public final class Families {
    private static final List<Class<?>> ENTITIES = List.of(
            User.class,
            Team.class,
            Member.class,
            Skill.class,
            ChatThread.class,
            Checkpoint.class,
            CheckpointBlob.class,
            CheckpointWrite.class,
            Upload.class,
            ApiKey.class);

    private Families() {}

    /** Every entity class of the families, to give to {@code Database.open}. */
    public static List<Class<?>> entities() {
        return ENTITIES;
    }
}
