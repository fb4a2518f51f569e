package dev.stele.examples.slow;

import dev.stele.crud.page.Count;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.migrations.advice.Problem;
import dev.stele.models.Field;
import java.util.List;

/**
 * Something that is wrong with the forum, on purpose.
 *
 * @param problem what the advice has to say
 * @param subject and about which table or index
 * @param name how the application calls it
 * @param slow the call that suffers
 * @param mended the call to write instead; the same one where an index mends it
 */
record Planted(Problem problem, String subject, String name, Call slow, Call mended) {
    private static final PageRequest PAGE = PageRequest.first(20);

    /** All of them. */
    static final List<Planted> ALL = List.of(
            new Planted(Problem.MISSING_INDEX, "forum_thread", "byReference", Planted::byReference),
            new Planted(Problem.DEEP_OFFSET, "forum_thread", "numbered", Planted::pageByNumber, Planted::pageByCursor),
            new Planted(Problem.ROW_BY_ROW, "author", "newest, then authors", Planted::eachAuthor, Planted::allAuthors),
            new Planted(Problem.UNUSED_INDEX, "forum_thread_votes_idx", "patch", Planted::vote),
            new Planted(Problem.JSON_SEARCH, "forum_thread", "labelled", Planted::ofCustomer),
            new Planted(Problem.TEXT_SEARCH, "forum_thread", "titled", Planted::wordInTitle),
            new Planted(
                    Problem.WRONG_COLUMN_ORDER, "forum_thread_opened_at_product_idx", "ofProduct", Planted::ofProduct),
            new Planted(Problem.EXACT_COUNT, "forum_thread", "newest, counted", Planted::counted, Planted::capped));

    /** A call of the application, with other values each round. */
    interface Call {
        void on(Forum forum, int round);
    }

    private Planted(Problem problem, String subject, String name, Call call) {
        this(problem, subject, name, call, call);
    }

    /** Nobody thought of an index for what customers quote. */
    private static void byReference(Forum forum, int round) {
        Sample sample = forum.sample();
        forum.threads().byReference(sample.reference(sample.picked(round)));
    }

    /** Skipped rows are read, too. */
    private static void pageByNumber(Forum forum, int round) {
        forum.threads().numbered(new OffsetRequest(forum.depth() + round * 20L, 20, Count.NONE));
    }

    private static void pageByCursor(Forum forum, int round) {
        forum.threads().newest(ForumThread.Out.class, PageRequest.after(forum.deep(), 20));
    }

    /** A statement for each of the names. */
    private static void eachAuthor(Forum forum, int round) {
        forum.database().tx().run(() -> {
            Page<ForumThread.Out> page = forum.threads().newest(ForumThread.Out.class, PAGE);
            page.items().forEach(thread -> forum.authors().get(thread.authorId(), Author.Out.class));
        });
    }

    private static void allAuthors(Forum forum, int round) {
        forum.database().tx().run(() -> forum.threads().newest(ForumThread.Line.class, PAGE));
    }

    /** Keeps an index up to date that no list reads any more. */
    private static void vote(Forum forum, int round) {
        long id = 1 + forum.sample().picked(round);
        ForumThread.Update vote = new ForumThread.Update(Field.unset(), Field.of(round));
        forum.threads().patch(id, vote, ForumThread.Out.class);
    }

    private static void ofCustomer(Forum forum, int round) {
        Sample sample = forum.sample();
        forum.threads().labelled(sample.customer(sample.picked(round)));
    }

    private static void wordInTitle(Forum forum, int round) {
        Sample sample = forum.sample();
        forum.threads().titled(sample.word(sample.picked(round)));
    }

    /** The index has the time first, of which a range is asked, and the product behind. */
    private static void ofProduct(Forum forum, int round) {
        Sample sample = forum.sample();
        forum.threads().ofProduct(sample.product(sample.picked(round)), sample.openedAt(sample.size() / 10));
    }

    /** How many threads there are, counted anew for each first page. */
    private static void counted(Forum forum, int round) {
        forum.threads().newest(ForumThread.Out.class, PAGE.with(Count.EXACT));
    }

    private static void capped(Forum forum, int round) {
        forum.threads().newest(ForumThread.Out.class, PAGE.with(Count.upTo(1000)));
    }
}
