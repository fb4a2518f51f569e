package dev.stele.migrations.advice;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Indexes that are the beginning of a new one, which so finds all that they find.
 *
 * @param superfluous those that only cost when the new one is there
 * @param narrow those that are much narrower than the new one, and so worth their space
 */
record OutgrownIndexes(List<ServerIndex> superfluous, List<ServerIndex> narrow) {
    static final OutgrownIndexes NONE = new OutgrownIndexes(List.of(), List.of());

    OutgrownIndexes {
        superfluous = List.copyOf(superfluous);
        narrow = List.copyOf(narrow);
    }

    /** Those of a new index; none that is unique, or that a constraint, replication or the order on disk needs. */
    static OutgrownIndexes by(NewIndex index, KnownSchema schema) {
        IndexShape shape = index.candidate().shape();
        long bytes = index.price().bytes();
        List<ServerIndex> beginnings = schema.indexesOf(shape.table()).stream()
                .filter(old -> old.role().isFree() && SpareIndexes.isBeginning(old.shape(), shape))
                .toList();
        return new OutgrownIndexes(
                beginnings.stream()
                        .filter(old -> !SpareIndexes.isMuchNarrower(old, bytes))
                        .toList(),
                beginnings.stream()
                        .filter(old -> SpareIndexes.isMuchNarrower(old, bytes))
                        .toList());
    }

    /** These without those that another new index has outgrown already. */
    OutgrownIndexes without(Set<ServerIndex> others) {
        return new OutgrownIndexes(
                superfluous.stream().filter(old -> !others.contains(old)).toList(),
                narrow.stream().filter(old -> !others.contains(old)).toList());
    }

    /** What to do about them, to follow a sentence; "" where there are none. */
    String advice() {
        return (superfluous.isEmpty()
                        ? ""
                        : "; " + named(superfluous)
                                + " then only costs, as the new one begins with its columns: drop it in a"
                                + " change of its own, and where an entity asks for it by @Index, take that away too")
                + (narrow.isEmpty()
                        ? ""
                        : "; " + named(narrow) + " finds nothing that the new one does not, but is much narrower, and"
                                + " stays unless its space counts");
    }

    private static String named(List<ServerIndex> indexes) {
        return indexes.stream()
                .map(old -> "%s (%s, read %s)"
                        .formatted(
                                old.label(),
                                Figures.bytes(old.use().bytes()),
                                times(old.use().scans())))
                .collect(Collectors.joining(" and "));
    }

    private static String times(long scans) {
        return scans == 1 ? "once" : Figures.count(scans) + " times";
    }

    /** The changes that drop those that only cost. */
    List<Remedy.SchemaChange> drops() {
        return superfluous.stream().map(SpareIndexes::drop).toList();
    }

    /** A price with what dropping them gives back. */
    Price with(Price price, int indexes) {
        if (superfluous.isEmpty()) {
            return price;
        }
        long bytes = superfluous.stream().mapToLong(old -> old.use().bytes()).sum();
        double writes = price.writes() - (double) superfluous.size() / Math.max(1, indexes);
        return new Price(
                price.bytes() - bytes, Math.round(writes * 100) / 100.0, price.lock() + "; then " + SpareIndexes.LOCK);
    }
}
