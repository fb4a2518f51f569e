package dev.stele.migrations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.config.DatabaseConfig;
import dev.stele.core.error.BackupException;
import dev.stele.migrations.Migrations;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A part of a database can be backed up alone, and holds together when it comes back. */
class SelectedBackupTest {
    @RegisterExtension
    static final PostgresExtension source = PostgresExtension.freshDatabase();

    @RegisterExtension
    static final PostgresExtension target = PostgresExtension.freshDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void empty() {
        for (PostgresExtension database : List.of(source, target)) {
            database.execute(
                    "drop schema public cascade",
                    "create schema public authorization pg_database_owner",
                    "comment on schema public is 'standard public schema'",
                    "grant usage on schema public to public");
        }
    }

    @Test
    void oneTeamComesBackWithWhatBelongsToItAndNothingOfAnother() throws Exception {
        Contents.loadPython(source);
        Migrations.of(source.config()).adopt();
        // These refer to members of another team, and would bring them along.
        source.execute(
                "update member m set source = null from member s where s.id = m.source and s.belongs_to <> m.belongs_to");
        Object team =
                source.value(Object.class, "select team_id from thread group by 1 order by count(*) desc limit 1");

        Manifest made = Backup.of(source.config())
                .with(BackupOptions.defaults().onlyRowsOf("public.team", String.valueOf(team)))
                .to(folder.resolve("b"));
        Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(target.query("select id from team")).isEqualTo(List.of(List.of(team)));
        for (String part : List.of("member t where t.belongs_to", "thread t where t.team_id")) {
            String hash =
                    "select count(*) || md5(string_agg(t::text, ';' order by t::text collate \"C\")) from " + part;
            assertThat(target.value(String.class, hash + " = ?", team))
                    .isNotNull()
                    .isEqualTo(source.value(String.class, hash + " = ?", team));
            assertThat(target.value(Long.class, "select count(*) from " + part + " <> ?", team))
                    .isZero();
        }
        String owned =
                "select count(*) from skill where id in (select skill_id from memberskillslink l join member m on m.id ="
                        + " l.member_id where m.belongs_to = ?)";
        assertThat(target.value(Long.class, owned, team)).isEqualTo(source.value(Long.class, owned, team));
        assertThat(made.rows()).isLessThan(source.value(Long.class, "select count(*) from checkpoints") + 1_000);
        assertThat(made.leftOut()).containsExactly("all rows but those that belong to one row of public.team");
        assertThat(Migrations.of(target.config()).verify().findings()).isEmpty();
    }

    @Test
    void rowsAreFoundThroughCirclesPartitionsAndKeysOfManyColumns() {
        source.execute(
                "create table root (id int primary key, boss int references root)",
                "create table part (root int not null references root, n int, primary key (root, n)) partition by range (n)",
                "create table part_1 partition of part for values from (0) to (10)",
                "create table part_2 partition of part default",
                "create table leaf (id int primary key, root int, n int, tag int, foreign key (root, n) references part)",
                "create table tag (id int primary key, leaf int references leaf)",
                "alter table leaf add foreign key (tag) references tag",
                "create table alone (id int)",
                "insert into root values (1, null), (2, 1), (3, 2), (4, null)",
                "insert into part select r, n from generate_series(1, 4) r, (values (1), (20)) v (n)",
                "insert into tag select generate_series(1, 8)",
                "insert into leaf select r * 2 + k, r, 1 + k * 19, r * 2 - k from generate_series(1, 4) r, generate_series(0, 1) k",
                "insert into alone values (1)");

        Manifest made = Backup.of(source.config())
                .with(BackupOptions.defaults().onlyRowsOf("root", "2"))
                .to(folder.resolve("b"));
        Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        // Down: 3 has 2 for its boss. Up: 2 has 1 for its boss, whose parts are not of 2.
        assertThat(target.query("select id from root order by 1"))
                .isEqualTo(List.of(List.of(1), List.of(2), List.of(3)));
        assertThat(target.query("select distinct root from part order by 1"))
                .isEqualTo(List.of(List.of(2), List.of(3)));
        assertThat(target.query("select id from leaf order by 1"))
                .isEqualTo(List.of(List.of(4), List.of(5), List.of(6), List.of(7)));
        assertThat(target.query("select id from tag order by 1"))
                .isEqualTo(List.of(List.of(3), List.of(4), List.of(5), List.of(6)));
        assertThat(target.value(Long.class, "select count(*) from alone")).isZero();
        assertThat(made.rows()).isEqualTo(3 + 4 + 4 + 4);
    }

    @Test
    void someTablesComeBackWithoutWhatNeedsTheOthers() {
        source.execute(
                "create table one (id serial primary key)",
                "create table two (id bigint generated always as identity primary key, one int references one)",
                "create table three (id serial primary key)",
                "create view of_both as select two.id from one, two",
                "create operator !! (rightarg = int, function = int4um)",
                "insert into one default values",
                "insert into two (one) values (1), (1)",
                "insert into three default values");

        Manifest made = Backup.of(source.config())
                .with(BackupOptions.defaults().onlyTables("public.two", "public.three"))
                .to(folder.resolve("b"));
        Restored restored = Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(made.tables()).extracting(Manifest.Table::label).containsExactly("public.three", "public.two");
        assertThat(made.sequences()).extracting(Manifest.Sequence::name).containsExactly("three_id_seq", "two_id_seq");
        assertThat(made.leftOut()).containsExactly("constraint public.two.two_one_fkey", "view public.of_both");
        assertThat(restored.notes()).hasSize(2);
        target.execute("insert into two default values");
        assertThat(target.value(Long.class, "select max(id) from two")).isEqualTo(3);
    }

    @Test
    void aPartitionedTableComesBackWithoutAForeignKeyToATableThatWasNotNamed() {
        source.execute(
                "create table root (id int primary key)",
                "create table part (root int references root, n int, primary key (root, n)) partition by range (n)",
                "create table part_1 partition of part for values from (0) to (10)",
                "create table part_2 partition of part default partition by list (root)",
                "create table part_2a partition of part_2 default",
                "insert into root values (1), (2)",
                "insert into part values (1, 1), (2, 20)");

        Manifest made = Backup.of(source.config())
                .with(BackupOptions.defaults().onlyTables("public.part"))
                .to(folder.resolve("b"));
        Restore.of(target.config()).intoEmpty(folder.resolve("b"));

        assertThat(target.query("select tableoid::regclass::text, root, n from part order by n"))
                .isEqualTo(List.of(List.of("part_1", 1, 1), List.of("part_2a", 2, 20)));
        assertThat(made.leftOut())
                .containsExactly(
                        "constraint public.part.part_root_fkey",
                        "constraint public.part_1.part_root_fkey",
                        "constraint public.part_2.part_root_fkey",
                        "constraint public.part_2a.part_root_fkey");
        assertThat(target.value(Long.class, "select count(*) from pg_constraint where contype = 'f'"))
                .isZero();
    }

    @Test
    void whoMayReadTheTablesThatAreNamedNeedsNoOthers() {
        source.execute(
                "create table mine (id serial primary key)",
                "create table secret (id serial primary key)",
                "insert into mine default values",
                "create role backup_of_one login password 'secret'",
                "grant select on mine, mine_id_seq to backup_of_one");
        try {
            Backup backup = Backup.of(DatabaseConfig.of(source.jdbcUrl(), "backup_of_one", "secret"));

            Manifest made = backup.with(BackupOptions.defaults().onlyTables("public.mine"))
                    .to(folder.resolve("b"));

            assertThat(made.rows()).isEqualTo(1);
            assertThat(made.sequences()).extracting(Manifest.Sequence::name).containsExactly("mine_id_seq");
            assertThatThrownBy(() -> backup.with(BackupOptions.defaults().onlyTables("public.secret"))
                            .to(folder.resolve("refused")))
                    .isInstanceOf(BackupException.class)
                    .hasMessage("could not make the backup: permission denied for table secret (SQLSTATE 42501)"
                            + "\n  hint: let a role make it that may read all of it, such as the backup role of"
                            + " Changelog.roles(…)");
        } finally {
            source.execute("drop owned by backup_of_one", "drop role backup_of_one");
        }
    }

    @Test
    void aSelectionThatIsNotThereIsNamed() {
        source.execute(
                "create table parent (id int)",
                "create table child () inherits (parent)",
                "create table tree (id int) partition by list (id)",
                "create table branch partition of tree default",
                "create table t (id int primary key)",
                "create view looks as select * from t");

        refuses(
                BackupOptions.defaults().onlyTables("public.none"),
                "cannot back up table public.none: there is none\n  hint: name it with its schema");
        refuses(
                BackupOptions.defaults().onlyTables("public.child"),
                "cannot back up table public.child without table public.parent\n  hint: select that as well");
        refuses(
                BackupOptions.defaults().onlyTables("public.branch"),
                "cannot back up table public.branch without table public.tree\n  hint: select that as well");
        refuses(
                BackupOptions.defaults().onlyTables("public.looks"),
                "cannot back up view public.looks: it is no table\n  hint: name the tables it reads");
        refuses(
                BackupOptions.defaults().onlyRowsOf("none", "1"),
                "cannot back up rows of none: there is no such table with a primary key of one column");
        refuses(BackupOptions.defaults().onlyRowsOf("t", "1"), "cannot back up the row of t: it does not exist");
    }

    private void refuses(BackupOptions options, String message) {
        assertThatThrownBy(() -> Backup.of(source.config()).with(options).to(folder.resolve("refused")))
                .isInstanceOf(BackupException.class)
                .hasMessage(message);
    }
}
