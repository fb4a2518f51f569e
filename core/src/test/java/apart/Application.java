package apart;

import dev.stele.core.Database;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;

/** Code of an application, as far as callers are concerned: it is in no package of ours. */
public final class Application {
    private final Database database;

    /** Runs its statements on this database. */
    public Application(Database database) {
        this.database = database;
    }

    /** Runs a statement that it wrote itself, values and all. */
    public boolean run(String sql) {
        return database.sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** Runs a statement with one number, once for each. */
    public int batch(String sql, List<Integer> numbers) {
        return database.sql(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int number : numbers) {
                    statement.setInt(1, number);
                    statement.addBatch();
                }
                return statement.executeBatch().length;
            }
        });
    }
}
