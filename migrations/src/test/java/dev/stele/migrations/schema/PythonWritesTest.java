package dev.stele.migrations.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stele.core.PostgresExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What SQLAlchemy and the checkpoint saver send, as they send it, is still accepted. */
class PythonWritesTest {
    @RegisterExtension
    static final PostgresExtension postgres =
            PostgresExtension.freshDatabase().withSql(SchemaChangeset.pythonDatabase());

    @BeforeAll
    static void mend() {
        SchemaChangeset.mends().forEach(mend -> mend.apply(postgres));
    }

    @Test
    void insertsThatNameTheOldColumnsOnly() {
        List<Object> next = postgres.query("""
                        select (select max(id) + 1 from "user"), (select max(id) + 1 from team),
                            (select max(id) + 1 from member), (select max(id) + 1 from skill),
                            (select max(id) + 1 from upload), (select max(id) + 1 from apikey)""").get(0);
        long user = insert("""
                INSERT INTO "user" (email, is_active, is_superuser, full_name, hashed_password)
                VALUES ('new@example.com'::VARCHAR, true, false, NULL::VARCHAR, '$2b$12$x'::VARCHAR)
                RETURNING "user".id""");
        long team = insert("""
                INSERT INTO team (description, name, owner_id, workflow)
                VALUES (NULL::VARCHAR, 'new_team'::VARCHAR, %d::INTEGER, 'hierarchical'::VARCHAR)
                RETURNING team.id""", user);
        long member = insert("""
                INSERT INTO member (name, backstory, role, type, owner_of, position_x, position_y, source, provider,
                    model, temperature, interrupt, base_url, belongs_to)
                VALUES ('new_teamLeader'::VARCHAR, NULL::VARCHAR, 'Gather inputs'::VARCHAR, 'root'::VARCHAR,
                    %1$d::INTEGER, 0.0::FLOAT, 0.0::FLOAT, NULL::INTEGER, 'ChatOpenAI'::VARCHAR, 'gpt-4'::VARCHAR,
                    0.1::FLOAT, false, NULL::VARCHAR, %1$d::INTEGER)
                RETURNING member.id""", team);
        long skill = insert("""
                INSERT INTO skill (name, description, managed, tool_definition, owner_id)
                VALUES ('mine'::VARCHAR, 'Does it'::VARCHAR, false, '{"url": "https://example.com"}'::JSON,
                    %d::INTEGER)
                RETURNING skill.id""", user);
        long upload = insert("""
                INSERT INTO upload (name, description, last_modified, status, owner_id)
                VALUES ('a.pdf'::VARCHAR, 'A'::VARCHAR, '2026-01-02T03:04:05'::TIMESTAMP WITHOUT TIME ZONE,
                    'IN_PROGRESS'::uploadstatus, %d::INTEGER)
                RETURNING upload.id""", user);
        long key = insert("""
                INSERT INTO apikey (description, hashed_key, short_key, team_id, created_at)
                VALUES (NULL::VARCHAR, '$2b$12$x'::VARCHAR, 'abcd...wxyz'::VARCHAR, %d::INTEGER, NULL)
                RETURNING apikey.id""", team);

        assertThat(List.<Object>of(user, team, member, skill, upload, key))
                .as("the sequences go on")
                .isEqualTo(next);
        assertThat(postgres.value(Boolean.class, "select created_at = updated_at from apikey where id = ?", key))
                .as("a NULL stamp is replaced")
                .isTrue();
    }

    @Test
    void managedSkillsWhoseDefinitionIsTheJsonNull() {
        assertThatCode(() -> insert("""
                INSERT INTO skill (name, description, managed, tool_definition, owner_id)
                VALUES ('wikipedia'::VARCHAR, 'Looks up'::VARCHAR, true, 'null'::JSON, 1::INTEGER)
                RETURNING skill.id""")).doesNotThrowAnyException();
    }

    @Test
    void linksAndThreads() {
        postgres.execute(
                "INSERT INTO memberskillslink (member_id, skill_id) VALUES (1::INTEGER, 1::INTEGER)",
                "INSERT INTO memberuploadslink (member_id, upload_id) VALUES (1::INTEGER, 1::INTEGER)",
                """
                INSERT INTO thread (query, id, updated_at, team_id) VALUES ('Why?'::VARCHAR,
                    'aaaaaaaa-0000-4000-8000-000000000001'::UUID,
                    '2026-01-02T03:04:05+00:00'::TIMESTAMP WITH TIME ZONE, 1::INTEGER)""",
                """
                UPDATE thread SET updated_at='2026-01-02T03:04:06+00:00'::TIMESTAMP WITH TIME ZONE
                WHERE thread.id = 'aaaaaaaa-0000-4000-8000-000000000001'::UUID""");

        assertThat(postgres.query("""
                select version, updated_at > now() - interval '1 hour' from thread
                where id = 'aaaaaaaa-0000-4000-8000-000000000001'"""))
                .as("the change is counted, and stamped by the clock of the database")
                .containsExactly(List.of(1L, true));
    }

    @Test
    void updatesAreSeenByOptimisticLocking() {
        postgres.execute(
                "UPDATE \"user\" SET full_name='Grace'::VARCHAR WHERE \"user\".id = 3::INTEGER",
                "UPDATE team SET description='D'::VARCHAR WHERE team.id = 2::INTEGER",
                "UPDATE member SET position_x=1.5::FLOAT, source=9::INTEGER WHERE member.id = 10::INTEGER",
                "UPDATE skill SET tool_definition='{\"a\": 1}'::JSON WHERE skill.id = 6::INTEGER",
                "UPDATE upload SET status='COMPLETED'::uploadstatus WHERE upload.id = 3::INTEGER",
                """
                UPDATE upload SET name='b.pdf'::VARCHAR,
                    last_modified='2001-01-01T00:00:00'::TIMESTAMP WITHOUT TIME ZONE
                WHERE upload.id = 4::INTEGER""");

        assertThat(postgres.query("""
                select (select version from "user" where id = 3), (select version from team where id = 2),
                    (select version from member where id = 10), (select version from skill where id = 6),
                    (select version from upload where id = 3), (select version from upload where id = 4)""")).containsExactly(List.of(1L, 1L, 1L, 1L, 1L, 1L));
        assertThat(postgres.value(
                        Boolean.class, "select last_modified > now() - interval '1 hour' from upload where id = 4"))
                .as("W12: not the clock of the client")
                .isTrue();
    }

    @Test
    void checkpointsAsTheSaverSendsThem() {
        String thread = "'00000000-0000-4000-8000-000000000001'";
        String checkpoint = "'1ef00000-0000-6000-8000-00000000000a'";

        assertThatCode(() -> postgres.execute(
                        """
                        INSERT INTO checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
                        VALUES (%s, '', 'messages', '1.0', 'msgpack', '\\x00') ON CONFLICT DO NOTHING
                        """.formatted(thread), """
                        INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id,
                            checkpoint, metadata)
                        VALUES (%s, '', %s, NULL, '{"channel_versions": {}}', '{"step": 1}')
                        ON CONFLICT (thread_id, checkpoint_ns, checkpoint_id)
                        DO UPDATE SET checkpoint = EXCLUDED.checkpoint, metadata = EXCLUDED.metadata
                        """.formatted(thread, checkpoint), """
                        INSERT INTO checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel,
                            type, blob)
                        VALUES (%s, '', %s, 'bbbbbbbb-0000-4000-8000-000000000001', -1, 'messages', 'msgpack', '\\x00')
                        ON CONFLICT (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
                        DO UPDATE SET channel = EXCLUDED.channel, type = EXCLUDED.type, blob = EXCLUDED.blob
                        """.formatted(thread, checkpoint)))
                .doesNotThrowAnyException();
    }

    private static long insert(String sql, Object... parameters) {
        return postgres.value(Long.class, sql.formatted(parameters));
    }
}
