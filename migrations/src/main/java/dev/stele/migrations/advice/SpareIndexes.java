package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexShape.IndexKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds indexes that could go: twins, beginnings of others, and those that nothing reads. */
final class SpareIndexes {
    static final String LOCK = "DROP INDEX CONCURRENTLY; rows are read and written meanwhile, and it waits for"
            + " transactions that began before it";
    /** An index much narrower than another one is worth its space to those that need no more of it. */
    private static final int MUCH_NARROWER = 3;

    private final KnownSchema schema;
    private final Instant migrated;
    private final AdvisorOptions options;

    SpareIndexes(Learnt learnt, AdvisorOptions options) {
        this.schema = learnt.schema();
        this.migrated = learnt.migrated();
        this.options = options;
    }

    List<Proposal> proposals() {
        return proposalsBeside(Set.of());
    }

    /** What is to be dropped besides those that go already, since new ones take their place. */
    List<Proposal> proposalsBeside(Set<ServerIndex> outgrown) {
        List<ServerIndex> gone = new ArrayList<>(outgrown);
        List<Proposal> proposals = new ArrayList<>();
        for (ServerIndex index : droppable()) {
            if (gone.contains(index)) {
                continue;
            }
            finding(index, gone).ifPresent(finding -> {
                gone.add(index);
                proposals.add(proposal(index, finding));
            });
        }
        return proposals;
    }

    /** Those that keep nothing true, the newest name first, so that of twins the one made later goes. */
    private List<ServerIndex> droppable() {
        return schema.indexes().stream()
                .filter(index -> index.role().isFree())
                .sorted(Comparator.comparing(ServerIndex::label).reversed())
                .toList();
    }

    private Optional<Finding> finding(ServerIndex index, List<ServerIndex> gone) {
        List<ServerIndex> others = schema.indexesOf(index.shape().table()).stream()
                .filter(other -> !other.equals(index) && other.role().valid() && !gone.contains(other))
                .toList();
        Optional<Finding> twin = others.stream()
                .filter(other -> isTwin(index.shape(), other.shape()))
                .findFirst()
                .map(other -> finding(
                        Problem.DUPLICATE_INDEX,
                        index,
                        "has the same columns as " + other.label() + ", and each write keeps both up to date"));
        if (twin.isPresent() || index.use().bytes() < options.smallTable()) {
            return twin;
        }
        return others.stream()
                .filter(other -> isBeginning(index, other))
                .findFirst()
                .map(other -> finding(
                        Problem.OVERLAPPING_INDEX,
                        index,
                        "is the beginning of " + other.label() + ", which finds the same rows"))
                .or(() -> unused(index, others));
    }

    private static boolean isTwin(IndexShape one, IndexShape other) {
        return one.method().equals(other.method())
                && one.samePredicate(other)
                && IndexShape.sameKeys(one.keys(), other.keys())
                && one.keys().stream()
                        .map(IndexKey::order)
                        .toList()
                        .equals(other.keys().stream().map(IndexKey::order).toList())
                && one.include().equals(other.include());
    }

    private static boolean isBeginning(ServerIndex index, ServerIndex other) {
        return isBeginning(index.shape(), other.shape())
                && !isMuchNarrower(index, other.use().bytes());
    }

    /** Whether all that one finds the other one finds too, at most by reading wider entries. */
    static boolean isBeginning(IndexShape shape, IndexShape other) {
        return shape.isTree()
                && shape.keys().size() < other.keys().size()
                && shape.include().isEmpty()
                && shape.samePredicate(other)
                && shape.isPrefixOf(other);
    }

    static boolean isMuchNarrower(ServerIndex index, long bytes) {
        return bytes > index.use().bytes() * MUCH_NARROWER;
    }

    private Optional<Finding> unused(ServerIndex index, List<ServerIndex> others) {
        Instant since = schema.since();
        if (since == null || index.use().scans() > 0 || isNeededByForeignKey(index, others)) {
            return Optional.empty();
        }
        // An index may be as young as the last change of the schema.
        Instant from = since.isAfter(migrated) ? since : migrated;
        if (Duration.between(from, Instant.now()).compareTo(options.unusedFor()) < 0) {
            return Optional.empty();
        }
        return Optional.of(finding(
                Problem.UNUSED_INDEX,
                index,
                "was not read once since " + from.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)
                        + " on this server, takes " + Figures.bytes(index.use().bytes())
                        + " and makes each write dearer"));
    }

    /** Looking for referencing rows is what such an index is for, on the day when a referenced one is deleted. */
    private boolean isNeededByForeignKey(ServerIndex index, List<ServerIndex> others) {
        return schema.foreignKeys().stream()
                .anyMatch(key -> key.isServedBy(index) && others.stream().noneMatch(key::isServedBy));
    }

    private static Finding finding(Problem problem, ServerIndex index, String what) {
        return new Finding(problem, index.label(), "index " + index.label() + " " + what, null);
    }

    private Proposal proposal(ServerIndex index, Finding finding) {
        double there = schema.indexesOf(index.shape().table()).size();
        Price price = new Price(-index.use().bytes(), -Math.round(100 / there) / 100.0, LOCK);
        return new Proposal(
                index.name(),
                List.of(finding),
                "drop " + index.label() + "; where an entity asks for it by @Index, take that away too, and on a server"
                        + " with replicas look there first whether they read it",
                drop(index),
                price,
                null);
    }

    static Remedy.SchemaChange drop(ServerIndex index) {
        String create = index.use().definition().replaceFirst(" INDEX ", " INDEX CONCURRENTLY ");
        return new Remedy.SchemaChange("drop index concurrently " + index.use().sql(), create);
    }
}
