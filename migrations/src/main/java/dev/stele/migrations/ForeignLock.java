package dev.stele.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The row that Liquibase locks by; a process of it that was killed leaves it locked for ever. */
final class ForeignLock {
    private static final String TABLE = "to_regclass(quote_ident(current_schema()) || '.databasechangeloglock')";

    private static final String LOCKED =
            "select lockedby, lockgranted from databasechangeloglock" + " where locked and tableoid = " + TABLE;

    private ForeignLock() {}

    /** What is to be said of it, where it is locked; it neither holds us up nor is changed by us. */
    static Optional<String> finding(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet there = statement.executeQuery("select 1 where " + TABLE + " is not null")) {
                if (!there.next()) {
                    return Optional.empty();
                }
            }
            try (ResultSet row = statement.executeQuery(LOCKED)) {
                return row.next()
                        ? Optional.of("databasechangeloglock is locked by " + row.getString(1) + " since "
                                + row.getString(2) + ", which stops Liquibase's own tools and not Stele; where no"
                                + " Liquibase is running any more: update databasechangeloglock set locked = false,"
                                + " lockgranted = null, lockedby = null")
                        : Optional.empty();
            }
        }
    }
}
