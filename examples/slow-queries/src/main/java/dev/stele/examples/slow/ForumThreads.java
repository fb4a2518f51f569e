package dev.stele.examples.slow;

import static dev.stele.crud.query.Sort.desc;
import static dev.stele.crud.query.Where.containsIgnoringCase;
import static dev.stele.crud.query.Where.eq;
import static dev.stele.crud.query.Where.everything;
import static dev.stele.crud.query.Where.ge;
import static dev.stele.crud.query.Where.jsonContains;

import dev.stele.core.Database;
import dev.stele.crud.Dao;
import dev.stele.crud.page.OffsetPage;
import dev.stele.crud.page.OffsetRequest;
import dev.stele.crud.page.Page;
import dev.stele.crud.page.PageRequest;
import dev.stele.models.ViewOf;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The threads of the forum, and how the application asks for them. */
final class ForumThreads extends Dao<ForumThread, Long> {
    ForumThreads(Database database) {
        super(database, ForumThread.class);
    }

    Optional<ForumThread.Out> byReference(String reference) {
        return one(ForumThread.Out.class, eq(ForumThread_.reference, reference));
    }

    /** The newest threads, page by page. */
    <V extends ViewOf<ForumThread>> Page<V> newest(Class<V> view, PageRequest page) {
        return page(view, everything(ForumThread.class), desc(ForumThread_.id), page);
    }

    /** The newest threads by page number. */
    OffsetPage<ForumThread.Out> numbered(OffsetRequest page) {
        return offsetPage(ForumThread.Out.class, everything(ForumThread.class), desc(ForumThread_.id), page);
    }

    Page<ForumThread.Out> ofAuthor(long authorId, PageRequest page) {
        return page(ForumThread.Out.class, eq(ForumThread_.author, authorId), desc(ForumThread_.id), page);
    }

    List<ForumThread.Out> openedSince(Instant since) {
        return list(ForumThread.Out.class, ge(ForumThread_.openedAt, since), desc(ForumThread_.openedAt), 20);
    }

    List<ForumThread.Out> ofProduct(String product, Instant since) {
        return list(
                ForumThread.Out.class,
                eq(ForumThread_.product, product).and(ge(ForumThread_.openedAt, since)),
                desc(ForumThread_.openedAt),
                20);
    }

    /** The last changed first. */
    List<ForumThread.Out> labelled(Map<String, Object> labels) {
        return list(ForumThread.Out.class, jsonContains(ForumThread_.labels, labels), desc(ForumThread_.updatedAt), 20);
    }

    /** The last changed first. */
    List<ForumThread.Out> titled(String part) {
        return list(
                ForumThread.Out.class,
                containsIgnoringCase(ForumThread_.title, part),
                desc(ForumThread_.updatedAt),
                20);
    }
}
