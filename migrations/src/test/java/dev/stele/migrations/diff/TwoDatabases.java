package dev.stele.migrations.diff;

import dev.stele.core.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Two databases that are emptied before each use. */
final class TwoDatabases {
    private static final String EMPTY = """
            do $$
            declare
                x record;
            begin
                for x in select evtname from pg_event_trigger loop
                    execute format('drop event trigger %I', x.evtname);
                end loop;
                for x in select pubname from pg_publication loop
                    execute format('drop publication %I', x.pubname);
                end loop;
                for x in select extname from pg_extension where extname <> 'plpgsql' loop
                    execute format('drop extension %I cascade', x.extname);
                end loop;
                for x in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
                    execute format('drop schema %I cascade', x.nspname);
                end loop;
                create schema public;
                -- Those of a schema went with it.
                for x in select distinct pg_get_userbyid(d.defaclrole) as role, t.word, t.own, a.grantee
                    from pg_default_acl d
                    join (values ('r', 'tables', false), ('S', 'sequences', false), ('f', 'functions', true),
                        ('T', 'types', true), ('n', 'schemas', false)) t (type, word, own) on t.type = d.defaclobjtype
                    left join aclexplode(d.defaclacl) a on true
                loop
                    if x.grantee is not null then
                        execute format('alter default privileges for role %I revoke all on %s from %s', x.role, x.word,
                            case x.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(x.grantee)) end);
                    end if;
                    execute format('alter default privileges for role %1$I grant all on %2$s to %1$I', x.role, x.word);
                    if x.own then
                        execute format('alter default privileges for role %I grant all on %s to public', x.role, x.word);
                    end if;
                end loop;
            end $$""";

    final PostgresExtension from;
    final PostgresExtension to;

    TwoDatabases(PostgresExtension from, PostgresExtension to) {
        this.from = from;
        this.to = to;
    }

    void fill(String old, String wanted) {
        fill(from, old);
        fill(to, wanted);
    }

    private static void fill(PostgresExtension database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(EMPTY);
            statement.execute("set client_min_messages = warning");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("could not make the schema: " + e.getMessage() + "\n" + sql, e);
        }
    }

    CatalogSnapshot fromNow() {
        return CatalogSnapshot.read(from.dataSource(), DiffOptions.defaults());
    }

    CatalogSnapshot toNow() {
        return CatalogSnapshot.read(to.dataSource(), DiffOptions.defaults());
    }

    SchemaPlan plan(DiffOptions options) {
        return SchemaDiff.between(from.dataSource(), to.dataSource(), options);
    }
}
