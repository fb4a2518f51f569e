package dev.stele.migrations.review;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gathers what one statement does. */
final class Effects {
    private final Map<String, LockMode> locks = new TreeMap<>();
    private final Set<String> rewrites = new HashSet<>();
    private final Set<String> scans = new HashSet<>();
    private final Set<String> builds = new HashSet<>();

    /** Notes a lock, unless a stronger one is noted already. */
    void lock(Name relation, LockMode mode) {
        lock(relation.key(), mode);
    }

    void lock(String key, LockMode mode) {
        if (mode != LockMode.ACCESS_SHARE) {
            locks.merge(key, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
    }

    void scan(Name table) {
        scans.add(table.key());
    }

    void scan(String key) {
        scans.add(key);
    }

    /** Building an index reads the table. */
    void build(Name table) {
        builds.add(table.key());
        scans.add(table.key());
    }

    void build(String key) {
        builds.add(key);
    }

    void rewrite(Name table) {
        rewrites.add(table.key());
    }

    void rewrite(String key) {
        rewrites.add(key);
    }

    boolean rewrites(Name table) {
        return rewrites.contains(table.key());
    }

    Map<String, LockMode> locks() {
        return locks;
    }

    Effect at(Place place, String statement, Effect.Source source) {
        return new Effect(place, statement, locks, rewrites, scans, builds, source);
    }
}
