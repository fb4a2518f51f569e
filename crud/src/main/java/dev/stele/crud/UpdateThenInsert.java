package dev.stele.crud;

import dev.stele.core.Database;
import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.Invalid;
import dev.stele.core.mapping.ColumnMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An upsert of a whole stage by one UPDATE and one INSERT, which takes two thirds of the time of ON CONFLICT.
 *
 * <p>ON CONFLICT locks and confirms each row that it inserts. A join does without, but it neither sees a row that another
 * transaction is inserting nor two records of the same key. Both show: as a duplicate, or as rows that are missing in the
 * sum. Then nothing is kept and the caller takes ON CONFLICT.
 */
final class UpdateThenInsert {
    private final Database database;
    private final String table;
    private final String stage;
    private final String update;
    private final String insert;

    /**
     * Writes the statements.
     *
     * @param insert what inserts every row of the stage, which is called {@code s} there
     * @param value how a column of the stage is written behind its alias and a dot
     */
    UpdateThenInsert(
            EntityPlans plans,
            CreatePlan create,
            List<ColumnMapping> key,
            String stage,
            String insert,
            Function<ColumnMapping, String> value) {
        this.database = plans.database();
        this.table = plans.entity().sqlTable();
        this.stage = stage;
        StringJoiner same = new StringJoiner(" and ");
        key.forEach(column -> same.add("t0." + column.sql() + " = s." + value.apply(column)));
        String sets = create.sets(key, PatchPlan.always(plans.entity()), column -> "s." + value.apply(column));
        this.update = "update " + table + " as t0 set " + sets + " from " + stage + " as s where " + same;
        this.insert = insert + " where not exists (select from " + table + " as t0 where " + same + ")";
    }

    /** What became of the rows, of which there are {@code staged}; null if nothing was done since it has to go otherwise. */
    @Nullable
    Copied run(long staged) {
        if (!database.sql(this::isFaster)) {
            return null;
        }
        try {
            return database.savepoint(() -> database.sql(connection -> {
                long updated = count(connection, update);
                long inserted = count(connection, insert);
                if (updated + inserted != staged) {
                    throw new Uneven();
                }
                return new Copied(inserted, updated, 0);
            }));
        } catch (ConstraintViolation | Invalid | Uneven e) {
            // The other way finds the record at fault, if there is one.
            return null;
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeLargeUpdate();
        }
    }

    /**
     * Whether the table is not so large that the joins take longer than they save, and nothing else acts on its rows.
     *
     * <p>A trigger could change a row before ON CONFLICT compares it; a child's rows would be found but are not meant.
     */
    private boolean isFaster(Connection connection) throws SQLException {
        String asked = """
                select relkind in ('r', 'p') and (relkind = 'p' or not relhassubclass) and not relhasrules
                       and not exists (select from pg_trigger where tgrelid = c.oid and not tgisinternal)
                       and pg_relation_size(c.oid) + coalesce(
                               (select sum(pg_relation_size(relid)) from pg_partition_tree(c.oid)), 0)
                           <= 2 * pg_relation_size(cast(? as regclass))
                from pg_class as c where c.oid = cast(? as regclass)""";
        try (PreparedStatement statement = connection.prepareStatement(asked)) {
            statement.setString(1, stage);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Some rows were neither changed nor inserted; undoes both. */
    private static final class Uneven extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Uneven() {
            super("not every row was written", null, false, false);
        }
    }
}
