package dev.stele.examples.benchmarks.calls;

import dev.stele.examples.benchmarks.peers.JdbiPeer;
import dev.stele.examples.benchmarks.peers.JooqPeer;
import dev.stele.examples.benchmarks.peers.RawPeer;
import dev.stele.examples.benchmarks.peers.StelePeer;
import dev.stele.examples.benchmarks.peers.ebean.EbeanPeer;
import dev.stele.examples.benchmarks.peers.hibernate.SessionPeer;
import dev.stele.examples.benchmarks.peers.hibernate.StatelessPeer;
import dev.stele.examples.benchmarks.peers.spring.SpringPeer;
import dev.stele.examples.benchmarks.sample.Peer;
import dev.stele.examples.benchmarks.sample.Target;

/** Everything that is measured; the first is what all are measured by. */
public enum PeerKind {
    /** pgjdbc by hand. */
    RAW("JDBC by hand"),
    /** Stele. */
    STELE("Stele"),
    /** Hibernate's stateless session, in autocommit. */
    STATELESS("Hibernate StatelessSession"),
    /** Hibernate's session, in transactions. */
    SESSION("Hibernate Session"),
    /** Spring Data JPA, over Hibernate. */
    SPRING("Spring Data JPA"),
    /** jOOQ. */
    JOOQ("jOOQ"),
    /** JDBI. */
    JDBI("JDBI"),
    /** Ebean. */
    EBEAN("Ebean");

    private final String title;

    PeerKind(String title) {
        this.title = title;
    }

    /** What it is called in tables. */
    public String title() {
        return title;
    }

    /** Connects it. */
    public Peer open(Target target) {
        return switch (this) {
            case RAW -> new RawPeer(target);
            case STELE -> new StelePeer(target);
            case STATELESS -> new StatelessPeer(target);
            case SESSION -> new SessionPeer(target);
            case SPRING -> new SpringPeer(target);
            case JOOQ -> new JooqPeer(target);
            case JDBI -> new JdbiPeer(target);
            case EBEAN -> new EbeanPeer(target);
        };
    }
}
