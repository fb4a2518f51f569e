package dev.stele.core;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of statements; while nobody does, watching costs one look at an empty list. */
final class Observers {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final List<StatementObserver> all = new CopyOnWriteArrayList<>();

    void add(StatementObserver observer) {
        all.add(observer);
    }

    void remove(StatementObserver observer) {
        all.remove(observer);
    }

    /** The connection itself, or one that tells the observers what runs on it. */
    Connection watch(Connection connection) {
        return all.isEmpty() ? connection : WatchedConnection.of(connection, this);
    }

    void tell(StatementObserver.Executed statement) {
        for (StatementObserver observer : all) {
            try {
                observer.executed(statement);
            } catch (RuntimeException e) {
                log.error("a statement observer failed", e);
            }
        }
    }
}
