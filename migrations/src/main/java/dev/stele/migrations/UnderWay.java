package dev.stele.migrations;

import static dev.stele.migrations.HistoryTable.quoted;

import dev.stele.migrations.ChangesetRun.Direction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a changeset outside a transaction has come, so that whoever comes after a dead process goes on there.
 *
 * <p>Kept in a table of ours that is there only while such a changeset is under way; the history stays Liquibase's own.
 *
 * @param changeset the changeset
 * @param direction which way it was run
 * @param done hashes of the statements that are done, in order
 * @param running the text of the statement that was begun and may or may not be done, or null
 */
record UnderWay(
        ChangesetId changeset,
        Direction direction,
        List<String> done,
        @Nullable String running) {
    /** The name of the table, in the schema of the history. */
    static final String TABLE = "stele_under_way";

    private static final String CREATE = """
            create table if not exists stele_under_way (
                author varchar(255) not null,
                id varchar(255) not null,
                filename varchar(255) not null,
                direction varchar(4) not null,
                done text[] not null default '{}',
                running text,
                history jsonb,
                constraint stele_under_way_pkey primary key (author, id, filename)
            )""";

    /** The table of the current schema, where it is there. */
    static final String OF_THIS_SCHEMA = "to_regclass(quote_ident(current_schema()) || '.stele_under_way')";

    UnderWay {
        done = List.copyOf(done);
    }

    /** Every changeset that is under way; usually none, and then no table either. */
    static List<UnderWay> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet there = statement.executeQuery("select 1 where " + OF_THIS_SCHEMA + " is not null")) {
                if (!there.next()) {
                    return List.of();
                }
            }
            List<UnderWay> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("select author, id, filename, direction, done, running from "
                    + TABLE + " where tableoid = " + OF_THIS_SCHEMA + " order by 1, 2, 3")) {
                while (row.next()) {
                    found.add(new UnderWay(
                            new ChangesetId(row.getString(1), row.getString(2), row.getString(3)),
                            Direction.valueOf(row.getString(4)),
                            List.of((String[]) row.getArray(5).getArray()),
                            row.getString(6)));
                }
            }
            return found;
        } catch (SQLException e) {
            if (HistoryTable.UNDEFINED_TABLE.equals(e.getSQLState())) {
                // Whoever holds the lock was done in between.
                return List.of();
            }
            throw e;
        }
    }

    /** What is to be said of it. */
    String finding() {
        return (direction == Direction.UP ? "" : "the rollback of ") + changeset + " was interrupted after "
                + done.size() + " of its statements; upgrade() goes on there";
    }

    /** Notes that a changeset is begun. On its way down it leaves the history now: it is no longer applied in full. */
    static List<String> begin(ChangesetId id, Direction direction) {
        String insert = "insert into %s (author, id, filename, direction, history) values (%s, %s, %s, '%s', %s)";
        String row = direction == Direction.UP
                ? "null"
                : "(select to_jsonb(h) from databasechangelog h where " + HistoryTable.where(id) + " limit 1)";
        String note = insert.formatted(TABLE, quoted(id.author()), quoted(id.id()), quoted(id.file()), direction, row);
        return direction == Direction.UP ? List.of(CREATE, note) : List.of(CREATE, note, HistoryTable.delete(id));
    }

    /** Notes that a statement is about to run which cannot share a transaction with this note. */
    static String running(ChangesetId id, String statement) {
        return "update " + TABLE + " set running = " + quoted(statement) + " where " + HistoryTable.where(id);
    }

    /** Notes that the statement begun last failed, and left nothing. */
    static String failed(ChangesetId id) {
        return "update " + TABLE + " set running = null where " + HistoryTable.where(id);
    }

    /** Notes that a statement is done. */
    static String done(ChangesetId id, String statement) {
        return "update " + TABLE + " set running = null, done = done || " + quoted(SqlText.hash(statement))
                + "::text where " + HistoryTable.where(id);
    }

    /** Puts the row of the history back which {@link #begin} took out. */
    static String restore(ChangesetId id) {
        return "insert into databasechangelog select h.* from " + TABLE
                + " u, jsonb_populate_record(null::databasechangelog, u.history) h where u.history is not null and "
                + HistoryTable.where(id, "u.");
    }

    /** Notes that the file of a changeset has another name now. */
    static String move(ChangesetId from, ChangesetId to) {
        return "update " + TABLE + " set filename = " + quoted(to.file()) + " where " + HistoryTable.where(from);
    }

    /** Forgets a changeset that is no longer under way. */
    static String forget(ChangesetId id) {
        return "delete from " + TABLE + " where " + HistoryTable.where(id);
    }

    /** Drops the table when it is empty; it is created and dropped under the lock only. */
    static String dropWhenEmpty() {
        return """
                do $stele$
                begin
                    if %s is not null then
                        if not exists (select from stele_under_way) then
                            drop table stele_under_way;
                        end if;
                    end if;
                end
                $stele$""".formatted(OF_THIS_SCHEMA);
    }
}
