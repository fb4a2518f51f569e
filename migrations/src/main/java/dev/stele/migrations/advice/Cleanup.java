package dev.stele.migrations.advice;

import dev.stele.core.error.DatabaseException;
import dev.stele.migrations.diff.ScratchDatabase;

/** Drops a scratch database when it is closed, and when the process ends in order before that. */
final class Cleanup implements AutoCloseable {
    private final ScratchDatabase database;
    private final Thread atEnd;

    Cleanup(ScratchDatabase database) {
        this.database = database;
        this.atEnd = new Thread(this::drop, "stele drops " + database.name());
        try {
            Runtime.getRuntime().addShutdownHook(atEnd);
        } catch (IllegalStateException ending) {
            database.close();
            throw ending;
        }
    }

    ScratchDatabase database() {
        return database;
    }

    private void drop() {
        try {
            database.close();
        } catch (DatabaseException e) {
            // Nobody is left to be told, and the next scratch database sweeps it.
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            forget();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException ending) {
            // The hook runs already and finds nothing to do.
        }
    }
}
