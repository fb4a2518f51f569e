package dev.stele.examples.benchmarks.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stele.examples.benchmarks.sample.Note;
import dev.stele.models.Member;
import dev.stele.models.MemberType;
import dev.stele.models.Skill;
import dev.stele.models.Team;
import dev.stele.models.Upload;
import dev.stele.models.UploadStatus;
import dev.stele.models.Workflow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows of JDBC by hand, as who writes JDBC does: by the columns' numbers. */
public final class Rows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** The columns of {@link #note}. */
    static final String NOTE = "id, code, title, amount, body";
    /** The columns of {@link #member}. */
    static final String MEMBER = "m.id, m.name, m.role, m.type, m.belongs_to, m.owner_of, m.backstory, m.position_x,"
            + " m.position_y, m.source, m.provider, m.model, m.temperature, m.interrupt, m.base_url, m.version,"
            + " m.created_at, m.updated_at";
    /** The columns of {@link #team}. */
    static final String TEAM =
            "t.id, t.name, t.description, t.workflow, t.owner_id, t.version, t.created_at, t.updated_at";

    private Rows() {}

    static Note.Out note(ResultSet row) throws SQLException {
        return new Note.Out(row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getString(5));
    }

    static Team.Out team(ResultSet row) throws SQLException {
        return new Team.Out(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Workflow.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                row.getLong(5),
                row.getLong(6),
                instant(row, 7),
                instant(row, 8));
    }

    /** A member whose columns begin behind {@code at}. */
    static Member.Out member(ResultSet row, int at) throws SQLException {
        return new Member.Out(
                row.getLong(at + 1),
                row.getString(at + 2),
                row.getString(at + 3),
                type(row.getString(at + 4)),
                row.getLong(at + 5),
                number(row, at + 6),
                row.getString(at + 7),
                row.getDouble(at + 8),
                row.getDouble(at + 9),
                number(row, at + 10),
                row.getString(at + 11),
                row.getString(at + 12),
                row.getDouble(at + 13),
                row.getBoolean(at + 14),
                row.getString(at + 15),
                row.getLong(at + 16),
                instant(row, at + 17),
                instant(row, at + 18));
    }

    /** A skill behind the number of its member. */
    static Skill.Tool skill(ResultSet row) throws SQLException {
        return new Skill.Tool(
                row.getLong(2), row.getString(3), row.getString(4), row.getBoolean(5), json(row.getString(6)));
    }

    /** An upload behind the number of its member. */
    static Upload.Ref upload(ResultSet row) throws SQLException {
        return new Upload.Ref(
                row.getLong(2), row.getString(3), row.getString(4), UploadStatus.valueOf(row.getString(5)));
    }

    static MemberType type(String column) {
        return MemberType.valueOf(column.toUpperCase(Locale.ROOT));
    }

    static @Nullable Map<String, Object> json(@Nullable String text) {
        try {
            return text == null ? null : JSON.readValue(text, MAP);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition of a skill is no object", e);
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
