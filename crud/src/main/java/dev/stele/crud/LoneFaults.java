package dev.stele.crud;

import dev.stele.core.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of a stage that the table refuses each by itself, found by the server in one statement.
 *
 * <p>It tries them in subtransactions that it always undoes: one that is kept holds a lock until the end of the
 * transaction, and the server has room for some thousands of them.
 */
final class LoneFaults {
    private static final int BLOCK = 100;

    /** Tries the records between two numbers, undoes it, and tells what went wrong; null where nothing did. */
    private static final String FUNCTION = """
            create function pg_temp.%s(bigint, bigint) returns text language plpgsql as $stele_trial$
            #variable_conflict use_column
            declare
                state text; of_schema text; of_table text; of_column text; of_type text; of_constraint text;
            begin
                %s;
                raise sqlstate 'STELE';
            exception
                when sqlstate 'STELE' then
                    return null;
                when others then
                    get stacked diagnostics state = returned_sqlstate, of_schema = schema_name, of_table = table_name,
                        of_column = column_name, of_type = pg_datatype_name, of_constraint = constraint_name;
                    return concat_ws('|', state, of_schema, of_table, of_column, of_type, of_constraint);
            end
            $stele_trial$""";

    private static final String FAULTS = """
            with failing as materialized (
                select first from generate_series(?, ?, %2$s) as block(first)
                where pg_temp.%1$s(first, first + %2$s - 1) is not null)
            select number, fault from failing,
                lateral (select %4$s as number from %3$s where %4$s between first and first + %2$s - 1) as record,
                lateral (select pg_temp.%1$s(number, number) as fault offset 0) as trial
            where fault is not null""";

    private final Database database;
    private final Staged stage;
    private final String insert;
    private final String function;

    /** For records that {@code insert} takes over, whose numbers are between its parameters {@code $1} and {@code $2}. */
    LoneFaults(Database database, Staged stage, String insert) {
        this.database = database;
        this.stage = stage;
        this.insert = insert;
        this.function = stage.name() + "_trial";
    }

    /** Makes what finds them; it stays for as long as {@code work} runs. */
    void with(Runnable work) {
        execute(FUNCTION.formatted(function, insert));
        work.run();
        execute("drop function pg_temp." + function + "(bigint, bigint)");
    }

    private void execute(String sql) {
        database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** By number, what distinguishes one kind of fault from another; the bounds are a multiple of the block apart. */
    SortedMap<Long, String> between(long first, long last) {
        String sql = FAULTS.formatted(function, BLOCK, stage.name(), Staged.NUMBER);
        return database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, first);
                statement.setLong(2, last);
                return read(statement);
            }
        });
    }

    private static SortedMap<Long, String> read(PreparedStatement statement) throws SQLException {
        SortedMap<Long, String> faults = new TreeMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                faults.put(row.getLong(1), row.getString(2));
            }
        }
        return faults;
    }

    /** Takes records out of what is to be written. */
    void takeOut(Collection<Long> numbers) {
        String sql = "delete from %s where %s = any(?)".formatted(stage.name(), Staged.NUMBER);
        database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
                return statement.executeUpdate();
            }
        });
    }
}
