package dev.stele.migrations.advice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of a database's tables and indexes.
 *
 * @param tables by their name
 * @param indexes all of them
 * @param foreignKeys all of them
 * @param since from when on the server counted how they are used; null where that is not known
 * @param extensions those that are there, and those that could be
 */
record KnownSchema(
        Map<Prover.Table, ServerTable> tables,
        List<ServerIndex> indexes,
        List<ForeignKey> foreignKeys,
        @Nullable Instant since,
        Extensions extensions) {
    KnownSchema {
        tables = Map.copyOf(tables);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /**
     * A foreign key.
     *
     * @param name its name
     * @param table the referencing table
     * @param columns its columns, as SQL
     * @param referenced the table referred to
     */
    record ForeignKey(String name, Prover.Table table, List<String> columns, Prover.Table referenced) {
        ForeignKey {
            columns = List.copyOf(columns);
        }

        /** Whether an index finds the rows that refer to a given one. */
        boolean isServedBy(ServerIndex index) {
            List<IndexShape.IndexKey> keys =
                    columns.stream().map(IndexShape.IndexKey::of).toList();
            return index.shape().table().equals(table) && index.serves(IndexShape.tree(table, keys), keys.size());
        }
    }

    /**
     * Extensions by their names.
     *
     * @param there those that the database has
     * @param possible those that the server could create
     */
    record Extensions(List<String> there, List<String> possible) {
        Extensions {
            there = List.copyOf(there);
            possible = List.copyOf(possible);
        }
    }

    Optional<ServerTable> table(Prover.Table name) {
        return Optional.ofNullable(tables.get(name));
    }

    List<ServerIndex> indexesOf(Prover.Table table) {
        return indexes.stream()
                .filter(index -> index.shape().table().equals(table))
                .toList();
    }

    Optional<ServerIndex> index(Prover.Table table, String name) {
        return indexesOf(table).stream()
                .filter(index -> index.name().equals(name))
                .findFirst();
    }
}
