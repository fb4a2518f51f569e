package dev.stele.core;

import dev.stele.core.error.Misuse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table that holds a row for each commit made with a receipt; safe for use by many threads.
 *
 * <p>Tokens begin with the time, so that new rows stand together in the primary key and old ones are found by it.
 */
final class ReceiptTable {
    static final String NAME = "stele_receipt";
    static final Duration KEPT = Duration.ofDays(1);
    private static final int PORTION = 10_000;
    private static final String CREATE = "create table if not exists stele_receipt (token uuid primary key,"
            + " committed boolean not null, at timestamptz not null default clock_timestamp())";
    private static final String RIGHTS = "select, insert, update, delete";
    private static final String FIND = """
            select quote_ident(n.nspname) || '.' || quote_ident(c.relname), has_table_privilege(c.oid, 'insert') \
            and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'select'), quote_ident(current_user) \
            from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('stele_receipt')""";
    /** What a session meets that creates a table at the same moment as another. */
    private static final Set<String> MADE_BY_ANOTHER = Set.of("23505", "42P07", "42710", "XX000");

    private volatile @Nullable String name;

    /** The name with its schema, which a transaction's own search path cannot change; null until it was looked up. */
    @Nullable
    String name() {
        return name;
    }

    /** Forgets where the table was: it is looked for, or made, at the next use. */
    void forget() {
        name = null;
    }

    /**
     * Looks the table up and creates it where there is none.
     *
     * @throws Misuse if the role may not
     */
    void ensure(Connection autocommit) throws SQLException {
        if (name == null && !find(autocommit)) {
            create(autocommit);
            if (!find(autocommit)) {
                throw new SQLException("the table stele_receipt was made and is not on the search path", "42P01");
            }
        }
    }

    private boolean find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FIND)) {
            if (!row.next()) {
                return false;
            }
            if (!row.getBoolean(2)) {
                throw new Misuse(
                        "the role may not write to the table %s, in which receipts are kept"
                                .formatted(row.getString(1)),
                        "let its owner run: grant %s on %s to %s".formatted(RIGHTS, row.getString(1), row.getString(3)),
                        "42501",
                        null);
            }
            name = row.getString(1);
            return true;
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState()) || "3F000".equals(e.getSQLState())) {
                throw new Misuse(
                        "the table stele_receipt, in which receipts are kept, is missing and the role may not create it",
                        "let the owner of the schema run: %s; grant %s on stele_receipt to the role"
                                .formatted(CREATE, RIGHTS),
                        e.getSQLState(),
                        e);
            }
            if (!MADE_BY_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
        }
    }

    /** Removes rows so old that nobody can ask for them any more, in portions; returns how many. */
    long sweep(Connection transaction) throws SQLException {
        String table = name;
        if (table == null) {
            return 0;
        }
        // Both must be past: the token has the time of the client's clock, which may go wrong, and finds the rows.
        String sql =
                "delete from %1$s where token in (select token from %1$s where token < ? and at < clock_timestamp()"
                        + " - interval '" + KEPT.toSeconds() + " s' order by token limit " + PORTION
                        + " for update skip locked)";
        long removed = 0;
        try (PreparedStatement delete = transaction.prepareStatement(sql.formatted(table))) {
            int portion;
            do {
                delete.setObject(1, first(System.currentTimeMillis() - KEPT.toMillis()));
                portion = delete.executeUpdate();
                transaction.commit();
                removed += portion;
            } while (portion == PORTION);
        }
        return removed;
    }

    /** A new token: the time in milliseconds, then random bits (RFC 9562, version 7). */
    static UUID token() {
        UUID random = UUID.randomUUID();
        long time = System.currentTimeMillis() << 16;
        return new UUID(time | 0x7000 | (random.getMostSignificantBits() & 0xFFF), random.getLeastSignificantBits());
    }

    /** No token of that time or later is smaller. */
    private static UUID first(long millis) {
        return new UUID(millis << 16 | 0x7000, 0x8000000000000000L);
    }
}
