package dev.stele.examples.benchmarks.sample;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One way to write and read many rows in a call; all answer alike. Safe for use by many threads. */
public interface BulkPeer extends AutoCloseable {
    /** Inserts all of these notes and returns their ids in their order. */
    List<Long> insertAll(List<Note.Create> notes) throws SQLException;

    /** Gives each of these notes its own title and body, and returns how many there were. */
    long patchAll(Map<Long, Note.Update> updates) throws SQLException;

    /** Inserts each of these notes or gives the one of its code what it says, and returns them in their order. */
    List<Note.Out> upsertAll(List<Note.Create> notes) throws SQLException;

    /** Inserts any number of notes by COPY in constant memory and returns how many. */
    long copyIn(Stream<Note.Create> notes) throws SQLException;

    /** Reads all notes in constant memory and returns how many. */
    long streamAll() throws SQLException;

    /** Lets go of the connections. */
    @Override
    void close();
}
