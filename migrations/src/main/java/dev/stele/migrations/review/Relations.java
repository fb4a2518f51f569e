package dev.stele.migrations.review;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The relations of a database at one moment: what they are called, and where their rows are. */
final class Relations {
    /** Indexes have the table they are on, sequences the table that owns them, in {@code owner}. */
    record Relation(long oid, String key, String kind, long storage, long owner, long scans) {
        boolean isIndex() {
            return kind.equals("i") || kind.equals("I");
        }

        boolean isTable() {
            return kind.equals("r") || kind.equals("m") || kind.equals("p");
        }
    }

    private static final String QUERY = """
            select c.oid, case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end,
                   c.relkind::text, c.relfilenode,
                   coalesce(i.indrelid, (select d.refobjid from pg_depend d where d.classid = 'pg_class'::regclass
                       and d.objid = c.oid and c.relkind = 'S' and d.deptype in ('a', 'i') limit 1), 0),
                   coalesce(pg_stat_get_xact_numscans(c.oid), 0)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_index i on i.indexrelid = c.oid
            where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_temp'
            """;

    private static final String LOCKS = """
            select relation, mode from pg_locks
            where pid = ? and locktype = 'relation' and database = (select oid from pg_database
                where datname = current_database())
            """;

    private final Map<Long, Relation> byOid = new HashMap<>();
    private final Set<Long> storages = new HashSet<>();

    static Relations read(Connection connection) throws SQLException {
        Relations found = new Relations();
        try (PreparedStatement query = connection.prepareStatement(QUERY);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Relation relation = new Relation(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6));
                found.byOid.put(relation.oid(), relation);
                found.storages.add(relation.storage());
            }
        }
        return found;
    }

    @Nullable
    Relation find(long oid) {
        return byOid.get(oid);
    }

    @Nullable
    Relation find(String key) {
        return byOid.values().stream()
                .filter(r -> r.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    /** Notes the locks that a session has or waits for, on relations that were there before. */
    void readLocks(Connection connection, int pid, Map<Long, LockMode> locks) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCKS)) {
            query.setInt(1, pid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (byOid.containsKey(row.getLong(1))) {
                        LockMode mode = LockMode.ofCatalog(row.getString(2));
                        locks.merge(row.getLong(1), mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
                    }
                }
            }
        }
    }

    /** Adds the locks that count: those on an index or sequence only where its table has a weaker one. */
    void addLocks(Map<Long, LockMode> locks, Effects effects) {
        for (Map.Entry<Long, LockMode> lock : locks.entrySet()) {
            Relation relation = byOid.get(lock.getKey());
            if (relation == null) {
                continue;
            }
            LockMode onOwner = locks.getOrDefault(relation.owner(), LockMode.ACCESS_SHARE);
            boolean weak = relation.owner() != 0 && lock.getValue().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) < 0;
            if (!weak && (relation.owner() == 0 || lock.getValue().compareTo(onOwner) > 0)) {
                effects.lock(relation.key(), lock.getValue());
            }
        }
    }

    /** Compares with a later moment: rows written anew, indexes built, tables read. */
    void addChanges(Relations after, Effects effects) {
        for (Relation now : after.byOid.values()) {
            Relation before = byOid.get(now.oid());
            if (now.isIndex()) {
                indexed(before, now, effects);
            } else if (before != null && now.isTable()) {
                if (before.storage() != now.storage()) {
                    effects.rewrite(now.key());
                }
                // Plain reading, as a query does, is no matter.
                if (now.scans() > before.scans() && effects.locks().containsKey(now.key())) {
                    effects.scan(now.key());
                }
            }
        }
    }

    private void indexed(@Nullable Relation before, Relation now, Effects effects) {
        Relation table = byOid.get(now.owner());
        // A change of type may give an index another number over the same pages.
        boolean built = before == null ? !storages.contains(now.storage()) : before.storage() != now.storage();
        if (table != null && built && now.kind().equals("i")) {
            effects.build(table.key());
        }
    }
}
