package dev.stele.core;

import dev.stele.core.error.Misuse;
import dev.stele.core.error.Stale;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.hibernate.HibernateException;
import org.hibernate.LazyInitializationException;
import org.hibernate.StaleObjectStateException;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Runs work in a Hibernate session over the connection of the unit of work. */
final class HibernateDoor {
    private final UnitsOfWork units;
    private final LazyMappings mappings;

    HibernateDoor(UnitsOfWork units, LazyMappings mappings) {
        this.units = units;
        this.mappings = mappings;
    }

    <T extends @Nullable Object> T call(Function<StatelessSession, T> work) {
        return units.sql(connection -> call(connection, work));
    }

    private <T extends @Nullable Object> T call(Connection connection, Function<StatelessSession, T> work)
            throws SQLException {
        try (StatelessSession session = mappings.get()
                .sessionFactory()
                .withStatelessOptions()
                .connection(connection)
                .openStatelessSession()) {
            return work.apply(session);
        } catch (HibernateException e) {
            throw translated(e);
        }
    }

    /** What the driver said, so that it is translated like any other, or what Hibernate itself found wrong. */
    private static RuntimeException translated(HibernateException e) throws SQLException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException thrown) {
                throw thrown;
            }
        }
        if (e instanceof StaleObjectStateException stale) {
            String name = stale.getEntityName();
            return new Stale(name.substring(name.lastIndexOf('.') + 1), stale.getIdentifier(), "its version");
        }
        if (e instanceof LazyInitializationException) {
            return new Misuse(
                    "an association that was not fetched is read after its session has ended",
                    "fetch it in the query, or select what is needed into a record",
                    null,
                    e);
        }
        return e;
    }
}
