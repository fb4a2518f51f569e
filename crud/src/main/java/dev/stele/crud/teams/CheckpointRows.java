package dev.stele.crud.teams;

import dev.stele.crud.teams.Checkpoints.Position;
import dev.stele.crud.teams.Checkpoints.Saved;
import dev.stele.models.Checkpoint;
import dev.stele.models.CheckpointBlob;
import dev.stele.models.CheckpointWrite;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the rows that {@link CheckpointReads} asks for, by the numbers of their columns. */
final class CheckpointRows {
    private final CheckpointJson json;

    CheckpointRows(CheckpointJson json) {
        this.json = json;
    }

    Saved saved(ResultSet row) throws SQLException {
        Checkpoint.Out checkpoint = new Checkpoint.Out(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                row.getString(5),
                json.readCheckpoint(row, 6),
                json.readMetadata(row, 7),
                BoundSql.instant(row, 8));
        return new Saved(checkpoint, blobs(row, checkpoint), writes(row, checkpoint));
    }

    private static List<CheckpointBlob.Out> blobs(ResultSet row, Checkpoint.Out of) throws SQLException {
        @Nullable Object[] channels = items(row, 9);
        @Nullable Object[] versions = items(row, 10);
        @Nullable Object[] types = items(row, 11);
        @Nullable Object[] blobs = items(row, 12);
        List<CheckpointBlob.Out> read = new ArrayList<>(channels.length);
        for (int i = 0; i < channels.length; i++) {
            read.add(new CheckpointBlob.Out(
                    of.threadId(),
                    of.checkpointNs(),
                    (String) channels[i],
                    (String) versions[i],
                    (String) types[i],
                    (byte[]) blobs[i]));
        }
        return read;
    }

    private static List<CheckpointWrite.Out> writes(ResultSet row, Checkpoint.Out of) throws SQLException {
        @Nullable Object[] tasks = items(row, 13);
        @Nullable Object[] numbers = items(row, 14);
        @Nullable Object[] channels = items(row, 15);
        @Nullable Object[] types = items(row, 16);
        @Nullable Object[] blobs = items(row, 17);
        List<CheckpointWrite.Out> read = new ArrayList<>(tasks.length);
        for (int i = 0; i < tasks.length; i++) {
            read.add(new CheckpointWrite.Out(
                    of.threadId(),
                    of.checkpointNs(),
                    of.checkpointId(),
                    (UUID) tasks[i],
                    (Integer) numbers[i],
                    (String) channels[i],
                    (String) types[i],
                    (byte[]) blobs[i]));
        }
        return read;
    }

    static Position position(ResultSet row) throws SQLException {
        return new Position(
                new Checkpoint.Key(row.getObject(1, UUID.class), row.getString(2), row.getObject(3, UUID.class)),
                row.getObject(4, UUID.class),
                BoundSql.instant(row, 5));
    }

    // An aggregate over no rows is NULL.
    private static @Nullable Object[] items(ResultSet row, int index) throws SQLException {
        Array array = row.getArray(index);
        return array == null ? new Object[0] : (Object[]) array.getArray();
    }
}
