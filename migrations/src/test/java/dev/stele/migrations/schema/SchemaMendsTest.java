package dev.stele.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was wrong with the Python system's schema, by number, and is not any more. */
class SchemaMendsTest {
    private static final List<String> TABLES = List.of(
            "\"user\"",
            "team",
            "member",
            "skill",
            "upload",
            "memberskillslink",
            "memberuploadslink",
            "thread",
            "checkpoints",
            "checkpoint_blobs",
            "checkpoint_writes",
            "apikey");

    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql(SchemaChangeset.pythonDatabase());

    private static Map<String, Object> counts;

    @BeforeAll
    static void mend() {
        counts = counts();
        SchemaChangeset.mends().forEach(mend -> mend.apply(postgres));
    }

    @Test
    void noRowIsLost() {
        // The other tests only add and remove rows of their own.
        assertThat(counts).containsEntry("checkpoints", 1000L).containsEntry("member", 40L);
        assertThat(counts()).isEqualTo(counts);
    }

    @Test
    void w12TimesHaveAZoneAndComeFromTheDatabase() {
        assertThat(postgres.query("""
                select table_name, column_name from information_schema.columns
                where table_schema = 'public' and data_type = 'timestamp without time zone'""")).isEmpty();
        assertThat(postgres.value(
                        Boolean.class,
                        "select last_modified = '2024-10-01 01:00:00+00' and created_at = last_modified"
                                + " from upload where id = 1"))
                .isTrue();
        assertThat(postgres.value(Boolean.class, "select bool_and(created_at is not null) from apikey"))
                .isTrue();
    }

    @Test
    void w7DeletingAUserTakesWhatItOwns() {
        postgres.execute("""
                with u as (
                    insert into "user" (email, hashed_password) values ('owner@example.com', '') returning id
                ), s as (
                    insert into skill (name, description, tool_definition, owner_id) select 's', '', '{}', id from u
                ), f as (
                    insert into upload (name, description, owner_id) select 'f', '', id from u
                )
                insert into team (name, owner_id, workflow) select 'owned', id, 'sequential' from u""", """
                insert into member (name, role, type, belongs_to, owner_of)
                select 'boss', '', 'root', id, id from team where name = 'owned'""", """
                insert into member (name, role, type, belongs_to, source)
                select 'hand', '', 'worker', belongs_to, id from member where name = 'boss'""", """
                insert into memberskillslink select m.id, s.id from member m, skill s where m.name = 'boss' and s.name = 's'
                """, """
                insert into thread (id, query, team_id)
                select gen_random_uuid(), 'q', id from team where name = 'owned'""", """
                insert into checkpoints (thread_id, checkpoint_id) select id, gen_random_uuid() from thread where query = 'q'
                """, """
                insert into apikey (hashed_key, short_key, team_id) select '', '', id from team where name = 'owned'""");

        postgres.execute("delete from \"user\" where email = 'owner@example.com'");

        assertThat(counts()).isEqualTo(counts);
    }

    @Test
    void w15DeletingAMemberLeavesNoDanglingEdge() {
        postgres.execute("""
                insert into team (name, owner_id, workflow) values ('w15', 1, 'sequential')""", """
                insert into member (name, role, type, belongs_to) select 'first', '', 'root', id from team where name = 'w15'
                """, """
                insert into member (name, role, type, belongs_to, source)
                select 'second', '', 'worker', belongs_to, id from member where name = 'first'""", """
                delete from member where name = 'first'""");

        assertThat(postgres.query("select source, version from member where name = 'second'"))
                .as("the edge is gone, and the change is counted")
                .containsExactly(Arrays.asList(null, 1L));
        postgres.execute("delete from team where name = 'w15'");
    }

    @Test
    void w28EveryForeignKeyHasAnIndex() {
        assertThat(postgres.query("""
                select c.conrelid::regclass, c.conname
                from pg_constraint c
                where c.contype = 'f' and c.connamespace = 'public'::regnamespace
                    and not exists (
                        select from pg_index i
                        where i.indrelid = c.conrelid and i.indisvalid and i.indpred is null
                            and i.indkey[0] = c.conkey[1])""")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            thread_team_id_updated_at_idx | select * from thread where team_id = 1 order by updated_at desc, id desc limit 20
            team_owner_id_idx             | select * from team where owner_id = 1 order by id desc limit 20
            skill_owner_id_idx            | select * from skill where owner_id = 1 order by id desc limit 20
            skill_managed_idx             | select * from skill where managed order by id desc limit 20
            upload_owner_id_idx           | select * from upload where owner_id = 1 order by id desc limit 20
            upload_owner_id_status_idx    | select * from upload where owner_id = 1 and status = 'FAILED' order by id desc limit 20
            upload_status_idx             | select * from upload where status = 'FAILED' order by id desc limit 20
            member_belongs_to_idx         | select * from member where belongs_to = 1 order by id limit 20
            apikey_team_id_idx            | select * from apikey where team_id = 1 order by id desc limit 20
            user_email_lower_key          | select * from "user" where lower(email) = 'ada@example.com'
            ix_user_email                 | select * from "user" where email = 'ada@example.com'
            apikey_digest_key             | select * from apikey where digest = sha256('x')
            checkpoints_metadata_idx      | select * from checkpoints where metadata @> '{"run_id": "1"}'
            """)
    void w28AndW37EveryPageOrderIsServedWithoutASort(String index, String query) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // The tables of the example are too small for an index to pay.
            statement.execute("set enable_seqscan = off; set enable_sort = off");
            statement.execute("""
                    insert into "user" (email, hashed_password)
                    select i || '@example.com', '' from generate_series(1, 300) i;
                    insert into upload (name, description, owner_id, status)
                    select '', '', u.id,
                        (case when i = 1 and u.id % 10 = 0 then 'FAILED' else 'COMPLETED' end)::uploadstatus
                    from "user" u, generate_series(1, 10) i;
                    analyze upload""");
            try (ResultSet lines = statement.executeQuery("explain (costs off) " + query)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            connection.rollback();
        }

        assertThat(plan).contains(index).doesNotContain("Sort").doesNotContain("Seq Scan");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user_email_lower_key        | insert into "user" (email, hashed_password) values ('ADA@example.com', '')
            team_name_check             | update team set name = 'a b' where id = 1
            team_workflow_check         | update team set workflow = 'x' where id = 1
            member_name_check           | update member set name = repeat('x', 65) where id = 1
            member_name_reserved_check  | update member set name = 'user' where id = 1
            member_type_check           | update member set type = 'x' where id = 1
            member_temperature_check    | update member set temperature = 2.1 where id = 1
            member_source_fkey          | update member set source = 999 where id = 1
            member_owner_of_fkey        | update member set owner_of = 999 where id = 1
            member_root_key             | update member set type = 'root' where id = 2
            skill_managed_name_key      | update skill set name = 'skill-1' where id = 2
            skill_tool_definition_check | update skill set tool_definition = null where id = 5
            skill_tool_definition_check | update skill set tool_definition = '[]' where id = 5
            apikey_digest_check         | update apikey set digest = 'short' where id = 1
            apikey_hash_check           | update apikey set hashed_key = null where id = 1
            """)
    void w17RulesAreConstraintsWithNames(String constraint, String statement) {
        assertThatThrownBy(() -> postgres.execute(statement)).hasMessageContaining('"' + constraint + '"');
    }

    @Test
    void w19AUsersSkillMayHaveTheNameOfAManagedOne() {
        postgres.execute(
                "insert into skill (name, description, tool_definition, owner_id) values ('skill-1', '', '{}', 3)",
                "delete from skill where name = 'skill-1' and not managed");
    }

    @Test
    void r15MembersHaveTheirDefaults() {
        postgres.execute("insert into team (name, owner_id, workflow) values ('r15', 1, 'sequential')", """
                insert into member (name, role, type, belongs_to) select 'r15', '', 'worker', id from team where name = 'r15'
                """);

        assertThat(postgres.query("select provider, model, temperature, interrupt from member where name = 'r15'"))
                .containsExactly(List.of("openai", "gpt-4o-mini", 0.7, false));
        postgres.execute("delete from team where name = 'r15'");
    }

    @Test
    void aWriterThatCountsItselfIsNotCountedTwice() {
        postgres.execute(
                "insert into \"user\" (email, hashed_password) values ('v@example.com', '')",
                "update \"user\" set version = version + 1, updated_at = '2001-01-01Z' where email = 'v@example.com'");

        assertThat(postgres.query(
                        "select version, updated_at = '2001-01-01Z' from \"user\" where email = 'v@example.com'"))
                .containsExactly(List.of(1L, true));

        postgres.execute("update \"user\" set version = version + 1 where email = 'v@example.com'");

        assertThat(postgres.query(
                        "select version, updated_at > created_at from \"user\" where email = 'v@example.com'"))
                .as("HQL counts the version and leaves the time to the database")
                .containsExactly(List.of(2L, true));
        postgres.execute("delete from \"user\" where email = 'v@example.com'");
    }

    private static Map<String, Object> counts() {
        Map<String, Object> counts = new TreeMap<>();
        TABLES.forEach(table -> counts.put(table, postgres.value(Long.class, "select count(*) from " + table)));
        return counts;
    }
}
