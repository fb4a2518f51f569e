package dev.stele.examples.slow;

import dev.stele.Stele;
import dev.stele.core.Database;
import dev.stele.crud.Dao;
import dev.stele.crud.page.Cursor;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The forum: its tables, and what is in them. */
final class Forum {
    private final Database database;
    private final Sample sample;
    private final ForumThreads threads;
    private final Dao<Author, Long> authors;
    private @Nullable Cursor deep;

    Forum(Stele stele, Sample sample) {
        this.database = stele.database();
        this.sample = sample;
        this.threads = new ForumThreads(database);
        this.authors = stele.dao(Author.class);
    }

    Database database() {
        return database;
    }

    Sample sample() {
        return sample;
    }

    ForumThreads threads() {
        return threads;
    }

    Dao<Author, Long> authors() {
        return authors;
    }

    /** Fills both tables. */
    void fill() throws SQLException {
        List<Long> ids = authors.insertAll(sample.authors().toList());
        threads.copyIn(ForumThread.Create.class, sample.threads(ids));
        vacuum();
    }

    /** What autovacuum does some time after many rows were written. */
    void vacuum() throws SQLException {
        try (var connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum (analyze) author, forum_thread");
        }
    }

    /** Deep in the list of all threads; found once, as a reader comes there: page by page. */
    Cursor deep() {
        Cursor found = deep;
        if (found == null) {
            Page<ForumThread.Out> page = threads.newest(ForumThread.Out.class, PageRequest.first(PageRequest.MAX_SIZE));
            for (long seen = page.items().size();
                    seen < depth();
                    seen += page.items().size()) {
                page = threads.newest(ForumThread.Out.class, PageRequest.after(page.next(), PageRequest.MAX_SIZE));
            }
            found = Objects.requireNonNull(page.next());
            deep = found;
        }
        return found;
    }

    /** How many threads lie in front of {@link #deep}. */
    long depth() {
        return sample.size() / 2;
    }
}
