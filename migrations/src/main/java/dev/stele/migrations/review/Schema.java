package dev.stele.migrations.review;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the tables when a statement runs. */
final class Schema {

    /** An index and what it is over. */
    record Index(String name, String table, List<String> columns, boolean unique, boolean partial) {}

    private final Map<String, Table> tables = new HashMap<>();
    private final Map<String, Index> indexes = new HashMap<>();
    private final Map<String, Set<String>> domainUsers = new HashMap<>();
    private final Set<String> constrainedDomains = new HashSet<>();
    private final Set<String> freshTypes = new HashSet<>();
    private boolean whole;
    private final Set<String> enums = new HashSet<>();

    @Nullable
    Table find(Name name) {
        return tables.get(name.key());
    }

    @Nullable
    Table find(String key) {
        return tables.get(key);
    }

    /** The table, which may be one that nothing is known of. */
    Table table(Name name) {
        return tables.computeIfAbsent(name.key(), key -> new Table(name));
    }

    Iterable<Table> tables() {
        return tables.values();
    }

    boolean isFresh(Name name) {
        Table table = find(name);
        return table != null && table.isFresh();
    }

    void remove(Name name) {
        Table gone = tables.remove(name.key());
        if (gone != null) {
            gone.indexes().forEach(indexes::remove);
        }
    }

    void rename(Name from, Name to) {
        Table table = tables.remove(from.key());
        if (table != null) {
            tables.put(to.key(), table);
        }
    }

    Map<String, Index> indexes() {
        return indexes;
    }

    void add(Index index) {
        indexes.put(index.name(), index);
        Table table = tables.get(index.table());
        if (table != null) {
            table.indexes().add(index.name());
        }
    }

    /** The tables with a foreign key to this one. */
    List<Table> referencing(Name name) {
        return tables.values().stream()
                .filter(t -> t.foreignKeys().stream()
                        .anyMatch(c -> c.references().key().equals(name.key())))
                .toList();
    }

    /** For each domain or type the keys of the tables with a column of it. */
    Map<String, Set<String>> domainUsers() {
        return domainUsers;
    }

    /** Whether a database has told of all tables there are. */
    boolean isWhole() {
        return whole;
    }

    void allTold() {
        whole = true;
    }

    /** Domains with a constraint: a column of one makes the server write every row. */
    Set<String> constrainedDomains() {
        return constrainedDomains;
    }

    /** All partitions of a table, those of its partitions too. */
    List<Name> partitions(Table table) {
        List<Name> found = new ArrayList<>();
        Deque<Table> todo = new ArrayDeque<>(List.of(table));
        while (!todo.isEmpty()) {
            for (String key : todo.pop().partitions()) {
                Table partition = tables.get(key);
                if (partition != null) {
                    found.add(partition.name());
                    todo.push(partition);
                }
            }
        }
        return found;
    }

    Set<String> freshTypes() {
        return freshTypes;
    }

    Set<String> enums() {
        return enums;
    }

    void transactionEnded() {
        tables.values().forEach(Table::transactionEnded);
        freshTypes.clear();
    }

    void fileEnded() {
        tables.values().forEach(Table::fileEnded);
        transactionEnded();
    }
}
