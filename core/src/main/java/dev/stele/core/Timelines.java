package dev.stele.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the newest timeline seen, and refuses a primary that is behind it; safe for use by many threads.
 *
 * <p>What an old primary acknowledges after another server was promoted is lost when the two meet again.
 */
final class Timelines {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private static final long REPORT_EVERY = TimeUnit.SECONDS.toNanos(30);

    private final Map<Long, Long> newest = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong promotions = new AtomicLong();
    private final AtomicLong lastReport = new AtomicLong(System.nanoTime() - REPORT_EVERY - 1);
    private final List<Runnable> atPromotion = new CopyOnWriteArrayList<>();

    /** Says what is to be done when a promotion is seen: the connections from before lead to the old primary. */
    void atPromotion(Runnable evict) {
        atPromotion.add(evict);
    }

    /**
     * Lets a server pass, or refuses it.
     *
     * @throws OldPrimary if a server of its cluster has been on a later timeline
     */
    void admit(ServerFacts server, String address) throws OldPrimary {
        long timeline = server.timeline();
        if (timeline == 0) {
            return;
        }
        // A cluster made anew, as by pg_upgrade, begins with timeline 1 again and has another number.
        Long before = newest.get(server.cluster());
        long now = newest.merge(server.cluster(), timeline, Math::max);
        if (now > timeline) {
            refused.incrementAndGet();
            throw reported(new OldPrimary(address, timeline, now));
        }
        if (before != null && before < timeline) {
            log.warn("PostgreSQL at {} was promoted: it is on timeline {}, after {}", address, timeline, before);
            atPromotion.forEach(Runnable::run);
            // Last: who then borrows a connection gets none from before.
            promotions.incrementAndGet();
        }
    }

    private OldPrimary reported(OldPrimary refusal) {
        long last = lastReport.get();
        long now = System.nanoTime();
        // It is tried again and again as long as it is all there is.
        if (now - last > REPORT_EVERY && lastReport.compareAndSet(last, now)) {
            log.error("{}: what it acknowledges is lost when it becomes a standby", refusal.getMessage());
        }
        return refusal;
    }

    /** How many promotions were seen. */
    long promotions() {
        return promotions.get();
    }

    /** How often a server was refused. */
    long refused() {
        return refused.get();
    }
}
