package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a schema holds comes back, and rows come back as they were whatever would change them now. */
class EveryKindBackupTest {
    @RegisterExtension
    static final PostgresExtension server = PostgresExtension.freshDatabase();

    private static final String SOURCE = "backup_every_kind";
    private static final String TARGET = "backup_every_kind_again";
    private static final List<String> ROLES = List.of("backup_owner", "backup_reader");

    @TempDir
    Path folder;

    private final DatabaseConfig source = Contents.database(server.config(), SOURCE);
    private final DatabaseConfig target = Contents.database(server.config(), TARGET);

    @BeforeEach
    void makeRolesAndDatabases() throws Exception {
        dropThem();
        ROLES.forEach(role -> server.execute("create role " + role));
        server.execute(
                "create database " + SOURCE + " template template0",
                "create database " + TARGET + " template template0");
    }

    @AfterEach
    void dropThem() {
        for (String database :
                server.query("select datname from pg_database where datname like 'backup\\_every\\_kind%'").stream()
                        .map(row -> (String) row.get(0))
                        .toList()) {
            server.execute("drop database " + database + " with (force)");
        }
        ROLES.forEach(role -> server.execute("drop role if exists " + role));
    }

    @Test
    void everyKindOfObjectComesBack() throws Exception {
        Contents.run(source, Files.readString(Path.of("src/test/resources/backup/every-kind.sql")));

        Backup.of(source).with(BackupOptions.defaults().withFileSize(8192)).to(folder.resolve("b"));
        Restored restored = Restore.of(target).intoEmpty(folder.resolve("b"));

        assertThat(restored.notes()).isEmpty();
        Map<String, String> wanted = Contents.of(source);
        assertThat(wanted).hasSizeGreaterThan(20);
        assertThat(Contents.of(target)).isEqualTo(wanted);
    }

    @Test
    void partitionsComeBackBeforeTheTablesTheyReferTo() throws Exception {
        Contents.run(source, """
                create table a_part (id int, root int, boss int, at date, primary key (id, at)) partition by range (at);
                create table a_part_1 partition of a_part for values from ('2026-01-01') to ('2026-07-01');
                create table a_part_2 partition of a_part default partition by hash (id);
                create table a_part_2a partition of a_part_2 for values with (modulus 1, remainder 0);
                create table z_root (id int primary key);
                create table a_alone (id int, root int, boss int, at date not null,
                    constraint a_alone_own_name foreign key (root) references z_root on delete cascade,
                    constraint a_alone_id_at primary key (id, at));
                create table z_leaf (id int, at date, foreign key (id, at) references a_part);
                alter table a_part add foreign key (root) references z_root on delete cascade;
                alter table a_part attach partition a_alone for values from ('2026-07-01') to ('2026-08-01');
                insert into z_root values (1), (2);
                insert into a_part values (1, 1, null, '2026-02-01'), (2, 2, 1, '2026-09-01'), (3, 2, 1, '2026-07-02');
                insert into z_leaf values (2, '2026-09-01'), (1, '2026-02-01')""");

        Backup.of(source).to(folder.resolve("b"));
        Restore.of(target).intoEmpty(folder.resolve("b"));

        // Those that refer to partitions have twins, which the server names.
        String names = """
                select string_agg(format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), E'\n'
                    order by conrelid::regclass::text, conname) from pg_constraint where contype = 'f' and conrelid <> 'z_leaf'::regclass""";
        assertThat(Contents.value(target, names)).isEqualTo(Contents.value(source, names));
        assertThat(Contents.of(target)).isEqualTo(Contents.of(source));
    }

    @Test
    void whatBelongsToTheDatabaseComesBackWhereItIsReplaced() throws Exception {
        giveBelongings();
        Backup.of(source).to(folder.resolve("b"));

        Restore.of(target).with(RestoreOptions.defaults().droppingPrevious()).replacing(folder.resolve("b"));

        assertThat(belongings(TARGET)).isEqualTo(belongings(SOURCE));
        assertThat(belongings(TARGET).toString()).contains("it's %s", "backup_owner", "77", "9MB", "7MB");
    }

    @Test
    void whatBelongsToTheDatabaseComesBackIntoAnEmptyOneToo() throws Exception {
        giveBelongings();
        Backup.of(source).to(folder.resolve("b"));

        Restored restored = Restore.of(target).intoEmpty(folder.resolve("b"));

        assertThat(restored.notes())
                .containsExactly("the database belongs to \"" + server.config().user()
                        + "\", and the one backed up to \"backup_owner\"");
        server.execute("alter database " + TARGET + " owner to backup_owner");
        assertThat(belongings(TARGET)).isEqualTo(belongings(SOURCE));
    }

    @Test
    void rolesAreLeftOutOfTheDatabaseTooWhereThatIsAskedFor() throws Exception {
        giveBelongings();
        Backup.of(source).to(folder.resolve("b"));

        Restored restored = Restore.of(target)
                .with(RestoreOptions.defaults().withoutOwnersAndPrivileges())
                .intoEmpty(folder.resolve("b"));

        assertThat(restored.notes()).isEmpty();
        assertThat(belongings(TARGET).toString())
                .contains("it's %s", "77", "9MB")
                .doesNotContain("backup_owner", "backup_reader", "7MB");
        assertThat(server.value(
                        Boolean.class, "select datacl is null from pg_database where datname = '" + TARGET + "'"))
                .isTrue();
    }

    @Test
    void whatTheDatabaseCouldNotBeGivenIsNoted() throws Exception {
        Contents.run(
                source,
                "alter database " + SOURCE + " set work_mem = '9MB'; comment on database " + SOURCE + " is 'secret'");
        Backup.of(source).to(folder.resolve("b"));
        Contents.run(
                target,
                "create role backup_limited login password 'secret'; grant create on database " + TARGET
                        + " to backup_limited; grant create on schema public to backup_limited");
        try {
            Restored restored = Restore.of(DatabaseConfig.of(target.jdbcUrl(), "backup_limited", "secret"))
                    .with(RestoreOptions.defaults().withoutOwnersAndPrivileges())
                    .intoEmpty(folder.resolve("b"));

            String why = ", as the server says: must be owner of database " + TARGET + " (SQLSTATE 42501)";
            assertThat(restored.notes())
                    .containsExactly(
                            "of the database itself not restored: alter database \"" + TARGET + "\" set work_mem" + why,
                            "of the database itself not restored: comment on database \"" + TARGET + "\"" + why);
        } finally {
            Contents.run(target, "drop owned by backup_limited; drop role backup_limited");
        }
    }

    private void giveBelongings() throws SQLException {
        Contents.run(
                source,
                "create table t (id int); alter database " + SOURCE + " set search_path = public, \"$user\";"
                        + " alter database " + SOURCE + " set work_mem = '9MB'; alter role backup_reader in database "
                        + SOURCE
                        + " set work_mem = '7MB'; comment on database " + SOURCE
                        + " is 'it''s %s'; revoke all on database "
                        + SOURCE + " from public; grant connect on database " + SOURCE
                        + " to backup_reader with grant option;"
                        + " alter database " + SOURCE + " connection limit 77; alter database " + SOURCE
                        + " owner to backup_owner");
    }

    private List<List<Object>> belongings(String database) {
        return server.query(
                "select d.datacl::text, d.datconnlimit, pg_get_userbyid(d.datdba)::text, shobj_description(d.oid, 'pg_database'),"
                        + " (select string_agg(setrole || setconfig::text, ',' order by setrole) from pg_db_role_setting"
                        + " where setdatabase = d.oid) from pg_database d where datname = ?",
                database);
    }

    @Test
    void largeObjectsComeBackWithOwnerPrivilegesAndComment() throws Exception {
        Contents.run(
                source,
                "select lo_from_bytea(1001, decode(repeat('ab01', 1200000), 'hex')), lo_from_bytea(1002, ''),"
                        + " lo_from_bytea(1003, '\\x00ff'); grant select on large object 1001 to backup_reader;"
                        + " comment on large object 1003 is 'it''s'; alter large object 1003 owner to backup_owner");

        Backup.of(source).with(BackupOptions.defaults().compressed()).to(folder.resolve("b"));
        Restore.of(target).intoEmpty(folder.resolve("b"));

        String all = "select string_agg(concat_ws(' ', oid, md5(lo_get(oid)), length(lo_get(oid)), lomacl, lomowner,"
                + " obj_description(oid, 'pg_largeobject')), ';' order by oid) from pg_largeobject_metadata";
        assertThat(Contents.value(target, all))
                .isEqualTo(Contents.value(source, all))
                .contains("2400000", "it's");
    }

    @Test
    void whatCannotBeMadeAgainIsRefusedByNameOrReported() throws Exception {
        Contents.run(
                source,
                "create table t (id int); create function minus_one(int) returns int language sql return $1 - 1;"
                        + " create operator !! (rightarg = int, function = minus_one)");

        assertThatThrownBy(() -> Backup.of(source).to(folder.resolve("refused")))
                .isInstanceOf(BackupException.class)
                .hasMessage("""
                        the database holds what this backup cannot:
                          - operator public.!!(NONE,integer)
                          hint: use PgDump, or leave it out with BackupOptions.reportingGaps()""");
        assertThat(folder).isEmptyDirectory();
        Manifest made =
                Backup.of(source).with(BackupOptions.defaults().reportingGaps()).to(folder.resolve("b"));

        assertThat(made.leftOut()).containsExactly("operator public.!!(NONE,integer)");
        assertThat(Restore.of(target).intoEmpty(folder.resolve("b")).notes())
                .containsExactly("not in the backup: " + made.leftOut().get(0));
    }

    @Test
    void rolesThatAreMissingAreNamedBeforeAnythingIsMade() throws Exception {
        Contents.run(
                source,
                "create table t (id int); alter table t owner to backup_owner; grant select on t to backup_reader");
        Backup.of(source).to(folder.resolve("b"));
        Contents.run(source, "drop table t");
        ROLES.forEach(role -> server.execute("drop role " + role));

        assertThatThrownBy(() -> Restore.of(target).intoEmpty(folder.resolve("b")))
                .isInstanceOf(BackupException.class)
                .hasMessage("""
                        cannot restore to this server:
                          - role "backup_owner" does not exist
                          - role "backup_reader" does not exist
                          hint: create what is missing, grant what is lacking, or leave roles out with RestoreOptions.withoutOwnersAndPrivileges(); nothing was changed""");
        assertThat(Contents.value(target, "select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("0");
        Restored restored = Restore.of(target)
                .with(RestoreOptions.defaults().withoutOwnersAndPrivileges())
                .intoEmpty(folder.resolve("b"));

        assertThat(restored.manifest().tables()).hasSize(1);
    }

    @Test
    void whoMayNotGiveThingsAwayIsToldWhoseTheyWere() throws Exception {
        Contents.run(
                source,
                "create table t (id int primary key); create table u (id int); alter table t owner to backup_owner;"
                        + " alter table u owner to backup_owner");
        Backup.of(source).to(folder.resolve("b"));
        Contents.run(source, "create role backup_limited login password 'secret'");
        try {
            assertThatThrownBy(() -> Restore.of(DatabaseConfig.of(target.jdbcUrl(), "backup_limited", "secret"))
                            .intoEmpty(folder.resolve("b")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage("""
                            cannot restore to this server:
                              - role "backup_limited", which restores, is no member of "backup_owner", which owns table public.t and 1 more
                              hint: create what is missing, grant what is lacking, or leave roles out with RestoreOptions.withoutOwnersAndPrivileges(); nothing was changed""");
        } finally {
            Contents.run(source, "drop role backup_limited");
        }
    }

    @Test
    void aDatabaseThatHoldsSomethingIsNotFilled() throws Exception {
        Backup.of(source).to(folder.resolve("b"));
        Contents.run(target, "create table mine (id int)");

        assertThatThrownBy(() -> Restore.of(target).intoEmpty(folder.resolve("b")))
                .isInstanceOf(BackupException.class)
                .hasMessage("""
                        cannot restore into this database: it is not empty, it holds table public.mine
                          hint: restore into a new database, or call replacing(…), which leaves this one as it is until the other is whole""");
    }

    @Test
    void rowsThatAPolicyHidesAreNotLeftOutInSilence() throws Exception {
        Contents.run(
                source,
                "create table t (id int); insert into t values (1); alter table t enable row level security;"
                        + " create role backup_limited login password 'secret'; grant select on t to backup_limited");
        try {
            DatabaseConfig limited = DatabaseConfig.of(source.jdbcUrl(), "backup_limited", "secret");

            assertThatThrownBy(() -> Backup.of(limited).to(folder.resolve("b")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage(
                            "could not make the backup: query would be affected by row-level security policy for table"
                                    + " \"t\" (SQLSTATE 42501)\n  hint: let a role make it that may read all of it, such"
                                    + " as the backup role of Changelog.roles(…)");
            assertThat(folder).isEmptyDirectory();
            Contents.run(source, "create policy own on t using (id = 1); insert into t values (2)");

            Manifest seen = Backup.of(limited)
                    .with(BackupOptions.defaults().obeyingPolicies())
                    .to(folder.resolve("seen"));

            assertThat(seen.rows()).isEqualTo(1);
            assertThat(seen.leftOut())
                    .containsExactly("rows that policies hide from role backup_limited, if there are any");
        } finally {
            Contents.run(source, "drop owned by backup_limited; drop role backup_limited");
        }
    }

    @Test
    void aDirectoryThatExistsIsNotOverwritten() throws Exception {
        Files.createDirectory(folder.resolve("b"));

        assertThatThrownBy(() -> Backup.of(source).to(folder.resolve("b")))
                .isInstanceOf(BackupException.class)
                .hasMessage("cannot write a backup to " + folder.resolve("b")
                        + ": it exists already\n  hint: give another name");
    }
}
