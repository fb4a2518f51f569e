package dev.stele.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code databasechangelog}, row for row as Liquibase keeps it.
 *
 * <p>Statements are texts without parameters, so that a script and an online run write the same.
 */
final class HistoryTable {
    static final String CREATE = """
            create table if not exists databasechangelog (
                id varchar(255) not null,
                author varchar(255) not null,
                filename varchar(255) not null,
                dateexecuted timestamp not null,
                orderexecuted integer not null,
                exectype varchar(10) not null,
                md5sum varchar(35),
                description varchar(255),
                comments varchar(255),
                tag varchar(255),
                liquibase varchar(20),
                contexts varchar(255),
                labels varchar(255),
                deployment_id varchar(10)
            )""";

    /** The table of the current schema; a search path may lead on to that of another application. */
    static final String OF_THIS_SCHEMA = "to_regclass(quote_ident(current_schema()) || '.databasechangelog')";

    private static final String READ =
            "select orderexecuted, author, id, filename, dateexecuted, md5sum, description from databasechangelog"
                    + " where tableoid = " + OF_THIS_SCHEMA + " order by orderexecuted, dateexecuted";

    /** What Liquibase says of a changeset of SQL, and after it, where Liquibase's tools pass it over, our own hash. */
    private static final Pattern DESCRIPTION = Pattern.compile("sql; words1 ([0-9a-f]{32})");

    static final String UNDEFINED_TABLE = "42P01";

    private HistoryTable() {}

    /** Reads the history in one query; where there is no table, that is what it says. */
    static Applied read(Connection connection, Changelog changelog) throws SQLException {
        Map<ChangesetId, Version> versions = new HashMap<>();
        for (ChangelogFile file : changelog.files()) {
            file.changesets().forEach(id -> versions.put(id, file.version()));
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            List<HistoryEntry> entries = new ArrayList<>();
            while (row.next()) {
                ChangesetId id = new ChangesetId(row.getString(2), row.getString(3), row.getString(4));
                LocalDateTime at = row.getObject(5, LocalDateTime.class);
                entries.add(new HistoryEntry(
                        row.getInt(1), id, versions.get(id), at, row.getString(6), words(row.getString(7))));
            }
            return new Applied(true, entries);
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return new Applied(false, List.of());
            }
            if (LostHistory.isDamaged(e)) {
                throw LostHistory.damaged(e);
            }
            throw e;
        }
    }

    /** The statement that records a changeset as applied; {@code deployment} is an SQL expression. */
    static String insert(Changeset changeset, String deployment) {
        ChangesetId id = changeset.id();
        return """
                insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, \
                description, comments, liquibase, deployment_id) \
                select %s, %s, %s, now(), coalesce(max(orderexecuted), 0) + 1, 'EXECUTED', %s, %s, %s, %s, %s \
                from databasechangelog""".formatted(
                        quoted(id.id()),
                        quoted(id.author()),
                        quoted(id.file()),
                        quoted(changeset.checksum()),
                        quoted(description(changeset)),
                        quoted(limited(changeset.comment())),
                        quoted(FormattedSql.liquibaseVersion()),
                        deployment);
    }

    /** The statement that records the text of a changeset as it is now. */
    static String rehash(Changeset changeset) {
        return "update databasechangelog set md5sum = %s, description = %s where %s"
                .formatted(quoted(changeset.checksum()), quoted(description(changeset)), where(changeset.id()));
    }

    /** The statement that records another name of a changeset's file. */
    static String move(ChangesetId from, ChangesetId to) {
        return "update databasechangelog set filename = " + quoted(to.file()) + " where " + where(from);
    }

    private static String description(Changeset changeset) {
        return "sql; words1 " + changeset.words();
    }

    private static @Nullable String words(@Nullable String description) {
        Matcher matcher = DESCRIPTION.matcher(description == null ? "" : description);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** The statement that forgets a changeset. */
    static String delete(ChangesetId id) {
        return "delete from databasechangelog where " + where(id);
    }

    /** The condition that finds a changeset's row. */
    static String where(ChangesetId id) {
        return where(id, "");
    }

    /** The same, with {@code prefix} before each column. */
    static String where(ChangesetId id, String prefix) {
        return "%1$sid = %2$s and %1$sauthor = %3$s and %1$sfilename = %4$s"
                .formatted(prefix, quoted(id.id()), quoted(id.author()), quoted(id.file()));
    }

    /** The name that all changesets of one run share: the last ten digits of the clock, as Liquibase does. */
    static String deployment() {
        String millis = String.valueOf(System.currentTimeMillis());
        return quoted(millis.substring(millis.length() - 10));
    }

    /** A literal that every setting of the server reads alike. */
    static String quoted(String text) {
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    private static String limited(String comment) {
        return comment.length() > 250 ? comment.substring(0, 247) + "..." : comment;
    }
}
