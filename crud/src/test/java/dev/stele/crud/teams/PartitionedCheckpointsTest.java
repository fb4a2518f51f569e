package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stele.core.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever {@link CheckpointsTest} promises holds as well where the tables are partitioned. */
class PartitionedCheckpointsTest extends CheckpointsTest {
    @BeforeAll
    static void partition(@TempDir Path folder) throws IOException {
        Partitions.changelog(postgres, folder).upgrade();
    }

    /** But for the one call at which the server weighs a plan for all values, and drops it. */
    @Test
    void aReadOfOneThreadLocksOnePartition() {
        try (Database database = Database.open(postgres.config(), Families.entities())) {
            Checkpoints checkpoints = new Checkpoints(database);
            Actor anybody = Actor.user(1);
            List<Long> locks = new ArrayList<>();
            for (int call = 0; call < 14; call++) {
                locks.add(database.tx().call(() -> {
                    checkpoints.latest(anybody, UUID.randomUUID(), "");
                    return partitionsLocked(database);
                }));
            }

            assertThat(locks.stream().filter(count -> count > 3).count()).isLessThanOrEqualTo(1);
        }
    }

    private static long partitionsLocked(Database database) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            select count(*) from pg_locks l join pg_class c on c.oid = l.relation
                            where l.pid = pg_backend_pid() and c.relispartition and c.relkind = 'r'""")) {
                row.next();
                return row.getLong(1);
            }
        });
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
