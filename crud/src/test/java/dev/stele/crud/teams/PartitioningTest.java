package dev.stele.crud.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import dev.stele.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The tables of checkpoints can be partitioned and put together again without losing a row. */
class PartitioningTest {
    private static final List<String> TABLES = List.of("checkpoints", "checkpoint_blobs", "checkpoint_writes");

    @RegisterExtension
    static final PostgresExtension postgres = TeamsDatabase.fresh();

    @TempDir
    Path folder;

    private Migrations migrations;
    private long team;

    @BeforeEach
    void start() throws IOException {
        migrations = Partitions.changelog(postgres, folder);
        migrations.downgradeTo("stele:0011");
        postgres.execute("delete from \"user\"");
        team = TeamsDatabase.team(postgres, "research", TeamsDatabase.user(postgres, "ada@example.com"));
    }

    @Test
    void keepsEveryRowThereAndBack() {
        fill(200, 5);
        List<List<Object>> before = contents();

        migrations.upgrade();

        assertThat(contents()).isEqualTo(before);
        assertThat(postgres.value(
                        Long.class, "select count(distinct tableoid) from checkpoints where checkpoint_ns = ''"))
                .isGreaterThan(50);
        migrations.downgradeTo("stele:0011");
        assertThat(contents()).isEqualTo(before);
        assertThat(postgres.value(Long.class, "select count(*) from pg_class where relkind in ('p', 'I')"))
                .isZero();
    }

    @Test
    void namesAndRulesStayAsTheyWere() {
        List<List<Object>> before = names();

        migrations.upgrade();

        assertThat(names()).isEqualTo(before);
        migrations.downgradeTo("stele:0011");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void whoMightReadMayStillReadAndNobodyElse() {
        postgres.execute(
                "drop role if exists partition_reader",
                "create role partition_reader",
                "grant select on checkpoints, checkpoint_blobs to partition_reader with grant option");

        migrations.upgrade();

        assertThat(rights("checkpoints")).containsExactly("SELECT WITH GRANT OPTION");
        assertThat(rights("checkpoint_writes")).isEmpty();
        migrations.downgradeTo("stele:0011");
        assertThat(rights("checkpoint_blobs")).containsExactly("SELECT WITH GRANT OPTION");
        postgres.execute("drop owned by partition_reader", "drop role partition_reader");
    }

    @Test
    void refusesToLosePoliciesAndLeavesTheTableAsItIs() {
        postgres.execute("create policy own on checkpoint_blobs using (true)");
        try {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(migrations::upgrade)
                    .withMessageContaining(
                            "checkpoint_blobs has policies, triggers or a publication, which the new table would not have");

            assertThat(postgres.value(
                            String.class, "select relkind::text from pg_class where relname = 'checkpoint_blobs'"))
                    .isEqualTo("r");
        } finally {
            postgres.execute("drop policy own on checkpoint_blobs");
        }
    }

    @Test
    void aThreadTakesWhatBelongsToItAlongFromEveryPartition() {
        fill(20, 3);
        migrations.upgrade();

        postgres.execute("delete from team where id = " + team);

        TABLES.forEach(table -> assertThat(postgres.value(Long.class, "select count(*) from " + table))
                .isZero());
    }

    @Test
    void aStatementThatNamesItsThreadReadsOnePartition() {
        fill(20, 3);
        migrations.upgrade();

        List<List<Object>> plan = postgres.query("explain (costs off) select checkpoint from checkpoints"
                + " where thread_id = (md5('1')::uuid) and checkpoint_ns = '' order by checkpoint_id desc limit 1");

        assertThat(plan.toString()).containsOnlyOnce(" on checkpoints_part_");
    }

    @Test
    void modelChangelogAndDatabaseStillAgree() {
        migrations.upgrade();

        migrations.check().requireClean();
        migrations.verify().requireClean();
    }

    private void fill(int threads, int steps) {
        postgres.execute(
                "insert into thread (id, query, team_id) select md5(i::text)::uuid, 'q', " + team
                        + " from generate_series(1, " + threads + ") i",
                "insert into checkpoints (thread_id, checkpoint_id, checkpoint, metadata)"
                        + " select t.id, md5(s::text)::uuid, '{\"v\": 1}', jsonb_build_object('step', s)"
                        + " from thread t, generate_series(1, " + steps + ") s",
                "insert into checkpoint_blobs (thread_id, channel, version, type, blob)"
                        + " select t.id, 'm', s::text, 'msgpack', '\\x00' from thread t, generate_series(1, " + steps
                        + ") s",
                "insert into checkpoint_writes (thread_id, checkpoint_id, task_id, idx, channel, blob)"
                        + " select t.id, md5(s::text)::uuid, t.id, s, 'm', '\\x01'"
                        + " from thread t, generate_series(1, " + steps + ") s");
    }

    private static List<List<Object>> contents() {
        return postgres.query("""
                select (select count(*) || md5(string_agg(c::text, '' order by c::text)) from checkpoints c),
                       (select count(*) || md5(string_agg(c::text, '' order by c::text)) from checkpoint_blobs c),
                       (select count(*) || md5(string_agg(c::text, '' order by c::text)) from checkpoint_writes c)""");
    }

    /** Columns, constraints and indexes of the three tables. */
    private static List<List<Object>> names() {
        return postgres.query("""
                select c.relname::text, 'column', a.attname::text,
                       format_type(a.atttypid, a.atttypmod) || a.attnotnull || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
                from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
                where c.relname in ('checkpoints', 'checkpoint_blobs', 'checkpoint_writes')
                union all
                select conrelid::regclass::text, 'constraint', conname::text, pg_get_constraintdef(oid)
                from pg_constraint
                where conrelid in ('checkpoints'::regclass, 'checkpoint_blobs'::regclass, 'checkpoint_writes'::regclass)
                  and contype <> 'n'
                union all
                select tablename::text, 'index', indexname::text, replace(indexdef, ' ONLY ', ' ')
                from pg_indexes where tablename in ('checkpoints', 'checkpoint_blobs', 'checkpoint_writes')
                order by 1, 2, 3""");
    }

    private static List<Object> rights(String table) {
        return postgres
                .query(
                        "select a.privilege_type || case when a.is_grantable then ' WITH GRANT OPTION' else '' end"
                                + " from pg_class c, aclexplode(c.relacl) a"
                                + " where c.oid = ?::regclass and a.grantee = 'partition_reader'::regrole",
                        table)
                .stream()
                .map(row -> row.get(0))
                .toList();
    }
}
