package dev.stele.examples.benchmarks.sample;

import dev.stele.crud.teams.Teams;
import dev.stele.models.Member;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to read and write the rows, written as its own documentation recommends.
 *
 * <p>All answer alike, and each call is a unit of work of its own. Safe for use by many threads.
 */
public interface Peer extends AutoCloseable {
    /** The note with this id; null if there is none. */
    Note.@Nullable Out find(long id) throws SQLException;

    /** The member with this id: a row of many columns. */
    Member.Out member(long id) throws SQLException;

    /** Inserts a note and returns its id. */
    long insert(Note.Create note) throws SQLException;

    /** Changes two columns of a note and returns it. */
    Note.Out patch(long id, String title, String body) throws SQLException;

    /** Inserts a note, or gives the one of that code what the record says, and returns it. */
    Note.Out upsert(Note.Create note) throws SQLException;

    /** Whether there is a note with this id. */
    boolean exists(long id) throws SQLException;

    /** Deletes a note that is there. */
    void delete(long id) throws SQLException;

    /** The first notes by amount and id, and whether more follow, which costs one row more. */
    List<Note.Out> firstPage(int size) throws SQLException;

    /** The notes that follow this one by amount and id, and whether more follow. */
    List<Note.Out> pageAfter(Note.Out last, int size) throws SQLException;

    /** The notes with these ids, in their order. */
    List<Note.Out> getAll(List<Long> ids) throws SQLException;

    /** A team with its members, their skills and uploads, as a chat needs them. */
    Teams.Graph graph(long teamId) throws SQLException;

    /** Inserts all of these notes, in the way that is fastest for many. */
    void insertAll(List<Note.Create> notes) throws SQLException;

    /** Reads all notes in constant memory and returns the sum of their amounts. */
    long streamAll() throws SQLException;

    /** Lets go of the connections. */
    @Override
    void close();
}
