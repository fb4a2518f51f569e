package dev.stele.examples.handbook;

import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;

import dev.stele.core.Database;
import dev.stele.core.Health;
import dev.stele.core.Position;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.ConstraintViolation;
import dev.stele.core.error.DatabaseException;
import dev.stele.core.error.Duplicate;
import dev.stele.core.metrics.DatabaseMetrics;
import dev.stele.crud.Dao;
import dev.stele.crud.teams.Families;
import dev.stele.models.Field;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections, transactions and errors, as their pages show them. */
@SuppressWarnings("unused") // what is shown is not used
final class Units {
    private final Database database;
    private final Dao<Memo, Long> memos;

    Units(Database database) {
        this.database = database;
        this.memos = new Dao<>(database, Memo.class);
    }

    static void open(DatabaseConfig config) {
        List<Class<?>> entities = new ArrayList<>(Families.entities());
        entities.add(Memo.class);
        try (Database database = Database.open(config, entities)) {
            long memos = database.sql(connection -> count(connection, "select count(*) from memo"));
            Health health = database.health();
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void readByHibernate() {
        List<String> titles = database.hibernate(session -> session.createSelectionQuery(
                        "select m.title from Memo m where m.team.name = :team", String.class)
                .setParameter("team", "writers")
                .getResultList());
    }

    void writeTogether(long teamId) {
        long id = database.tx().call(() -> {
            long first = memos.insert(new Memo.Create("hello", null, teamId));
            memos.patchAll(eq(Memo_.team, teamId), new Memo.Update(Field.of("seen")));
            database.afterCommit(() -> announce(first));
            return first;
        });
    }

    void choose(long from, long to) {
        database.tx().serializable().retry(5).run(() -> transfer(from, to));
        database.tx().readOnly().repeatableRead().timeout(Duration.ofSeconds(2)).run(() -> report());
    }

    long readItsOwnWrites() {
        Position written = database.position();
        long seen = database.tx().replica(written).call(() -> memos.count(everything(Memo.class)));
        return seen;
    }

    void meter(MeterRegistry registry) {
        new DatabaseMetrics(database, Tag.of("database", "main")).bindTo(registry);
    }

    void outliveAFailover(long from, long to) {
        database.tx().receipt().retry(20, Duration.ofMinutes(1)).run(() -> transfer(from, to));
    }

    void goOnAfterAnError(long teamId) {
        try {
            database.savepoint(() -> memos.insert(new Memo.Create("hello", null, teamId)));
        } catch (Duplicate taken) {
            memos.insert(new Memo.Create("hello 2", null, teamId));
        }
    }

    String explain(Memo.Create memo) {
        try {
            memos.insert(memo);
        } catch (Duplicate taken) {
            return "there is one already with this " + String.join(" and ", taken.fields());
        } catch (ConstraintViolation refused) {
            return "not possible: " + refused.constraint();
        } catch (DatabaseException other) {
            return String.valueOf(other.kind().httpStatus());
        }
        return "done";
    }

    private void announce(long id) {}

    private void transfer(long from, long to) {}

    private void report() {}
}
