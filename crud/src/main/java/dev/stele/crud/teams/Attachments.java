package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.crud.teams.BoundSql.Items;
import dev.stele.models.Skill;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The skills and uploads of many members, read in one statement and ordered by their ids. */
final class Attachments {
    private static final int SKILL = 1;

    /** Which of both a row is stands there as a number: sorting by a word would ask the collation for every pair. */
    private static final String READ = """
            select l.member_id, 1, s.id, s.name, s.description, s.managed, %s, null
            from memberskillslink l join skill s on s.id = l.skill_id
            where l.member_id = any(?::bigint[])
            union all
            select l.member_id, 2, u.id, u.name, u.description, null, null, u.status::text
            from memberuploadslink l join upload u on u.id = l.upload_id
            where l.member_id = any(?::bigint[])
            order by 1, 2, 3
            """;

    private static final String WITHOUT_SECRETS = READ.formatted("null::jsonb");
    private static final String WITH_SECRETS = READ.formatted("s.tool_definition");

    private final Map<Long, List<Skill.Tool>> tools = new HashMap<>();
    private final Map<Long, List<Upload.Ref>> uploads = new HashMap<>();
    private final ColumnCodec definitions;

    private Attachments(Database database) {
        this.definitions = database.mappings()
                .get(Skill.class)
                .attribute("toolDefinition")
                .orElseThrow()
                .column()
                .codec();
    }

    /** Reads what these members are linked with, but no tool definition. */
    static Attachments of(Database database, Collection<Long> members) {
        return read(database, members, WITHOUT_SECRETS);
    }

    /** Reads what these members are linked with, tool definitions with their secrets included. */
    static Attachments withDefinitions(Database database, Collection<Long> members) {
        return read(database, members, WITH_SECRETS);
    }

    private static Attachments read(Database database, Collection<Long> members, String sql) {
        Attachments attachments = new Attachments(database);
        if (!members.isEmpty()) {
            Items ids = new Items("bigint", members.toArray(Long[]::new));
            BoundSql.of(sql, ids, ids).list(database, attachments::add);
        }
        return attachments;
    }

    /** The member's skills as clients may see them. */
    List<Skill.Ref> skills(long member) {
        return tools(member).stream()
                .map(tool -> new Skill.Ref(tool.id(), tool.name(), tool.description(), tool.managed()))
                .toList();
    }

    /** The member's skills as an agent needs them. */
    List<Skill.Tool> tools(long member) {
        return tools.getOrDefault(member, List.of());
    }

    /** The member's uploads. */
    List<Upload.Ref> uploads(long member) {
        return uploads.getOrDefault(member, List.of());
    }

    private boolean add(ResultSet row) throws SQLException {
        long member = row.getLong(1);
        if (row.getInt(2) == SKILL) {
            return tools.computeIfAbsent(member, id -> new ArrayList<>()).add(tool(row));
        }
        return uploads.computeIfAbsent(member, id -> new ArrayList<>())
                .add(new Upload.Ref(
                        row.getLong(3), row.getString(4), row.getString(5), UploadStatus.valueOf(row.getString(8))));
    }

    @SuppressWarnings("unchecked") // the codec of the attribute reads what the attribute is declared as
    private Skill.Tool tool(ResultSet row) throws SQLException {
        @Nullable Map<String, Object> definition = (Map<String, Object>) definitions.read(row, 7);
        return new Skill.Tool(row.getLong(3), row.getString(4), row.getString(5), row.getBoolean(6), definition);
    }
}
