package dev.stele.migrations;

import dev.stele.core.error.MigrationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Runs changesets in an empty schema, compares it with the current one, and rolls all of it back.
 *
 * <p>So the server itself prints what to expect, in its own version and words.
 */
final class SchemaReplay {
    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bconcurrently\\b");

    private final MigrationSession session;
    private final Connection connection;

    SchemaReplay(MigrationSession session) {
        this.session = session;
        this.connection = session.connection();
    }

    /** What the current schema lacks of what {@code changesets} make, in words; what it has beyond is left alone. */
    List<String> differences(List<Changeset> changesets) throws SQLException {
        List<CatalogItem> actual = CatalogReader.read(connection);
        Pattern qualified = Pattern.compile("(?i)\\b" + Pattern.quote(currentSchema()) + "\"?\\s*\\.");
        connection.setAutoCommit(false);
        try {
            String schema = "stele_replay_"
                    + Long.toHexString(ThreadLocalRandom.current().nextLong());
            session.execute("create schema " + schema);
            session.execute("set local search_path = " + schema);
            session.execute("set local lock_timeout = '2s'");
            session.execute("set local client_min_messages = error");
            for (Changeset changeset : changesets) {
                replay(changeset, qualified);
            }
            return compare(CatalogReader.read(connection), actual);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void replay(Changeset changeset, Pattern qualified) {
        for (String statement : changeset.statements()) {
            if (qualified.matcher(statement).find()) {
                throw new MigrationException(
                        "cannot run " + changeset.id() + " in a schema of its own: it names the schema of its tables",
                        "write names without a schema; search_path decides where they are",
                        null,
                        null);
            }
            try {
                session.execute(
                        changeset.transactional()
                                ? statement
                                : CONCURRENTLY.matcher(statement).replaceAll(""));
            } catch (SQLException e) {
                throw ServerMessage.of(e).translated("could not run " + changeset.id() + " in a schema of its own");
            }
        }
    }

    private List<String> compare(List<CatalogItem> expected, List<CatalogItem> actual) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (CatalogItem item : expected) {
            Optional<CatalogItem> found = actual.stream().filter(item::names).findFirst();
            if (found.isEmpty()) {
                findings.add(item.label() + " is missing");
            } else if (!item.equals(found.get()) && !sameWhenMadeAgain(item, found.get())) {
                findings.add(item.label() + " is \"" + found.get().definition() + "\" but should be \""
                        + item.definition() + "\"");
            }
        }
        return findings;
    }

    /**
     * Compares what both print after being made again: the print of an expression is no fixed point at first, so a
     * restored dump prints other casts than the statement that was dumped.
     */
    private boolean sameWhenMadeAgain(CatalogItem expected, CatalogItem actual) throws SQLException {
        if (!expected.kind().equals("check") && !expected.kind().equals("index")) {
            return false;
        }
        return madeAgain(madeAgain(expected)).equals(madeAgain(madeAgain(actual)));
    }

    private CatalogItem madeAgain(CatalogItem item) throws SQLException {
        String table = "\"" + item.table() + "\"";
        String name = "\"" + item.name() + "\"";
        session.execute("savepoint again");
        try {
            if (item.kind().equals("check")) {
                session.execute("alter table " + table + " drop constraint " + name);
                session.execute("alter table " + table + " add constraint " + name + " " + item.definition());
            } else {
                session.execute("drop index " + name);
                session.execute(item.definition());
            }
        } catch (SQLException e) {
            // Not to be made here, for it names what the expected schema does not have: so it is different.
            session.execute("rollback to savepoint again");
            return item;
        }
        return CatalogReader.read(connection).stream()
                .filter(item::names)
                .findFirst()
                .orElse(item);
    }

    private String currentSchema() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_schema()")) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
