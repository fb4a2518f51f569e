package dev.stele.examples.benchmarks.peers.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import dev.stele.examples.benchmarks.sample.Entities;
import dev.stele.examples.benchmarks.sample.Note;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** What both kinds of session ask in HQL, which is the same for both. */
final class Queries {
    private static final String VIEW = "select id, code, title, amount, body from NoteEntity";
    private static final String UPSERT = "insert into NoteEntity (code, title, amount, body)"
            + " values (:code, :title, :amount, :body) on conflict (code)"
            + " do update set title = excluded.title, amount = excluded.amount, body = excluded.body";

    private Queries() {}

    /** A factory with the settings that the guide recommends for many inserts. */
    static SessionFactory factory(HikariDataSource pool) {
        Configuration settings = new Configuration()
                .setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, 50)
                .setProperty(AvailableSettings.ORDER_INSERTS, true)
                .setProperty(AvailableSettings.ALLOW_UPDATE_OUTSIDE_TRANSACTION, true);
        settings.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        Entities.with(NoteEntity.class).forEach(settings::addAnnotatedClass);
        return settings.buildSessionFactory();
    }

    static Note.Out upsert(SharedSessionContract session, Note.Create note) {
        session.createMutationQuery(UPSERT)
                .setParameter("code", note.code())
                .setParameter("title", note.title())
                .setParameter("amount", note.amount())
                .setParameter("body", note.body())
                .executeUpdate();
        return session.createSelectionQuery(VIEW + " where code = :code", Note.Out.class)
                .setParameter("code", note.code())
                .getSingleResult();
    }

    static boolean exists(SharedSessionContract session, long id) {
        return session.createSelectionQuery("select 1 from NoteEntity where id = :id", Integer.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull()
                != null;
    }

    static void delete(SharedSessionContract session, long id) {
        int deleted = session.createMutationQuery("delete from NoteEntity where id = :id")
                .setParameter("id", id)
                .executeUpdate();
        if (deleted == 0) {
            throw new IllegalStateException("no note " + id);
        }
    }

    static List<Note.Out> firstPage(SharedSessionContract session, int size) {
        return page(
                session.createSelectionQuery(VIEW + " order by amount, id", Note.Out.class)
                        .setMaxResults(size + 1)
                        .getResultList(),
                size);
    }

    static List<Note.Out> pageAfter(SharedSessionContract session, Note.Out last, int size) {
        return page(
                session.createSelectionQuery(
                                VIEW + " where (amount, id) > (:amount, :id) order by amount, id", Note.Out.class)
                        .setParameter("amount", last.amount())
                        .setParameter("id", last.id())
                        .setMaxResults(size + 1)
                        .getResultList(),
                size);
    }

    private static List<Note.Out> page(List<Note.Out> found, int size) {
        return found.subList(0, Math.min(size, found.size()));
    }
}
