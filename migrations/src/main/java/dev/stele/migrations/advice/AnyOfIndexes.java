package dev.stele.migrations.advice;

import dev.stele.migrations.advice.IndexCandidates.Wish;
import dev.stele.migrations.plan.Condition;
import dev.stele.migrations.plan.Condition.Place;
import dev.stele.migrations.plan.Condition.Test;
import dev.stele.migrations.plan.TableAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Indexes for conditions of which one suffices: one for each, whose findings the server puts together (BitmapOr). One alone
 * helps nothing while another alternative needs the whole table.
 */
final class AnyOfIndexes {
    /** Each alternative takes an index of its own. */
    private static final int MOST_ALTERNATIVES = 3;

    private static final int MOST_NEW = 2;

    private final TableAccess access;
    private final ServerTable table;
    private final KnownSchema schema;

    AnyOfIndexes(TableAccess access, ServerTable table, KnownSchema schema) {
        this.access = access;
        this.table = table;
        this.schema = schema;
    }

    /** Those that are missing, for each such condition together. */
    List<List<Wish>> wishes() {
        if (table.partitioned()) {
            return List.of();
        }
        return access.conditions().stream()
                .filter(condition -> condition.test() == Test.ANY_OF && condition.place() != Place.JOIN)
                .map(condition -> missing(condition.alternatives()))
                .filter(missing -> !missing.isEmpty() && missing.size() <= MOST_NEW)
                .toList();
    }

    private List<Wish> missing(List<Condition> alternatives) {
        if (alternatives.size() > MOST_ALTERNATIVES) {
            return List.of();
        }
        List<Wish> missing = new ArrayList<>();
        for (Condition alternative : alternatives) {
            Optional<Wish> wish = wish(alternative);
            if (wish.isEmpty()) {
                return List.of();
            }
            boolean served = schema.indexesOf(table.table()).stream()
                    .anyMatch(
                            index -> index.serves(wish.get().shape(), wish.get().equal()));
            if (!served && !missing.contains(wish.get())) {
                missing.add(wish.get());
            }
        }
        return missing;
    }

    private Optional<Wish> wish(Condition alternative) {
        if (alternative.dependsOnParameter()) {
            return Optional.empty();
        }
        return switch (alternative.test()) {
            case EQUAL ->
                IndexCandidates.isSelective(alternative, table) ? Optional.of(tree(alternative, 1)) : Optional.empty();
            case RANGE ->
                IndexCandidates.isIndexable(alternative) ? Optional.of(tree(alternative, 0)) : Optional.empty();
            case PATTERN -> Prefixes.key(alternative, table).map(this::tree).or(() -> searched(alternative));
            default -> searched(alternative);
        };
    }

    private Optional<Wish> searched(Condition alternative) {
        return new SearchIndexes(access, table, schema).wish(alternative).findFirst();
    }

    private Wish tree(IndexShape.IndexKey key) {
        return new Wish(IndexShape.tree(table.table(), List.of(key)), 0, Optional.empty());
    }

    private Wish tree(Condition alternative, int equal) {
        List<IndexShape.IndexKey> keys = List.of(IndexShape.IndexKey.of(alternative.expression()));
        return new Wish(IndexShape.tree(table.table(), keys), equal, Optional.empty());
    }
}
