package dev.stele.examples.benchmarks.peers;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.DOUBLE;
import static org.jooq.impl.SQLDataType.INSTANT;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.JSONB;
import static org.jooq.impl.SQLDataType.VARCHAR;

import java.util.List;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Table;

/** The tables as jOOQ's generator would write them, as far as they are asked. */
final class JooqTables {
    static final Table<Record> NOTE = table(name("note"));
    static final Field<Long> NOTE_ID = of("note", "id", BIGINT);
    static final Field<String> CODE = of("note", "code", VARCHAR);
    static final Field<String> TITLE = of("note", "title", VARCHAR);
    static final Field<Integer> AMOUNT = of("note", "amount", INTEGER);
    static final Field<String> BODY = of("note", "body", VARCHAR);

    static final Table<Record> TEAM = table(name("team"));
    static final Field<Long> TEAM_ID = of("team", "id", BIGINT);
    static final List<Field<?>> TEAM_COLUMNS = List.of(
            TEAM_ID,
            of("team", "name", VARCHAR),
            of("team", "description", VARCHAR),
            of("team", "workflow", VARCHAR),
            of("team", "owner_id", BIGINT),
            of("team", "version", BIGINT),
            of("team", "created_at", INSTANT),
            of("team", "updated_at", INSTANT));

    static final Table<Record> MEMBER = table(name("member"));
    static final Field<Long> MEMBER_ID = of("member", "id", BIGINT);
    static final Field<Long> MEMBER_TEAM = of("member", "belongs_to", BIGINT);
    static final List<Field<?>> MEMBER_COLUMNS = List.of(
            MEMBER_ID,
            of("member", "name", VARCHAR),
            of("member", "role", VARCHAR),
            of("member", "type", VARCHAR),
            MEMBER_TEAM,
            of("member", "owner_of", BIGINT),
            of("member", "backstory", VARCHAR),
            of("member", "position_x", DOUBLE),
            of("member", "position_y", DOUBLE),
            of("member", "source", BIGINT),
            of("member", "provider", VARCHAR),
            of("member", "model", VARCHAR),
            of("member", "temperature", DOUBLE),
            of("member", "interrupt", BOOLEAN),
            of("member", "base_url", VARCHAR),
            of("member", "version", BIGINT),
            of("member", "created_at", INSTANT),
            of("member", "updated_at", INSTANT));

    static final Table<Record> SKILL = table(name("skill"));
    static final Field<Long> SKILL_ID = of("skill", "id", BIGINT);
    static final Field<String> SKILL_NAME = of("skill", "name", VARCHAR);
    static final Field<String> SKILL_DESCRIPTION = of("skill", "description", VARCHAR);
    static final Field<Boolean> SKILL_MANAGED = of("skill", "managed", BOOLEAN);
    static final Field<JSONB> SKILL_DEFINITION = of("skill", "tool_definition", JSONB);
    static final Table<Record> SKILLS = table(name("memberskillslink"));
    static final Field<Long> SKILLS_MEMBER = of("memberskillslink", "member_id", BIGINT);
    static final Field<Long> SKILLS_SKILL = of("memberskillslink", "skill_id", BIGINT);

    static final Table<Record> UPLOAD = table(name("upload"));
    static final Field<Long> UPLOAD_ID = of("upload", "id", BIGINT);
    static final Field<String> UPLOAD_NAME = of("upload", "name", VARCHAR);
    static final Field<String> UPLOAD_DESCRIPTION = of("upload", "description", VARCHAR);
    static final Field<String> UPLOAD_STATUS = of("upload", "status", VARCHAR);
    static final Table<Record> UPLOADS = table(name("memberuploadslink"));
    static final Field<Long> UPLOADS_MEMBER = of("memberuploadslink", "member_id", BIGINT);
    static final Field<Long> UPLOADS_UPLOAD = of("memberuploadslink", "upload_id", BIGINT);

    private JooqTables() {}

    private static <T> Field<T> of(String table, String column, DataType<T> type) {
        return field(name(table, column), type);
    }
}
