package dev.stele.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stele.core.PostgresExtension;
import dev.stele.core.error.MigrationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database as the Python system leaves it becomes ours in place; anything else is left untouched. */
class AdoptionTest {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.freshDatabase();

    private static final List<String> TABLES = List.of(
            "alembic_version",
            "user",
            "team",
            "member",
            "skill",
            "upload",
            "thread",
            "checkpoints",
            "checkpoint_blobs",
            "checkpoint_writes",
            "apikey",
            "memberskillslink",
            "memberuploadslink");

    private final Migrations migrations = Migrations.of(postgres.config());

    @BeforeEach
    void emptyTheDatabase() {
        postgres.execute("drop schema public cascade", "create schema public");
    }

    @Test
    void adoptsInPlaceAndKeepsEveryRowAsItWas() throws Exception {
        load();
        Map<String, String> before = contents();

        Adoption adoption = migrations.adopt();

        assertThat(adoption.origin()).isEqualTo(Adoption.Origin.PYTHON);
        assertThat(adoption.upgrade().from().label()).isEqualTo("stele:0001");
        assertThat(adoption.upgrade().to()).isEqualTo(Changelog.bundled().head());
        assertThat(contents()).isEqualTo(before);
        assertThat(rows("thread")).isEqualTo(200);
        assertThat(rows("checkpoints")).isEqualTo(1000);
        assertThat(migrations.verify().findings()).isEmpty();
    }

    @Test
    void adoptedAndFreshDatabasesAreTheSame() throws Exception {
        migrations.upgrade();
        List<String> fresh = catalog();
        emptyTheDatabase();
        load();

        migrations.adopt();

        List<String> adopted = catalog().stream()
                .filter(line -> !line.contains("public.alembic_version"))
                .toList();
        assertThat(adopted).isEqualTo(fresh);
    }

    @Test
    void adoptingTwiceDoesNothing() throws Exception {
        load();
        migrations.adopt();

        Adoption second = migrations.adopt();

        assertThat(second.origin()).isEqualTo(Adoption.Origin.STELE);
        assertThat(second.upgrade().applied()).isEmpty();
    }

    @Test
    void rowsInTheWayAreNamedBeforeAnythingIsChanged() throws Exception {
        load();
        postgres.execute(
                "update \"user\" set email = 'ADA@example.com' where email = 'grace@example.com'",
                "update team set name = 'two words' where id = 2");
        List<String> before = catalog();

        assertThatThrownBy(migrations::adopt)
                .isInstanceOf(MigrationException.class)
                .hasMessage("""
                        cannot adopt the database: 2 row(s) stand in the way
                          - two e-mail addresses differ only in case; mend: change or delete one of the two users
                              user 3: has the same address as user 2 but for case
                          - a team's name is not 1 to 64 letters, digits, "_" or "-"; mend: update team set name = <a name \
                        of 1 to 64 letters, digits, "_" or "-"> where id = <id>
                              team 2: name has 9 characters
                          hint: mend them and adopt again; nothing was changed""");
        assertThat(catalog()).isEqualTo(before);
    }

    @Test
    void manyRowsInTheWayAreCounted() throws Exception {
        load();
        postgres.execute("update member set name = 'no good ' || id");

        assertThatThrownBy(migrations::adopt)
                .hasMessageContaining("40 row(s) stand in the way")
                .hasMessageContaining("\n      and 20 more");
    }

    @Test
    void refusesAnotherAlembicVersion() throws Exception {
        load();
        postgres.execute("update alembic_version set version_num = '0a354b0c6ce2'");

        refuses("cannot adopt the database: alembic_version is [0a354b0c6ce2] but must be [25de3619cb35]\n"
                + "  hint: bring it there with \"alembic upgrade head\" first; nothing was changed");
    }

    @Test
    void refusesASchemaThatIsNotWhatAlembicMade() throws Exception {
        load();
        postgres.execute("alter table member drop column base_url", "drop index ix_thread_id");

        refuses("""
                cannot adopt the database: it is not what the Python system makes:
                  - column "public.member.base_url" is missing
                  - index "public.thread.ix_thread_id" is missing
                  hint: bring these back to what Alembic version 25de3619cb35 made; nothing was changed""");
    }

    @Test
    void refusesAnEmptyDatabase() throws Exception {
        refuses(
                "cannot adopt the database: it is empty\n  hint: call upgrade() for a new database; nothing was changed");
    }

    @Test
    void refusesTablesWithoutAHistory() throws Exception {
        postgres.execute("create table orders (id int)", "create table customers (id int)");

        refuses("cannot adopt the database: it has neither alembic_version nor a history of ours, but the tables"
                + " customers, orders\n"
                + "  hint: only a database of the Python system can be adopted; nothing was changed");
    }

    @Test
    void refusesAHistoryItDoesNotKnow() throws Exception {
        migrations.upgrade("1");
        postgres.execute("update databasechangelog set id = 'from-the-future' where orderexecuted = 1");

        refuses("cannot adopt the database: its history has what the changelog does not know:"
                + " changeset \"stele:from-the-future\" of"
                + " db/changelog/stele/versions/0001-python-schema.sql\n"
                + "  hint: adopt it with the program that applied them, or a newer one; nothing was changed");
    }

    @Test
    void upgradeRefusesWhatMustBeAdopted() throws Exception {
        load();
        List<String> before = catalog();

        assertThatThrownBy(migrations::upgrade)
                .hasMessage("cannot upgrade: the database was made by the Python system"
                        + " (alembic_version [25de3619cb35])\n"
                        + "  hint: call adopt() once, which keeps every row; nothing was changed");
        assertThat(catalog()).isEqualTo(before);
        assertThat(tables()).doesNotContain("databasechangelog");
    }

    @Test
    void goesOnWhereABrokenAdoptionStopped() throws Exception {
        load();
        postgres.execute("create index team_owner_id_idx on team (owner_id)");
        assertThatThrownBy(migrations::adopt).isInstanceOf(MigrationException.class);
        postgres.execute("drop index team_owner_id_idx");

        Adoption second = migrations.adopt();

        assertThat(second.upgrade().to()).isEqualTo(Changelog.bundled().head());
        assertThat(rows("thread")).isEqualTo(200);
    }

    private void refuses(String message) throws SQLException {
        List<String> before = catalog();
        List<String> tables = tables();

        assertThatThrownBy(migrations::adopt)
                .isInstanceOf(MigrationException.class)
                .hasMessage(message);

        assertThat(catalog()).isEqualTo(before);
        assertThat(tables()).isEqualTo(tables);
    }

    static void load() throws IOException, SQLException {
        try (InputStream in = AdoptionTest.class.getResourceAsStream("/alembic-database.sql");
                Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static long rows(String table) {
        return postgres.value(Long.class, "select count(*) from \"" + table + "\"");
    }

    /** A digest of every row of every table, over the columns of the Python system, in their text form. */
    private static Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        for (String table : TABLES) {
            String columns = postgres.value(String.class, COLUMNS, table);
            contents.put(
                    table,
                    postgres.value(
                            String.class,
                            "select count(*) || ' ' || md5(string_agg(t, E'\\n' order by t)) from"
                                    + " (select concat_ws('|', " + columns + ")::text t from \"" + table + "\") x"));
        }
        return contents;
    }

    private static final String COLUMNS = """
            select string_agg(case a.attname when 'tool_definition' then 'tool_definition::jsonb'
                when 'last_modified' then 'to_char(last_modified, ''YYYY-MM-DD HH24:MI:SS.US'')'
                else quote_ident(a.attname) end, ', ' order by a.attname)
            from pg_attribute a where a.attrelid = ('public.' || quote_ident(?))::regclass and attnum > 0
                and not attisdropped
                and a.attname in ('version_num', 'description', 'id', 'hashed_key', 'short_key', 'team_id', 'thread_id',
                    'checkpoint_ns', 'channel', 'version', 'type', 'blob', 'checkpoint_id', 'task_id', 'idx',
                    'parent_checkpoint_id', 'checkpoint', 'metadata', 'name', 'backstory', 'role', 'owner_of',
                    'position_x', 'position_y', 'source', 'provider', 'model', 'temperature', 'belongs_to', 'interrupt',
                    'base_url', 'member_id', 'skill_id', 'upload_id', 'managed', 'tool_definition', 'owner_id',
                    'workflow', 'query', 'last_modified', 'status', 'email', 'is_active', 'is_superuser', 'full_name',
                    'hashed_password', 'updated_at')
                and not (a.attname = 'version' and a.attrelid <> 'public.checkpoint_blobs'::regclass)
                and not (a.attname = 'updated_at' and a.attrelid <> 'public.thread'::regclass)""";

    private static List<String> tables() {
        return postgres.query("select tablename::text from pg_tables where schemaname = 'public' order by 1").stream()
                .map(row -> (String) row.get(0))
                .toList();
    }

    private static List<String> catalog() throws SQLException {
        try (Connection connection = postgres.connect()) {
            return CatalogLines.read(connection);
        }
    }
}
