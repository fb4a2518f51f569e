package dev.stele.crud.teams;

import dev.stele.core.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the statements that an application sends, from {@code of} to {@code end}. */
final class Statements {
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Database.Observation observation;

    private Statements(Database database) {
        observation = database.observe(statement -> sent.add(statement.sql()));
    }

    static Statements of(Database database) {
        return new Statements(database);
    }

    List<String> end() {
        observation.close();
        return List.copyOf(sent);
    }
}
