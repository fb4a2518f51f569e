package dev.stele.crud.teams;

import dev.stele.core.Database;
import dev.stele.core.error.Invalid;
import dev.stele.core.mapping.ColumnCodec;
import dev.stele.core.mapping.EntityMapping;
import dev.stele.crud.teams.BoundSql.Binding;
import dev.stele.models.Checkpoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two JSON columns of a checkpoint, bound and read as their entity maps them. */
final class CheckpointJson {
    private static final String VERSIONS = "channel_versions";

    private final ColumnCodec checkpoint;
    private final ColumnCodec metadata;

    CheckpointJson(Database database) {
        EntityMapping mapping = database.mappings().get(Checkpoint.class);
        this.checkpoint = mapping.attribute("checkpoint").orElseThrow().column().codec();
        this.metadata = mapping.attribute("metadata").orElseThrow().column().codec();
    }

    /** SQL for the versions that the checkpoint of this alias names; NULL where another writer stored no object there. */
    static String versionsOf(String alias) {
        String versions = alias + ".checkpoint -> '" + VERSIONS + "'";
        return "case jsonb_typeof(" + versions + ") when 'object' then " + versions + " end";
    }

    /**
     * Refuses a checkpoint whose versions no reader could take apart.
     *
     * @throws Invalid if they are there and no object
     */
    static void check(@Nullable Map<String, Object> value) {
        Object versions = value == null ? null : value.get(VERSIONS);
        if (versions != null && !(versions instanceof Map)) {
            throw new Invalid("checkpoint." + VERSIONS, "must be an object with the version of each channel");
        }
    }

    Binding checkpoint(@Nullable Map<String, Object> value) {
        return (statement, index) -> checkpoint.bind(statement, index, value);
    }

    Binding metadata(Map<String, Object> value) {
        return (statement, index) -> metadata.bind(statement, index, value);
    }

    @SuppressWarnings("unchecked") // the attribute is such a map
    @Nullable
    Map<String, Object> readCheckpoint(ResultSet row, int index) throws SQLException {
        return (Map<String, Object>) checkpoint.read(row, index);
    }

    @SuppressWarnings("unchecked") // the attribute is such a map
    Map<String, Object> readMetadata(ResultSet row, int index) throws SQLException {
        return (Map<String, Object>) Objects.requireNonNull(metadata.read(row, index));
    }
}
