package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever {@link CheckpointsTest} promises holds as well where the tables are partitioned. */
class PartitionedCheckpointsTest extends CheckpointsTest {
    @BeforeAll
    static void partition(@TempDir Path folder) throws IOException {
        Partitions.changelog(postgres, folder).upgrade();
    }

    @Test
    void theTablesAreSixtyFourPartitionsEach() {
        assertThat(postgres.query("""
                select c.relname::text, count(i.inhrelid) from pg_class c join pg_inherits i on i.inhparent = c.oid
                where c.relkind = 'p' group by 1 order by 1"""))
                .containsExactly(
                        List.of("checkpoint_blobs", 64L),
                        List.of("checkpoint_writes", 64L),
                        List.of("checkpoints", 64L));
    }
}
