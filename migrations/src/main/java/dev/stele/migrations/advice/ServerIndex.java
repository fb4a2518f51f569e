package dev.stele.migrations.advice;

import java.util.List;

/**
 * An index that is there.
 *
 * @param name its name, unquoted; its schema is its table's
 * @param shape what it consists of
 * @param role what it is there for besides finding rows
 * @param use how large it is and how often it was read
 */
record ServerIndex(String name, IndexShape shape, Role role, Use use) {
    /**
     * What an index is there for besides finding rows.
     *
     * @param unique whether it keeps values unique
     * @param constraint the constraint that it enforces, or that refers to it, or ""
     * @param valid whether it may be used
     * @param bound whether it belongs to a partitioned index, to replication or to the order of rows on disk
     */
    record Role(boolean unique, String constraint, boolean valid, boolean bound) {
        boolean isFree() {
            return !unique && constraint.isEmpty() && valid && !bound;
        }
    }

    /**
     * How an index is used.
     *
     * @param bytes its size
     * @param scans how often it was read since the server's statistics were reset
     * @param definition the statement that creates it, as the server prints it
     * @param sql its name with its schema, as SQL
     */
    record Use(long bytes, long scans, String definition, String sql) {}

    /** The name for messages, qualified where it is not in {@code public}. */
    String label() {
        return new Prover.Table(shape.table().schema(), name).toString();
    }

    /** Whether a statement that the other one would serve is served by this one. */
    boolean serves(IndexShape other, int equal) {
        if (!role.valid() || !(shape.predicate().isEmpty() || shape.samePredicate(other))) {
            return false;
        }
        if (!shape.isTree() || !other.isTree()) {
            return shape.method().equals(other.method()) && servesSearch(other);
        }
        List<IndexShape.IndexKey> wanted = other.keys();
        List<IndexShape.IndexKey> keys = shape.keys();
        if (keys.size() < wanted.size()) {
            return false;
        }
        List<IndexShape.IndexKey> first = keys.subList(0, equal);
        return wanted.subList(0, equal).stream().allMatch(key -> first.stream().anyMatch(key::finds))
                && IndexShape.sameKeys(wanted.subList(equal, wanted.size()), keys.subList(equal, wanted.size()));
    }

    /** The general class of jsonb answers all that the narrow one does. */
    private boolean servesSearch(IndexShape other) {
        return other.keys().stream().allMatch(wanted -> shape.keys().stream()
                .anyMatch(key -> key.finds(wanted)
                        || (wanted.operatorClass().equals("jsonb_path_ops")
                                && key.finds(IndexShape.IndexKey.of(wanted.expression())))));
    }

    /** Whether it has these keys of the other one, at least two, in whatever order. */
    boolean hasKeysOf(IndexShape other, List<IndexShape.IndexKey> keys) {
        return role.valid()
                && shape.isTree()
                && other.isTree()
                && keys.size() > 1
                && shape.samePredicate(other)
                && keys.stream().allMatch(key -> shape.keys().stream().anyMatch(key::finds));
    }
}
