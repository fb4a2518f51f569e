package dev.stele.migrations.backup;

import dev.stele.migrations.diff.CatalogObject;
import dev.stele.migrations.diff.CatalogSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Reads what belongs to a database as a whole, and what of it no catalog snapshot holds. */
final class DatabaseFacts {
    private static final String STATEMENTS = """
            with db as (select * from pg_database where datname = current_database())
            select 1, case s.setrole when 0 then 'alter database %s '
                    else 'alter role ' || quote_ident(pg_get_userbyid(s.setrole)) || ' in database %s ' end || setting.sql from db join pg_db_role_setting s on s.setdatabase = db.oid
                cross join unnest(s.setconfig) c (text)
                cross join lateral (select 'set ' || quote_ident(split_part(c.text, '=', 1)) || ' = '
                    || case when split_part(c.text, '=', 1) in ('search_path', 'temp_tablespaces',
                            'local_preload_libraries', 'session_preload_libraries')
                        then coalesce(nullif(substr(c.text, strpos(c.text, '=') + 1), ''), '''''')
                        else quote_literal(substr(c.text, strpos(c.text, '=') + 1)) end as sql) setting
            union all
            select 1, 'alter database %s connection limit ' || datconnlimit from db where datconnlimit >= 0
            union all
            select 2, 'comment on database %s is ' || quote_literal(d.description)
                from db join pg_shdescription d on d.objoid = db.oid and d.classoid = 'pg_database'::regclass
            union all
            select 3, 'revoke all on database %s from public' from db where datacl is not null
            union all
            select 4, 'grant ' || a.privilege_type || ' on database %s to '
                    || case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end
                    || case when a.is_grantable then ' with grant option' else '' end
                from db cross join aclexplode(db.datacl) a where a.grantee <> db.datdba
            order by 1, 2""";

    private static final String ROLES = """
            select r.rolname from pg_shdepend d join pg_roles r on r.oid = d.refobjid
                where d.dbid = (select oid from pg_database where datname = current_database())
                    and d.refclassid = 'pg_authid'::regclass
            union
            select pg_get_userbyid(a.grantee) from pg_database d cross join aclexplode(d.datacl) a
                where d.datname = current_database() and a.grantee <> 0""";

    // Each line is one thing that somebody made and that would be missing from a restored database.
    private static final String UNCOVERED = """
            select 'subscription ' || subname from pg_subscription
                where subdbid = (select oid from pg_database where datname = current_database())
            union all
            select 'rows of ' || c.oid::regclass || ', a table of the extension ' || e.extname
                from pg_extension e cross join unnest(e.extconfig) x (oid) join pg_class c on c.oid = x.oid
                where c.relkind = 'r' and pg_relation_size(c.oid) > 0
            union all
            -- Only those of pg_catalog are noted at initdb.
            select 'changed privileges of ' || i.type || ' ' || i.identity
                from (
                    select 1259 as classid, oid, relacl as acl from pg_class where relnamespace = 11
                    union all select 1255, oid, proacl from pg_proc where pronamespace = 11
                    union all select 2615, oid, nspacl from pg_namespace where oid = 11
                    union all select 2612, oid, lanacl from pg_language) o
                left join pg_init_privs p on p.classoid = o.classid and p.objoid = o.oid and p.objsubid = 0
                cross join lateral pg_identify_object(o.classid, o.oid, 0) i
                where o.acl is distinct from p.initprivs and o.oid < 16384
                    and not (o.acl is null and p.initprivs is null)
            order by 1""";

    private DatabaseFacts() {}

    static Manifest.Database read(Connection connection, CatalogSnapshot catalog) throws SQLException {
        Set<String> roles = new TreeSet<>(rows(connection, ROLES, 1));
        for (CatalogObject object : catalog.objects()) {
            String owner = object.facts().get("owner");
            if (owner != null) {
                roles.add(owner);
            }
        }
        roles.removeIf(role -> role.startsWith("pg_"));
        return new Manifest.Database(
                Objects.requireNonNull(Sessions.value(connection, "select current_database()")),
                Objects.requireNonNull(Sessions.value(
                        connection,
                        "select pg_get_userbyid(datdba) from pg_database" + " where datname = current_database()")),
                locale(connection),
                rows(connection, STATEMENTS, 2),
                List.copyOf(roles));
    }

    /** What the database has that neither the catalog nor COPY of its tables brings along. */
    static List<String> uncovered(Connection connection) throws SQLException {
        return rows(connection, UNCOVERED, 1);
    }

    private static List<String> rows(Connection connection, String query, int column) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.add(row.getString(column));
            }
        }
        return rows;
    }

    /** Encoding and locale; they decide how text sorts and compares. */
    static String locale(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        String icu = version >= 17 ? "datlocale" : version >= 15 ? "daticulocale" : "null";
        String provider = version >= 15 ? "datlocprovider" : "'-'";
        String rules = version >= 16 ? "daticurules" : "null";
        return Objects.requireNonNull(Sessions.value(
                connection,
                "select concat_ws(' ', 'encoding', quote_literal(pg_encoding_to_char(encoding)), 'lc_collate',"
                        + " quote_literal(datcollate), 'lc_ctype', quote_literal(datctype), case " + provider
                        + " when 'i' then concat_ws(' ', 'locale_provider icu icu_locale', quote_literal(" + icu
                        + "), 'icu_rules ' || quote_literal(" + rules + "))"
                        + " when 'b' then 'locale_provider builtin builtin_locale ' || quote_literal(" + icu + ")"
                        + " when 'c' then 'locale_provider libc' end) from pg_database"
                        + " where datname = current_database()"));
    }
}
