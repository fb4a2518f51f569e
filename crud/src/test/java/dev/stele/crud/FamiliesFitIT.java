package dev.stele.crud;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stele.core.Database;
import dev.stele.core.PostgresExtension;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FamiliesFitIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    @Test
    void theRecordsOfEveryFamilyFitItsEntity() {
        List<Class<?>> families = List.of(
                User.class,
                Team.class,
                Member.class,
                Skill.class,
                ChatThread.class,
                Upload.class,
                ApiKey.class,
                Checkpoint.class,
                CheckpointBlob.class,
                CheckpointWrite.class);
        try (Database database = Database.open(postgres.config(), families)) {
            for (Class<?> family : families) {
                assertThatCode(() -> new Dao<>(database, family))
                        .as(family.getName())
                        .doesNotThrowAnyException();
            }
        }
    }
}
