package dev.stele.migrations.diff;

import dev.stele.migrations.direct.NotConnected;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Creates a scratch database, and drops those that dead processes left. */
final class NewDatabase {
    /** By the server's clock: those of processes must not matter. */
    private static final String ORPHANS = """
            select d.datname from pg_database d
            where d.datname ~ '^stele_scratch_[0-9]{10}_[0-9a-f]{8}$'
              and split_part(d.datname, '_', 3)::bigint < extract(epoch from now()) - 86400
              and pg_has_role(d.datdba, 'USAGE')
              and not exists (select from pg_stat_activity a where a.datid = d.oid)
            order by 1""";

    private NewDatabase() {}

    static ScratchDatabase create(ServerAddress address) throws SQLException {
        ScratchDatabase made;
        String searchPath;
        try (Connection connection = NotConnected.first(address.maintenance()::getConnection);
                Statement statement = connection.createStatement()) {
            sweep(statement);
            String name = newName(statement);
            searchPath = String.valueOf(
                    value(statement, "select coalesce(nullif(current_setting('search_path'), ''), '''''')"));
            statement.execute("create database " + name + " template template0" + encoding(connection, statement));
            made = new ScratchDatabase(address, name);
        }
        try {
            takeOver(made, searchPath);
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    /** Creates a database that holds what {@code original} holds, which nobody may be connected to. */
    static ScratchDatabase copy(ServerAddress address, String original) throws SQLException {
        try (Connection connection = address.maintenance().getConnection();
                Statement statement = connection.createStatement()) {
            String name = newName(statement);
            statement.execute("create database " + name + " template " + original);
            ScratchDatabase made = new ScratchDatabase(address, name);
            try {
                // Settings of a database do not come with its copy.
                String searchPath = value(
                        statement,
                        "select substr(setting, 13) from pg_db_role_setting r, unnest(r.setconfig) setting"
                                + " where r.setdatabase = (select oid from pg_database where datname = '" + original
                                + "') and r.setrole = 0 and setting like 'search_path=%'");
                if (searchPath != null) {
                    statement.execute("alter database " + name + " set search_path = " + searchPath);
                }
                return made;
            } catch (SQLException e) {
                made.close();
                throw e;
            }
        }
    }

    private static String newName(Statement statement) throws SQLException {
        return value(statement, "select 'stele_scratch_' || extract(epoch from now())::bigint || '_'")
                + "%08x".formatted(ThreadLocalRandom.current().nextInt());
    }

    /** Lets unqualified names mean there what they mean in the application's database. */
    private static void takeOver(ScratchDatabase made, String searchPath) throws SQLException {
        try (Connection connection = made.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + made.name() + " set search_path = " + searchPath);
            statement.execute("set search_path = " + searchPath);
            if (value(statement, "select current_schema()") == null) {
                String first = value(
                        statement,
                        "select quote_ident(name) from unnest(string_to_array(replace(replace("
                                + "current_setting('search_path'), '\"', ''), ' ', ''), ','))"
                                + " with ordinality s (name, position) where name not in ('', '$user')"
                                + " order by position limit 1");
                if (first != null) {
                    statement.execute("create schema " + first);
                }
            }
        }
    }

    private static void sweep(Statement statement) throws SQLException {
        List<String> orphans = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(ORPHANS)) {
            while (row.next()) {
                orphans.add(row.getString(1));
            }
        }
        for (String orphan : orphans) {
            try {
                statement.execute("drop database if exists " + orphan);
            } catch (SQLException inUse) {
                // Somebody connected to it meanwhile, or sweeps as well; the next one finds what is left.
            }
        }
    }

    /** Encoding and locale of the database we are connected to; they decide how text sorts and compares. */
    private static String encoding(Connection connection, Statement statement) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        String icu = version >= 17 ? "datlocale" : version >= 15 ? "daticulocale" : "null";
        try (ResultSet row = statement.executeQuery("select quote_literal(pg_encoding_to_char(encoding)),"
                + " quote_literal(datcollate), quote_literal(datctype), quote_literal(" + icu + "), "
                + (version >= 15 ? "datlocprovider::text" : "'c'") + ", "
                + (version >= 16 ? "quote_literal(daticurules)" : "null")
                + " from pg_database where datname = current_database()")) {
            row.next();
            return " encoding " + row.getString(1) + " lc_collate " + row.getString(2) + " lc_ctype "
                    + row.getString(3)
                    + switch (row.getString(5).toLowerCase(Locale.ROOT)) {
                        case "i" ->
                            " locale_provider icu icu_locale " + row.getString(4)
                                    + (row.getString(6) == null ? "" : " icu_rules " + row.getString(6));
                        case "b" -> " locale_provider builtin builtin_locale " + row.getString(4);
                        default -> version >= 15 ? " locale_provider libc" : "";
                    };
        }
    }

    private static @Nullable String value(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
