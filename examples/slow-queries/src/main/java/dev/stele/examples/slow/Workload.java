package dev.stele.examples.slow;

import dev.stele.crud.page.PageRequest;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;

/** What the application does all day: quick calls, and the planted ones among them. */
final class Workload {
    private static final int ROUNDS = 20;

    private final Forum forum;

    Workload(Forum forum) {
        this.forum = forum;
    }

    /** Runs the calls as they were written first. */
    void slow() {
        run(Planted::slow);
    }

    /** Runs the calls as they are written now. */
    void mended() {
        run(Planted::mended);
    }

    private void run(Function<Planted, Planted.Call> calls) {
        List<Planted> planted = Planted.ALL;
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            quick(round);
            planted.forEach(each -> calls.apply(each).on(forum, round));
        }
        flush();
    }

    private void quick(int round) {
        Sample sample = forum.sample();
        long picked = sample.picked(round);
        forum.threads().find(1 + picked, ForumThread.Out.class);
        forum.threads().newest(ForumThread.Line.class, PageRequest.first(20));
        forum.threads().openedSince(sample.openedAt(sample.size() - 100));
        long author = forum.authors().insert(new Author.Create("newcomer" + round + "-" + System.nanoTime()));
        forum.threads().ofAuthor(author, PageRequest.first(20));
        forum.threads().ofAuthor(1 + picked % (sample.size() / 50), PageRequest.first(20));
        forum.authors().delete(author);
    }

    /** Has the server count now what this session did; otherwise it does within a second or, when idle, ten. */
    private void flush() {
        forum.database().sql(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("select pg_stat_force_next_flush()");
            }
        });
    }
}
