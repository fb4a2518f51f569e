package dev.stele.migrations.advice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what a statement run once mends: indexes full of air, and statistics that tell of other rows. */
final class TableCare {
    private static final double MUCH_AIR = 0.5;
    /** A small index is as quick with air in it. */
    private static final long WORTH_BUILDING_ANEW = 8L << 20;

    private static final double MANY_CHANGED = 0.5;
    private static final long MANY_ROWS = 10_000;
    /** Autovacuum comes by itself, and sessions tell of their rows some seconds late, even after an ANALYZE that saw them. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private static final String REINDEX_LOCK =
            "REINDEX CONCURRENTLY builds a second index beside the first; rows are read"
                    + " and written meanwhile, other changes of the schema wait, and until it is done both take space";
    private static final String ANALYZE_LOCK =
            "ANALYZE reads a sample of the rows; rows are read and written meanwhile";

    private final Learnt learnt;
    private final Instant now;

    TableCare(Learnt learnt, Instant now) {
        this.learnt = learnt;
        this.now = now;
    }

    List<Proposal> proposals() {
        List<Proposal> proposals = new ArrayList<>();
        for (IndexFigures index : learnt.indexes()) {
            if (index.bytes() >= WORTH_BUILDING_ANEW && index.bloat().orElse(0) >= MUCH_AIR) {
                proposals.add(bloated(index));
            }
        }
        Set<Prover.Table> read = new HashSet<>();
        for (ExaminedStatement statement : learnt.statements()) {
            if (statement.plan() != null) {
                read.addAll(IndexCandidates.tables(statement.plan().root()));
            }
        }
        learnt.schema().tables().values().stream()
                .filter(table -> !table.partitioned() && read.contains(table.table()) && isStale(table))
                .sorted(Comparator.comparing(ServerTable::table))
                .forEach(table -> proposals.add(stale(table)));
        return proposals;
    }

    private Proposal bloated(IndexFigures index) {
        double air = index.bloat().orElse(0);
        String sql = learnt.schema().indexes().stream()
                .filter(known -> known.label().equals(index.name()))
                .map(known -> known.use().sql())
                .findFirst()
                .orElse(index.name());
        Finding finding = new Finding(
                Problem.BLOATED_INDEX,
                index.name(),
                "index " + index.name() + " takes " + Figures.bytes(index.bytes()) + ", about " + Figures.share(air)
                        + " of it for nothing",
                null);
        return new Proposal(
                index.name(),
                List.of(finding),
                "build " + index.name() + " anew beside itself",
                new Remedy.Maintenance("reindex index concurrently " + sql),
                new Price(-(long) (index.bytes() * air), 0, REINDEX_LOCK),
                null);
    }

    private boolean isStale(ServerTable table) {
        Instant analyzed = table.changes().analyzed();
        long changed = table.changes().unanalyzed();
        return Math.max(table.size().rows(), (double) changed) >= MANY_ROWS
                && changed >= MANY_CHANGED * table.size().rows()
                && (analyzed == null || analyzed.isBefore(now.minus(SETTLING)));
    }

    private static Proposal stale(ServerTable table) {
        String name = table.table().toString();
        Finding finding = new Finding(
                Problem.STALE_STATISTICS,
                name,
                table.changes().analyzed() == null
                        ? "the planner knows nothing of the rows of " + name + ", which was never analyzed"
                        : Figures.count(table.changes().unanalyzed()) + " rows of " + name
                                + " changed since it was analyzed, of "
                                + Figures.count(table.size().rows()),
                null);
        return new Proposal(
                name + " statistics",
                List.of(finding),
                "analyze " + name
                        + ", so that the planner knows what is in it; if this comes again, let autovacuum look"
                        + " more often",
                new Remedy.Maintenance("analyze " + table.sql()),
                new Price(0, 0, ANALYZE_LOCK),
                null);
    }
}
