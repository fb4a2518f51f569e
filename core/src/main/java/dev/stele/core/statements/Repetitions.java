package dev.stele.core.statements;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** What came again and again in units of work that have ended. Bounded; safe for use by many threads. */
final class Repetitions {
    /** How often a statement runs within one unit of work to be told of. */
    static final int LEAST = 10;
    /** How many statements of any kind make a unit of work chatty. */
    static final int CHATTY = 100;

    private static final int MOST = 500;

    private final ConcurrentHashMap<Place, Sum> statements = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Sum> units = new ConcurrentHashMap<>();

    void add(StatementShape shape, String caller, int times, long nanos) {
        add(statements, new Place(shape.sql(), shape.operation(), caller), times, nanos);
    }

    void addChatty(String caller, int times, long nanos) {
        add(units, caller, times, nanos);
    }

    /** Where there are very many places, those seen first are told of. */
    private static <K> void add(ConcurrentHashMap<K, Sum> sums, K key, int times, long nanos) {
        if (sums.size() < MOST || sums.containsKey(key)) {
            sums.computeIfAbsent(key, some -> new Sum()).add(times, nanos);
        }
    }

    List<Repetition> repetitions() {
        return statements.entrySet().stream()
                .map(entry -> entry.getValue().repetition(entry.getKey()))
                .sorted(Comparator.comparing(Repetition::total).reversed())
                .toList();
    }

    List<ChattyUnit> chattyUnits() {
        return units.entrySet().stream()
                .map(entry -> entry.getValue().chattyUnit(entry.getKey()))
                .sorted(Comparator.comparing(ChattyUnit::total).reversed())
                .toList();
    }

    void clear() {
        statements.clear();
        units.clear();
    }

    private record Place(String sql, String operation, String caller) {}

    private static final class Sum {
        private long units;
        private int most;
        private long nanos;

        synchronized void add(int times, long time) {
            units++;
            most = Math.max(most, times);
            nanos += time;
        }

        synchronized Repetition repetition(Place place) {
            return new Repetition(place.sql(), place.operation(), place.caller(), units, most, Duration.ofNanos(nanos));
        }

        synchronized ChattyUnit chattyUnit(String caller) {
            return new ChattyUnit(caller, units, most, Duration.ofNanos(nanos));
        }
    }
}
